"""Sessions that have begun: whose one is, whose else somebody has, and their ends."""

import uuid

from api_service.collaborators import Collaborators
from api_service.people.errors import SessionEnded, SessionNotFound
from api_service.people.models.secrets import token_hash
from api_service.people.models.sessions import SEEN_AGAIN_AFTER, Listed, Session
from api_service.people.repository import accounts, sessions
from common import logs

log = logs.get(__name__)


def find_session(books: Collaborators, token: str) -> Session:
    """The session of a token; asking keeps it from idling out.

    Raises:
        SessionEnded: it holds no longer, or never did; `reason` says why.
    """
    now, hashed = books.clock.now(), token_hash(token)
    with books.database.statements() as connection:
        found = sessions.holding(connection, hashed, now)
        if found is None:
            raise SessionEnded(reason=sessions.why_over(connection, hashed, now).value)
        if now - found.seen_at >= SEEN_AGAIN_AFTER:
            sessions.seen(connection, hashed, now)
            if found.person is not None:
                accounts.seen(connection, found.person.id, now)
    return found


def own_sessions(books: Collaborators, account_id: uuid.UUID) -> list[Listed]:
    """Where somebody is signed in."""
    with books.database.statements() as connection:
        return sessions.of_account(connection, account_id, books.clock.now())


def end_session(books: Collaborators, account_id: uuid.UUID, session_id: uuid.UUID) -> int:
    """End one of somebody's own sessions.

    Raises:
        SessionNotFound: they have none with this id.
    """
    with books.database.statements() as connection:
        ended = sessions.end_own(connection, account_id, session_id)
    if not ended:
        raise SessionNotFound
    log.info("signed out", account_id=str(account_id), elsewhere=True)
    return ended


def sign_out(books: Collaborators, token: str, *, everywhere: bool) -> int:
    """End a session, or all of whoever acts in it; how many ended.

    Raises:
        SessionEnded: it had ended already.
    """
    session = find_session(books, token)
    who = session.person.id if session.person else session.account_id
    with books.database.transaction() as connection:
        ended = sessions.end(connection, token_hash(token))
        if everywhere and session.person is not None:
            ended += sessions.end_all(connection, who)
    log.info("signed out", account_id=str(who), everywhere=everywhere)
    return ended
