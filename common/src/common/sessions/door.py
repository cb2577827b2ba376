"""The door of an application with pages: reads the cookie, asks the books whose session it is, checks every form."""

import time
from collections import OrderedDict
from threading import Lock
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, current_app, g, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from common import access, web
from common.access import Caller, Role
from common.config import Settings
from common.errors import (
    NeighbourUnavailable,
    NotAllowed,
    NotFound,
    NotSignedIn,
    ServiceError,
    SessionLocked,
    TooManyRequests,
)
from common.service_client import Refusal, acting
from common.sessions import forms
from common.sessions.cookies import Cookies
from common.sessions.people import Begun, People, Session

SIGN_IN = "/sign-in"
LOCK = "/lock"

_DOORS = "mercato.doors"

#: For so long the books' word on a shopper is enough. Whoever works here is asked about on every request.
_SHOPPER_SECONDS = 5.0
#: For so long after the books last vouched for a session, a page may go on while they are away: a till keeps its basket
#: in hand. Whatever is booked goes through the books, which ask again.
_GRACE_SECONDS = 300
#: Books that did not answer are asked again after so long, by one request; the others go on with what is known.
_LEFT_ALONE_SECONDS = 2.0
_MOST_REMEMBERED = 1000


class Door:
    """One application's door. Threads share it."""

    def __init__(
        self,
        settings: Settings,
        people: People,
        *,
        application: str,
        cookie_domain: str = "",
        path: str = "",
    ) -> None:
        """`application` names its cookies, which a domain shares; the secret key makes its forms' tokens.

        A second door of a service stands under a `path` such as /admin, and so do its pages and cookies.
        """
        self.application = application
        self.path = path
        self.cookies = Cookies.of(settings, application, cookie_domain, path or "/")
        self.people = people
        self._secret = settings.secret_key.get_secret_value()
        self._vouched: OrderedDict[str, tuple[float, Session]] = OrderedDict()
        self._asked_again_at = 0.0
        self._lock = Lock()

    def init_app(self, app: Flask, *others: "Door") -> None:
        """Check the forms of every request, and lead who must sign in to where they can; `others` stand under paths.

        Templates get `csrf_token()`, `csrf_field()`, `door_path()` and `signed_in`, the session of the page at hand.
        """
        app.extensions["mercato.door"] = self
        app.extensions[_DOORS] = (self, *others)
        app.before_request(_check_form)
        app.after_request(_keep_visit)
        app.after_request(_keep_nothing)
        app.register_error_handler(NotSignedIn, _lead_in)
        app.register_error_handler(Refusal, _pass_on)
        app.jinja_env.globals.update(
            csrf_token=lambda: at_hand().form_token(),
            csrf_field=lambda: at_hand().form_field(),
            door_path=lambda: at_hand().path,
        )
        app.context_processor(lambda: {"signed_in": g.get("session")})

    def identify(self) -> Caller:
        """Whose request this is; handed to `web.init_app`.

        Raises:
            NotSignedIn: the session has ended.
            SessionLocked: it is a team's, and nobody of them is at the till.
            NeighbourUnavailable: the books do not say, and have not for a while.
        """
        found = self.session()
        if found is not None and found.is_locked:
            raise SessionLocked
        return found.caller if found else Caller()

    def session(self) -> Session | None:
        """The session of the request at hand, None without a cookie.

        Raises:
            NotSignedIn: it has ended.
            NeighbourUnavailable: the books do not say, and have not for a while.
        """
        if "session" not in g:
            token = self.cookies.session_token()
            g.session = self._vouch(token) if token else None
        found: Session | None = g.session
        return found

    def session_of(self, token: str) -> Session:
        """The session of a token that another service passed on; what this request asks for, it asks in its name.

        Raises:
            NotSignedIn, NeighbourUnavailable: as for `session`.
        """
        acting.set(token)
        return self._vouch(token)

    def begin(self, response: AnyResponse, begun: Begun) -> None:
        """Hand a session that has just begun to the browser; what it had before is forgotten."""
        self.forget()
        self._remember(begun.token, begun.session)
        self.cookies.begin(response, begun.token)

    def form_token(self) -> str:
        """What every form of the page at hand carries."""
        return self.form_token_of(self.cookies.session_token() or self.cookies.visit_token())

    def form_token_of(self, bound_to: str) -> str:
        """What the forms of a session or visit carry."""
        return forms.token_for(self._secret, bound_to)

    def forget(self) -> None:
        """Do not vouch for the session at hand any more."""
        self._forget(self.cookies.session_token())

    def form_field(self) -> Markup:
        """The same as the hidden field of a form."""
        return Markup('<input type="hidden" name="{}" value="{}">').format(
            forms.FIELD, self.form_token()
        )

    def check_form(self) -> None:
        """Refuse a form that no page of this session sent; from here on the request acts for its session.

        Raises:
            ForeignRequest: it comes from elsewhere.
        """
        # what is done in this request, is done for this session
        acting.set(self.cookies.session_token())
        if not self.cookies.session_token() and not access.is_for_visitors():
            return  # nobody is signed in here any more, which is what they have to hear
        forms.refuse_without_token(request, self.form_token)

    def _vouch(self, token: str) -> Session:
        age, known = self._known(token)
        if known and known.caller.role is Role.CUSTOMER and age < _SHOPPER_SECONDS:
            return known
        if not self._may_ask():
            return self._remembered(token)
        try:
            found = self.people.session()
        except Refusal as refusal:
            if refusal.code != "session_ended":
                raise NeighbourUnavailable("The books do not say who this is") from refusal
            self._forget(token)
            reason = str(refusal.problem.get("reason", ""))
            raise NotSignedIn(refusal.detail, reason=reason) from refusal
        except NeighbourUnavailable:
            with self._lock:
                self._asked_again_at = time.monotonic() + _LEFT_ALONE_SECONDS
            return self._remembered(token)
        self._remember(token, found)
        return found

    def _forget(self, token: str) -> None:
        with self._lock:
            self._vouched.pop(token, None)

    def _remember(self, token: str, vouched: Session) -> None:
        with self._lock:
            self._asked_again_at = 0.0
            self._vouched[token] = (time.monotonic(), vouched)
            self._vouched.move_to_end(token)
            if len(self._vouched) > _MOST_REMEMBERED:
                self._vouched.popitem(last=False)

    def _may_ask(self) -> bool:
        """Whether the books are to be asked: always while they answer, by one request at a time while they do not."""
        with self._lock:
            if not self._asked_again_at:
                return True
            due = time.monotonic() >= self._asked_again_at
            if due:
                self._asked_again_at = time.monotonic() + _LEFT_ALONE_SECONDS
            return due

    def _known(self, token: str) -> tuple[float, Session | None]:
        """What the books said of a session last, and how many seconds ago."""
        with self._lock:
            at, known = self._vouched.get(token, (0.0, None))
        return time.monotonic() - at, known

    def _remembered(self, token: str) -> Session:
        age, known = self._known(token)
        if known is None or age > _GRACE_SECONDS:
            raise NeighbourUnavailable(
                "The books do not answer, so nobody can be let in just now",
                headers={"Retry-After": "2"},
            )
        return known


def at_hand() -> Door:
    """The door that the request at hand came in by."""
    first, *others = current_app.extensions[_DOORS]
    found: Door = next((each for each in others if _is_under(each.path)), first)
    return found


def _is_under(path: str) -> bool:
    return request.path == path or request.path.startswith(f"{path}/")


def _check_form() -> None:
    at_hand().check_form()


def _keep_visit(response: Response) -> Response:
    return at_hand().cookies.keep_visit(response)


def is_navigation() -> bool:
    """Whether a person opens a page or sends a form, rather than a script or a program asking for a part of one."""
    mode = request.headers.get("Sec-Fetch-Mode")
    if mode:
        return mode == "navigate"
    wanted = request.accept_mimetypes
    return not request.is_json and wanted["text/html"] > wanted["application/json"]


def own_path(text: str) -> str:
    """A path of this service that somebody may be led to, empty for anything else."""
    if not text.startswith("/") or text.startswith("//") or len(text) > _LONGEST_PATH:
        return ""
    leads_out = urlsplit(text).path.endswith((SIGN_IN, "/sign-out"))
    return "" if leads_out or "\\" in text or not text.isprintable() else text


_LONGEST_PATH = 2000


def _lead_in(error: NotSignedIn) -> AnyResponse:
    """People are led to where they sign in, and come back afterwards; a page's own script does the same."""
    door = LOCK if isinstance(error, SessionLocked) else at_hand().path + SIGN_IN
    query = {"why": error.facts.get("reason")} if error.facts.get("reason") else {}
    if is_navigation():
        query |= {"next": _wanted()}
        return redirect(f"{door}?{urlencode(query)}", code=303)
    error.facts["leads_to"] = f"{door}?{urlencode(query)}" if query else door
    return web.refuse(error)


def _pass_on(refusal: Refusal) -> AnyResponse:
    """What the books refuse somebody, this service refuses in the same words."""
    if refusal.code in ("session_ended", "not_signed_in"):
        return _lead_in(NotSignedIn(refusal.detail, reason=refusal.problem.get("reason", "")))
    kind = _PASSED_ON.get(refusal.status)
    if kind is None:
        raise refusal  # a mistake of ours: nobody here was asked for it
    wait = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    return web.refuse(kind(refusal.detail, headers=wait))


_PASSED_ON: dict[int, type[ServiceError]] = {
    kind.status: kind for kind in (NotAllowed, NotFound, TooManyRequests)
}


def _wanted() -> str:
    """Where somebody who has to sign in wanted to go; what a form would have done is not done later."""
    if request.method == "GET":
        return own_path(request.full_path.rstrip("?")) or "/"
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.host:
        return "/"
    return own_path(came_from.path) or "/"


def _keep_nothing(response: Response) -> Response:
    """Pages are somebody's own: no cache may keep them, unless a page says what may."""
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
