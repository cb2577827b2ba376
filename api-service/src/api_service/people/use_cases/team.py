"""A till that a manager opened for the branch's team: who may act there, and the quick change from one to the next."""

import uuid

from api_service.catalogue import repository as catalogue
from api_service.collaborators import Collaborators
from api_service.errors import UnknownTill
from api_service.people.errors import NoTeam, SessionEnded, WrongPin
from api_service.people.models import limits
from api_service.people.models.accounts import Application, Person
from api_service.people.models.secrets import fits, new_token, token_hash
from api_service.people.models.sessions import Begun, Ended, Session
from api_service.people.repository import accounts, sessions
from api_service.people.use_cases import throttling
from api_service.people.use_cases.sessions import find_session
from common import logs
from common.access import Caller
from common.errors import NotAllowed

log = logs.get(__name__)


def open_till(books: Collaborators, token: str, caller: Caller, till_id: str) -> Begun:
    """Make a manager's session at the till application the team's, at one till of a branch; it waits for a PIN then.

    Raises:
        UnknownTill: there is none of this id that the manager could open.
        NotAllowed: the session is at another application.
        SessionEnded: it ended meanwhile.
    """
    if find_session(books, token).application is not Application.TILL:
        raise NotAllowed("A till is opened for a team at the till itself")
    with books.database.statements() as connection:
        branches = catalogue.branches(connection)
    tills = [till for branch in branches if branch.sells for till in branch.tills]
    till = next((each for each in tills if each.id == till_id and not each.archived), None)
    if till is None or not caller.reaches(till.branch_id):
        raise UnknownTill(f"There is no till {till_id}")
    begun = _renew(books, token, till.id, None)
    log.info("till opened for the team", account_id=str(caller.account_id), till_id=till.id)
    return begun


def team(books: Collaborators, token: str) -> list[Person]:
    """Who may type a PIN at the till.

    Raises:
        NoTeam, SessionEnded: as they say.
    """
    session, _, branch_id = _at_team_till(books, token)
    with books.database.statements() as connection:
        return accounts.team(connection, branch_id, session.account_id)


def switch(books: Collaborators, token: str, account_id: uuid.UUID, pin: str) -> Begun:
    """Let somebody of the team act in the session, under a new token.

    Raises:
        WrongPin: it is not theirs, or they have no business at this till.
        TooManyRequests: too many wrong ones for this person at this till.
        NoTeam, SessionEnded: as they say.
    """
    session, till_id, branch_id = _at_team_till(books, token)
    subject = throttling.count(
        books, limits.PIN_AT_TILL, account_id, session.id, account_id=account_id
    )
    with books.database.statements() as connection:
        known = accounts.find(connection, account_id)
    is_here = (
        known is not None
        and not known.is_disabled
        and (known.person.branch_id == branch_id or account_id == session.account_id)
    )
    if not fits(known.pin_hash if known and is_here else None, pin):
        log.warning("sign-in refused", account_id=str(account_id), till_id=till_id, reason="pin")
        raise WrongPin
    begun = _renew(books, token, till_id, account_id)
    throttling.clear(books, subject)
    log.info("signed in", account_id=str(account_id), application="till", till_id=till_id, by="pin")
    return begun


def lock(books: Collaborators, token: str) -> Begun:
    """Let nobody act in the session until the next PIN.

    Raises:
        NoTeam, SessionEnded: as they say.
    """
    _, till_id, _ = _at_team_till(books, token)
    return _renew(books, token, till_id, None)


def _at_team_till(books: Collaborators, token: str) -> tuple[Session, str, str]:
    session = find_session(books, token)
    if session.team_till is None or session.team_branch is None:
        raise NoTeam
    return session, session.team_till, session.team_branch


def _renew(books: Collaborators, token: str, till_id: str, acting_id: uuid.UUID | None) -> Begun:
    now, fresh = books.clock.now(), new_token()
    with books.database.transaction() as connection:
        if acting_id is not None:
            accounts.seen(connection, acting_id, now)
        sessions.renew(
            connection,
            token_hash(token),
            new_hash=token_hash(fresh),
            team_till=till_id,
            acting_id=acting_id,
            now=now,
        )
        session = sessions.holding(connection, token_hash(fresh), now)
    if session is None:
        raise SessionEnded(reason=Ended.UNKNOWN.value)
    return Begun(fresh, session)
