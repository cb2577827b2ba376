"""The cookies of one application: the session's, and the visit's of somebody who has not signed in."""

import re
import secrets
from dataclasses import dataclass

from flask import Response, g, request
from werkzeug.wrappers import Response as AnyResponse

from common.config import Settings


@dataclass(frozen=True, slots=True)
class Cookies:
    """Names carry the suite and the application, because a browser does not tell the ports of a host apart."""

    session: str
    visit: str
    is_secure: bool
    domain: str = ""
    path: str = "/"

    @classmethod
    def of(
        cls, settings: Settings, application: str, domain: str = "", path: str = "/"
    ) -> "Cookies":
        """`application` is `till`, `dashboard`, `shop` or `admin`; a `domain` shares them with its other hosts."""
        name = _name(settings, application, domain or path.strip("/"))
        return cls(name, f"{name}_visit", settings.is_secure, domain, path)

    def session_token(self) -> str:
        """The token that the browser sent; empty without one, or where it is none that could be handed on."""
        found = request.cookies.get(self.session, "")
        return found if _CARRIED.fullmatch(found) else ""

    def visit_token(self) -> str:
        """What tells this visitor from others before the sign-in; made at first need."""
        if "visit" not in g:
            g.visit = request.cookies.get(self.visit, "")
            if len(g.visit) != _VISIT_LENGTH:
                g.visit = secrets.token_urlsafe(24)
                g.new_visit = g.visit
        found: str = g.visit
        return found

    def begin(self, response: AnyResponse, token: str) -> None:
        """Keep a session that has just begun; the visit before it is forgotten."""
        self._set(response, self.session, token)
        self._forget(response, self.visit)
        g.pop("new_visit", None)

    def end(self, response: AnyResponse) -> None:
        """Forget the session and what the browser kept of its pages."""
        self._forget(response, self.session)
        response.headers["Clear-Site-Data"] = '"cache"'  # never "storage": a till's basket is there

    def keep_visit(self, response: Response) -> Response:
        """Send the visit's token along, if it was made for this answer."""
        if fresh := g.pop("new_visit", ""):
            self._set(response, self.visit, fresh)
        return response

    def _set(self, response: AnyResponse, name: str, value: str) -> None:
        # no lifetime: it goes with the browser, and the books end the session in any case
        response.set_cookie(
            name,
            value,
            httponly=True,
            secure=self.is_secure,
            samesite="Lax",
            path=self.path,
            domain=self.domain or None,
        )

    def _forget(self, response: AnyResponse, name: str) -> None:
        response.delete_cookie(
            name,
            httponly=True,
            secure=self.is_secure,
            samesite="Lax",
            path=self.path,
            domain=self.domain or None,
        )


@dataclass(frozen=True, slots=True)
class LastingCookie:
    """A random token that a browser keeps from its first page on, whoever is signed in, for `seconds` at a time."""

    name: str
    is_secure: bool
    seconds: int
    domain: str = ""

    @classmethod
    def of(
        cls, settings: Settings, what: str, *, seconds: int, domain: str = ""
    ) -> "LastingCookie":
        """`what` it stands for is part of its name."""
        return cls(_name(settings, what, domain), settings.is_secure, seconds, domain)

    def sent(self) -> str:
        """The token that the browser sent; empty without one, or where it is none that we made."""
        found = request.cookies.get(self.name, "")
        return found if _TOKEN.fullmatch(found) else ""

    def keep(self, response: AnyResponse) -> str:
        """The browser's token, made now where it has none; its time begins anew with each page.

        What a page's script asks for leaves a token as it is: such an answer may come when the browser has another
        one already, or has just been told to forget.
        """
        token = self.sent()
        if token and request.headers.get("Sec-Fetch-Dest", "document") != "document":
            return token
        token = token or secrets.token_urlsafe(_BYTES)
        response.set_cookie(
            self.name,
            token,
            max_age=self.seconds,
            httponly=True,
            secure=self.is_secure,
            samesite="Lax",
            path="/",
            domain=self.domain or None,
        )
        return token


def _name(settings: Settings, what: str, narrowed: str) -> str:
    """A browser believes in these prefixes: `__Host-` is all of this host's alone, which domain and path rule out."""
    prefix = ("__Secure-" if narrowed else "__Host-") if settings.is_secure else ""
    return f"{prefix}mercato_{settings.instance}_{what}"


_BYTES = 24
_VISIT_LENGTH = len(secrets.token_urlsafe(_BYTES))
_CARRIED = re.compile(r"[!-~]{1,200}")
_TOKEN = re.compile(rf"[A-Za-z0-9_-]{{{_VISIT_LENGTH}}}")
