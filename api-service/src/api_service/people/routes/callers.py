"""Finds out who calls the books: a service, a person through one, a program by its key, or nobody known."""

import uuid

from flask import current_app, g, request

from api_service.collaborators import Collaborators
from api_service.people.errors import SessionEnded
from api_service.people.models.accounts import Application
from api_service.people.models.sessions import Ended, Session
from api_service.people.use_cases import keys, sessions
from common import access, service_tokens
from common.access import SERVICES, Caller, Kind, Role, bearer
from common.errors import NotSignedIn, SessionLocked
from common.service_client import SESSION_HEADER
from common.web import collaborators

#: Services whose sessions are of these applications alone; a token stolen at one of them opens no other.
_APPLICATIONS = {
    "cashier-service": (Application.TILL,),
    "dashboard-service": (Application.DASHBOARD,),
    "store-service": (Application.SHOP, Application.ADMIN),
    "cart-service": (Application.SHOP,),
    "order-service": (Application.SHOP, Application.ADMIN),
}


def identify(books: Collaborators) -> Caller:
    """Who calls the books.

    A route for services alone is answered whatever session travels along: somebody whose session ended signs in again.

    Raises:
        NotSignedIn: by a token, a session or a key that does not hold.
        SessionLocked: by the session of a team's till where nobody has typed a PIN.
    """
    token = bearer()
    if not token:
        if books.settings.demo:
            return Caller(kind=Kind.DEMO, role=Role.OWNER, name="Demo")
        return Caller()
    if not service_tokens.looks_like_one(token):
        return keys.program_of(books, token)
    service = books.tokens.read(token)
    if not session_token() or access.rule_of(current_app, request.endpoint or "") is SERVICES:
        return Caller(kind=Kind.SERVICE, service=service)
    session = _session(books, service)
    if session.person is None:
        raise SessionLocked
    return session.person.caller(service)


def session_token() -> str:
    """The token of the session that the request is made for, empty without one."""
    return request.headers.get(SESSION_HEADER, "")


def session_at_hand() -> Session:
    """The session that the request is made for.

    Raises:
        SessionEnded: it holds no longer, or there is none.
    """
    if not session_token():
        raise SessionEnded(reason=Ended.UNKNOWN.value)
    return _session(collaborators(Collaborators), access.caller().service)


def account_id() -> uuid.UUID:
    """The account of the person who calls.

    Raises:
        NotSignedIn: it is no person.
    """
    found = access.caller().account_id
    if found is None:
        raise NotSignedIn
    return found


def _session(books: Collaborators, service: str) -> Session:
    if "people_session" not in g:
        found = sessions.find_session(books, session_token())
        if found.application not in _APPLICATIONS.get(service, (found.application,)):
            raise SessionEnded("This session is of another application", reason=Ended.UNKNOWN.value)
        g.people_session = found
    session: Session = g.people_session
    return session
