"""The door of an application with pages: reads the cookie, asks the books whose session it is, checks every form."""

import time
from collections import OrderedDict
from threading import Lock

from flask import Flask, g, request
from markupsafe import Markup

from common.access import Caller
from common.config import Settings
from common.errors import NeighbourUnavailable, NotSignedIn
from common.service_client import Refusal, acting
from common.sessions import forms
from common.sessions.cookies import Cookies
from common.sessions.people import People, Session

#: For so long after the books last vouched for a session, a page may go on while they are away: a till keeps its basket
#: in hand. Whatever is booked goes through the books, which ask again.
_GRACE_SECONDS = 300
_MOST_REMEMBERED = 1000


class Door:
    """One application's door. Threads share it."""

    def __init__(self, settings: Settings, people: People, *, application: str) -> None:
        """`application` names its cookies; the secret key makes its forms' tokens."""
        self.cookies = Cookies.of(settings, application)
        self.people = people
        self._secret = settings.secret_key.get_secret_value()
        self._vouched: OrderedDict[str, tuple[float, Session]] = OrderedDict()
        self._lock = Lock()

    def init_app(self, app: Flask) -> None:
        """Check the forms of every request; templates get `csrf_token()`, `csrf_field()` and `signed_in`."""
        app.extensions["mercato.door"] = self
        app.before_request(self._check_form)
        app.after_request(self.cookies.keep_visit)
        app.jinja_env.globals.update(csrf_token=self.form_token, csrf_field=self._form_field)
        app.context_processor(lambda: {"signed_in": g.get("session")})

    def identify(self) -> Caller:
        """Whose request this is; handed to `web.init_app`.

        Raises:
            NotSignedIn: the session has ended.
            NeighbourUnavailable: the books do not say, and have not for a while.
        """
        found = self.session()
        return found.caller if found else Caller()

    def session(self) -> Session | None:
        """The session of the request at hand, None without a cookie.

        Raises:
            NotSignedIn, NeighbourUnavailable: as for `identify`.
        """
        if "session" not in g:
            token = self.cookies.session_token()
            g.session = self._vouch(token) if token else None
        found: Session | None = g.session
        return found

    def form_token(self) -> str:
        """What every form of the page at hand carries."""
        return self.form_token_of(self.cookies.session_token() or self.cookies.visit_token())

    def form_token_of(self, bound_to: str) -> str:
        """What the forms of a session or visit carry."""
        return forms.token_for(self._secret, bound_to)

    def forget(self) -> None:
        """Do not vouch for the session at hand any more."""
        with self._lock:
            self._vouched.pop(self.cookies.session_token(), None)

    def _form_field(self) -> Markup:
        return Markup('<input type="hidden" name="{}" value="{}">').format(
            forms.FIELD, self.form_token()
        )

    def _check_form(self) -> None:
        # what is done in this request, is done for this session
        acting.set(self.cookies.session_token())
        forms.refuse_without_token(request, self.form_token)

    def _vouch(self, token: str) -> Session:
        try:
            found = self.people.session()
        except Refusal as refusal:
            self.forget()
            raise NotSignedIn(refusal.detail) from refusal
        except NeighbourUnavailable:
            with self._lock:
                at, known = self._vouched.get(token, (0.0, None))
            if known is None or time.monotonic() - at > _GRACE_SECONDS:
                raise
            return known
        with self._lock:
            self._vouched[token] = (time.monotonic(), found)
            self._vouched.move_to_end(token)
            if len(self._vouched) > _MOST_REMEMBERED:
                self._vouched.popitem(last=False)
        return found


def is_navigation() -> bool:
    """Whether a person opens a page, rather than a script or a program asking for a part of one."""
    if request.method != "GET":
        return False
    mode = request.headers.get("Sec-Fetch-Mode")
    return mode == "navigate" if mode else request.accept_mimetypes.accept_html
