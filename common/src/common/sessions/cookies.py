"""The cookies of one application: the session's, and the visit's of somebody who has not signed in."""

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

    @classmethod
    def of(cls, settings: Settings, application: str) -> "Cookies":
        """`application` is `till`, `dashboard` or `shop`."""
        prefix = "__Host-" if settings.is_secure else ""
        name = f"{prefix}mercato_{settings.instance}_{application}"
        return cls(name, f"{name}_visit", settings.is_secure)

    def session_token(self) -> str:
        """The token that the browser sent, empty without one."""
        return request.cookies.get(self.session, "")

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
            name, value, httponly=True, secure=self.is_secure, samesite="Lax", path="/"
        )

    def _forget(self, response: AnyResponse, name: str) -> None:
        response.delete_cookie(name, httponly=True, secure=self.is_secure, samesite="Lax", path="/")


_VISIT_LENGTH = len(secrets.token_urlsafe(24))
