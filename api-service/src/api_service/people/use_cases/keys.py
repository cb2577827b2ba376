"""API keys: made by an owner with the password once more, shown once, withdrawn for good."""

import uuid

from api_service.collaborators import Collaborators
from api_service.people.errors import KeyNotFound
from api_service.people.models import keys as models
from api_service.people.models.keys import Key
from api_service.people.models.secrets import new_token, token_hash
from api_service.people.models.sessions import SEEN_AGAIN_AFTER
from api_service.people.repository import keys
from api_service.people.use_cases.own_account import confirm_password
from api_service.people.use_cases.staff import check_place
from common import logs
from common.access import Caller, Role
from common.errors import NotSignedIn

log = logs.get(__name__)


def list_keys(books: Collaborators) -> list[Key]:
    """Every key, the withdrawn ones too, the newest first."""
    with books.database.statements() as connection:
        return keys.all_of_them(connection)


def make_key(
    books: Collaborators,
    caller: Caller,
    made_by: uuid.UUID,
    *,
    name: str,
    role: Role,
    branch_id: str | None,
    password: str,
) -> tuple[Key, str]:
    """A new key and how a program sends it, which nobody can tell again.

    Raises:
        WrongPassword, BranchDoesNotFit, TooManyRequests: as they say.
    """
    confirm_password(books, made_by, password)
    check_place(books, caller, role, branch_id)
    secret = new_token()
    key = Key(
        id=uuid.uuid4(),
        name=name,
        role=role,
        branch_id=branch_id,
        made_at=books.clock.now(),
        used_at=None,
        is_withdrawn=False,
    )
    with books.database.statements() as connection:
        keys.add(connection, key, secret_hash=token_hash(secret), made_by=made_by)
    log.info("key made", key_id=str(key.id), role=role.value, branch_id=branch_id, by=str(made_by))
    return key, models.written(key.id, secret)


def withdraw_key(books: Collaborators, caller: Caller, key_id: uuid.UUID) -> Key:
    """Let a key open nothing any more; a repeat changes nothing.

    Raises:
        KeyNotFound: there is none with this id.
    """
    with books.database.transaction() as connection:
        found = keys.withdraw(connection, key_id, books.clock.now())
    if found is None:
        raise KeyNotFound
    log.info("key withdrawn", key_id=str(key_id), by=str(caller.account_id))
    return found


def program_of(books: Collaborators, sent: str) -> Caller:
    """The program that sent a key.

    Raises:
        NotSignedIn: it is none of ours, or was withdrawn.
    """
    parts = models.read(sent)
    if parts is None:
        raise NotSignedIn("The bearer token is neither an API key nor a service's token")
    now, (key_id, secret) = books.clock.now(), parts
    with books.database.statements() as connection:
        key = keys.holding(connection, key_id, token_hash(secret))
        if key is None:
            raise NotSignedIn("The API key does not hold")
        if key.used_at is None or now - key.used_at >= SEEN_AGAIN_AFTER:
            keys.used(connection, key_id, now)
    return key.caller()
