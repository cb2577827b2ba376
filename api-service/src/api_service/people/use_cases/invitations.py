"""Links with which somebody sets the password of an account, once: for new staff, and for who lost theirs."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from api_service.collaborators import Collaborators
from api_service.people.errors import AccountNotFound, InvitationOver
from api_service.people.models.accounts import STAFF_ROLES
from api_service.people.models.passwords import check_password, check_pin
from api_service.people.models.secrets import derived_token, slow_hash, token_hash
from api_service.people.repository import accounts, invitations, sessions
from api_service.people.repository.invitations import Open
from common import logs
from common.access import Role

log = logs.get(__name__)

#: An invitation is good for so long.
LASTS = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Ticket:
    """An invitation as it is handed on; its token is derived from its id, so a repeat gets the same."""

    id: uuid.UUID
    token: str
    ends_at: datetime


def token_of(books: Collaborators, invitation_id: uuid.UUID) -> str:
    """The token of an invitation."""
    key = books.settings.secret_key.get_secret_value()
    return derived_token(key, f"invitation {invitation_id}")


def recovery_ticket(books: Collaborators, email: str) -> Ticket:
    """A way back in for one of the staff, whoever asks: for the command line of who runs the server.

    The old password, PIN and second factor stop working, and every session ends.

    Raises:
        AccountNotFound: nobody of the staff has this e-mail, or their account is disabled.
    """
    with books.database.statements() as connection:
        account = accounts.with_email(connection, email)
    if account is None or account.is_disabled or account.person.role not in STAFF_ROLES:
        raise AccountNotFound(f"Nobody who works here and may sign in has the e-mail {email}")
    return reset(books, account.person.id, by=None)


def reset(books: Collaborators, account_id: uuid.UUID, *, by: uuid.UUID | None) -> Ticket:
    """Take away password, PIN, second factor and sessions of an account; the link to set new ones."""
    now, invitation_id = books.clock.now(), uuid.uuid4()
    ticket = Ticket(invitation_id, token_of(books, invitation_id), now + LASTS)
    with books.database.transaction() as connection:
        invitations.replace(
            connection,
            invitation_id,
            account_id,
            token_hash=token_hash(ticket.token),
            invited_by=by,
            now=now,
            ends_at=ticket.ends_at,
        )
        accounts.close(connection, account_id)
        sessions.end_all(connection, account_id)
    log.info("account reset", account_id=str(account_id), by=str(by) if by else "command line")
    return ticket


def look(books: Collaborators, token: str) -> Open:
    """What an invitation is for.

    Raises:
        InvitationOver: it was used, is too old, or never was.
    """
    with books.database.statements() as connection:
        found = invitations.look(connection, token_hash(token), books.clock.now())
    if found is None:
        raise InvitationOver
    return found


def accept(books: Collaborators, token: str, password: str, pin: str | None) -> Role:
    """Set the password of the invited account, and a PIN if one is given; once. The account's role.

    Raises:
        InvitationOver, WeakPassword, WeakPin: as they say; the weak ones leave the invitation as it is.
    """
    person = look(books, token).person
    with books.database.statements() as connection:
        chain = accounts.chain_name(connection)
    check_password(password, about=(person.name, person.email, chain))
    if pin is not None:
        check_pin(pin)
    password_hash = slow_hash(password)
    pin_hash = None if pin is None else slow_hash(pin)
    with books.database.transaction() as connection:
        account_id = invitations.use(connection, token_hash(token), books.clock.now())
        if account_id is None:
            raise InvitationOver
        accounts.set_password(connection, account_id, password_hash)
        if pin_hash is not None:
            accounts.set_pin(connection, account_id, pin_hash)
        sessions.end_all(connection, account_id)
    log.info("invitation accepted", account_id=str(person.id), role=person.role.value)
    return person.role
