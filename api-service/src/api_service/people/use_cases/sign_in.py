"""Signing in: by password and, where an account asks for it, a code; in a demo as one of its people."""

import hmac
import uuid
from dataclasses import dataclass, field, replace
from datetime import timedelta

from api_service.collaborators import Collaborators
from api_service.people.errors import (
    SecondFactorNeeded,
    SecondFactorWrong,
    WrongCredentials,
    WrongDoor,
)
from api_service.people.models import limits, second_factor
from api_service.people.models.accounts import Account, Application
from api_service.people.models.secrets import (
    derived_token,
    fits,
    is_outdated,
    new_token,
    slow_hash,
    token_hash,
)
from api_service.people.models.sessions import Begun, lifetime
from api_service.people.repository import accounts, second_factors, sessions, throttles
from api_service.people.use_cases import throttling
from api_service.people.use_cases.doors import home
from common import logs
from common.access import Role
from common.errors import NotFound, TooManyRequests
from common.limits import Limit

log = logs.get(__name__)

#: For so long after the right password its code may follow without it.
_TICKET_SECONDS = 300

_THROTTLES_KEPT = timedelta(days=1)
_ADDRESSES_KEPT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody types to get in. `ticket` takes the place of e-mail and password where only a code was missing."""

    application: Application
    address: str
    agent: str
    email: str = ""
    password: str = field(default="", repr=False)
    ticket: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


def sign_in(books: Collaborators, attempt: Attempt) -> Begun:
    """Begin a session.

    The attempt is counted before anything about it is judged, and takes as long for an unknown account as for a known.

    Raises:
        WrongCredentials, SecondFactorNeeded, SecondFactorWrong, WrongDoor: as they say.
        TooManyRequests: too many attempts at the account, or from the address.
    """
    account, is_known_address = _look_up(books, attempt)
    whose = str(account.person.id) if account else attempt.email.casefold()
    by: list[tuple[Limit, tuple[str, ...]]] = [
        (limits.ACCOUNT_FROM_ADDRESS, (whose, attempt.address)),
        (limits.ADDRESS, (attempt.address,)),
    ]
    if not is_known_address:
        by.append((limits.ACCOUNT_FROM_STRANGERS, (whose,)))
    who = account.person.id if account else None
    counted = [
        throttling.count(books, limit, *parts, account_id=who, address=attempt.address)
        for limit, parts in by
    ]
    try:
        is_right = _is_right(books, attempt, account)
    except TooManyRequests:
        throttling.take_back(books, *counted)
        raise
    if account is None or not is_right:
        _refuse(attempt, account, WrongCredentials.code)
        raise WrongCredentials
    _check_second_factor(books, attempt, account, counted)
    throttling.take_back(books, *counted[1:])
    if not attempt.application.admits(account.person.role):
        throttling.take_back(books, counted[0])
        _refuse(attempt, account, WrongDoor.code)
        role = account.person.role
        raise WrongDoor(role=role.value, redirect=home(books, role))
    throttling.clear(books, counted[0])
    return _begin(books, attempt, _rehashed(books, attempt, account))


def demo_sign_in(books: Collaborators, role: Role, attempt: Attempt) -> Begun:
    """Begin a session as the first of the demo's people of a role.

    Raises:
        NotFound: this is no demo, or it has nobody of this role.
        WrongDoor: the role has no business there.
    """
    if not books.settings.demo:
        raise NotFound
    with books.database.statements() as connection:
        account = accounts.first_of(connection, role)
    if account is None:
        raise NotFound(f"The demo has no {role.value}")
    if not attempt.application.admits(role):
        raise WrongDoor(role=role.value, redirect=home(books, role))
    return _begin(books, attempt, account)


def _look_up(books: Collaborators, attempt: Attempt) -> tuple[Account | None, bool]:
    ticket_of = _account_id(attempt.ticket)
    with books.database.statements() as connection:
        account = (
            accounts.find(connection, ticket_of)
            if ticket_of
            else accounts.with_email(connection, attempt.email)
        )
        # nobody's address is looked up too, so that an unknown account costs as much
        whose = account.person.id if account else uuid.uuid4()
        known = throttles.is_known_address(connection, whose, attempt.address)
    return account, known


def _is_right(books: Collaborators, attempt: Attempt, account: Account | None) -> bool:
    known = account.password_hash if account and account.is_open else None
    if not attempt.ticket:
        return fits(known, attempt.password)
    if account is None or known is None:
        return False
    _, ends_at, _ = attempt.ticket.split("-")
    is_ours = hmac.compare_digest(attempt.ticket, _ticket(books, attempt, account, int(ends_at)))
    return is_ours and int(ends_at) > books.clock.now().timestamp()


def _check_second_factor(
    books: Collaborators, attempt: Attempt, account: Account, counted: list[bytes]
) -> None:
    kept, who = account.totp_secret, account.person.id
    if kept is None:
        return
    now = books.clock.now()
    if not attempt.code:
        # the password was right, and is no failure; only a code lets the attempts before it be forgotten
        throttling.take_back(books, *counted)
        ends_at = int(now.timestamp()) + _TICKET_SECONDS
        raise SecondFactorNeeded(ticket=_ticket(books, attempt, account, ends_at))
    secret = second_factor.secret_of(books.settings.secret_key.get_secret_value(), kept)
    step = second_factor.step_of(secret, attempt.code, now)
    with books.database.transaction() as connection:
        if step is not None:
            accepted = second_factors.use_step(connection, who, step)
        else:
            code_hash = second_factor.recovery_hash(attempt.code)
            accepted = second_factors.use_recovery_code(connection, who, code_hash)
    if not accepted:
        _refuse(attempt, account, SecondFactorWrong.code)
        raise SecondFactorWrong
    if step is None:
        log.warning("second factor replaced by a recovery code", account_id=str(who))


def _begin(books: Collaborators, attempt: Attempt, account: Account) -> Begun:
    now, token, person = books.clock.now(), new_token(), account.person
    with books.database.transaction() as connection:
        begun = sessions.begin(
            connection,
            account,
            token_hash=token_hash(token),
            application=attempt.application,
            lifetime=lifetime(attempt.application, person.role),
            address=attempt.address,
            agent=attempt.agent,
            now=now,
        )
        accounts.seen(connection, person.id, now)
        throttles.know_address(connection, person.id, attempt.address, now)
        sessions.sweep(connection, now)
        throttles.sweep(
            connection, before=now - _THROTTLES_KEPT, addresses_before=now - _ADDRESSES_KEPT
        )
        session = sessions.holding(connection, token_hash(token), now) if begun else None
    if session is None:
        raise WrongCredentials("The account was changed at this moment")
    log.info(
        "signed in",
        account_id=str(person.id),
        role=person.role.value,
        application=attempt.application.value,
        address=attempt.address,
    )
    return Begun(token, session)


def _rehashed(books: Collaborators, attempt: Attempt, account: Account) -> Account:
    known = account.password_hash
    if attempt.ticket or known is None or not is_outdated(known):
        return account
    new = slow_hash(attempt.password)
    with books.database.statements() as connection:
        accounts.rehash(connection, account.person.id, old=known, new=new)
    return replace(account, password_hash=new)


def _account_id(ticket: str) -> uuid.UUID | None:
    try:
        account_id, _, _ = ticket.split("-")
        return uuid.UUID(account_id)
    except ValueError:
        return None


def _ticket(books: Collaborators, attempt: Attempt, account: Account, ends_at: int) -> str:
    """Says that somebody at this address just typed the account's password; another password makes it void."""
    who = account.person.id.hex
    said = f"second factor {who} {attempt.address} {account.password_hash} {ends_at}"
    return f"{who}-{ends_at}-{derived_token(books.settings.secret_key.get_secret_value(), said)}"


def _refuse(attempt: Attempt, account: Account | None, reason: str) -> None:
    log.warning(
        "sign-in refused",
        account_id=str(account.person.id) if account else None,
        application=attempt.application.value,
        address=attempt.address,
        reason=reason,
    )
