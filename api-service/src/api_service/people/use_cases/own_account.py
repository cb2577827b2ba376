"""What somebody changes about their own account: password, PIN, second factor; always with the password once more."""

import uuid

from api_service.collaborators import Collaborators
from api_service.people.errors import (
    AccountNotFound,
    NoSecondFactorProposed,
    WrongCode,
    WrongPassword,
)
from api_service.people.models import limits, second_factor
from api_service.people.models.accounts import Account
from api_service.people.models.passwords import check_password, check_pin
from api_service.people.models.second_factor import Proposal
from api_service.people.models.secrets import fits, slow_hash
from api_service.people.repository import accounts, second_factors, sessions
from api_service.people.use_cases import throttling
from common import logs
from common.errors import FieldError

log = logs.get(__name__)


def confirm_password(
    books: Collaborators, account_id: uuid.UUID, password: str, *, pointer: str = "/password"
) -> Account:
    """Make sure that whoever is signed in is still the person: their account.

    Raises:
        WrongPassword: it is not theirs.
        TooManyRequests: it was wrong too often.
    """
    subject = throttling.count(books, limits.PASSWORD_AGAIN, account_id, account_id=account_id)
    with books.database.statements() as connection:
        account = accounts.find(connection, account_id)
    if account is None:
        raise AccountNotFound
    if not fits(account.password_hash, password):
        log.warning("password refused", account_id=str(account_id))
        raise WrongPassword(
            errors=(FieldError(pointer, "This is not your password", WrongPassword.code),)
        )
    throttling.clear(books, subject)
    return account


def change_password(
    books: Collaborators, account_id: uuid.UUID, *, current: str, new: str, session_id: uuid.UUID
) -> int:
    """Set another password, and end every other session; how many those were.

    Raises:
        WrongPassword, WeakPassword, TooManyRequests: as they say.
    """
    person = confirm_password(books, account_id, current, pointer="/current").person
    with books.database.statements() as connection:
        chain = accounts.chain_name(connection)
    check_password(new, about=(person.name, person.email, chain), pointer="/new")
    hashed = slow_hash(new)
    with books.database.transaction() as connection:
        accounts.set_password(connection, account_id, hashed)
        ended = sessions.end_all(connection, account_id, but=session_id)
    log.info("password changed", account_id=str(account_id), ended=ended)
    return ended


def change_pin(books: Collaborators, account_id: uuid.UUID, password: str, pin: str | None) -> None:
    """Set another PIN, or none.

    Raises:
        WrongPassword, WeakPin, TooManyRequests: as they say.
    """
    confirm_password(books, account_id, password)
    if pin is not None:
        check_pin(pin)
    hashed = None if pin is None else slow_hash(pin)
    with books.database.statements() as connection:
        accounts.set_pin(connection, account_id, hashed)
    log.info("pin changed", account_id=str(account_id), has_pin=pin is not None)


def propose_second_factor(books: Collaborators, account_id: uuid.UUID, password: str) -> Proposal:
    """A secret for somebody's app; it counts once a code confirms it.

    Raises:
        WrongPassword, TooManyRequests: as they say.
    """
    account = confirm_password(books, account_id, password)
    with books.database.statements() as connection:
        proposal = second_factor.propose(
            books.settings.secret_key.get_secret_value(),
            account.person.email,
            issuer=accounts.chain_name(connection) or "Mercato",
        )
        second_factors.propose(connection, account_id, proposal.kept)
    return proposal


def confirm_second_factor(books: Collaborators, account_id: uuid.UUID, code: str) -> list[str]:
    """Ask for a code at every sign-in from now on; the codes for when the app is lost, told this once.

    Raises:
        WrongCode: it is not what the app shows.
        NoSecondFactorProposed: there is no secret to confirm.
        TooManyRequests: it was wrong too often.
    """
    subject = throttling.count(books, limits.PASSWORD_AGAIN, account_id, account_id=account_id)
    codes = second_factor.new_recovery_codes()
    with books.database.transaction() as connection:
        account = accounts.hold(connection, account_id)
        if account is None or account.totp_proposed is None:
            raise NoSecondFactorProposed
        key = books.settings.secret_key.get_secret_value()
        secret = second_factor.secret_of(key, account.totp_proposed)
        step = second_factor.step_of(secret, code, books.clock.now())
        if step is None:
            raise WrongCode(
                errors=(FieldError("/code", "This is not the code of now", WrongCode.code),)
            )
        hashes = [second_factor.recovery_hash(each) for each in codes]
        second_factors.confirm(connection, account_id, step=step, recovery_hashes=hashes)
    throttling.clear(books, subject)
    log.info("second factor added", account_id=str(account_id))
    return codes


def end_second_factor(books: Collaborators, account_id: uuid.UUID, password: str) -> None:
    """Ask for no code any more.

    Raises:
        WrongPassword, TooManyRequests: as they say.
    """
    confirm_password(books, account_id, password)
    with books.database.statements() as connection:
        second_factors.remove(connection, account_id)
    log.info("second factor removed", account_id=str(account_id))
