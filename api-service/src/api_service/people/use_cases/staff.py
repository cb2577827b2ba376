"""Who works here: invite, change, disable, sign out, reset. Managers have their branch's cashiers, owners everybody."""

import uuid
from dataclasses import dataclass

from api_service.catalogue import repository as catalogue
from api_service.collaborators import Collaborators
from api_service.people.errors import (
    AccountNotFound,
    BranchDoesNotFit,
    EmailTaken,
    LastOwner,
    NotOneself,
    SessionEnded,
)
from api_service.people.models.accounts import Account, Change, Member, Person, may_manage
from api_service.people.models.secrets import token_hash
from api_service.people.models.sessions import Ended
from api_service.people.repository import accounts, invitations, sessions
from api_service.people.use_cases.invitations import LASTS, Ticket, token_of
from api_service.people.use_cases.invitations import reset as reset_account
from common import logs
from common.access import Caller, Role
from common.errors import FieldError, IdempotencyKeyReused, NotAllowed, PreconditionFailed

log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class Draft:
    """Somebody who is to work here."""

    name: str
    email: str
    role: Role
    branch_id: str | None


def list_staff(books: Collaborators, caller: Caller) -> list[Member]:
    """Everybody whom the caller may change, by name."""
    is_owner = caller.role is Role.OWNER
    with books.database.statements() as connection:
        return accounts.staff(
            connection,
            branch_id=None if is_owner else caller.branch_id,
            role=None if is_owner else Role.CASHIER,
        )


def find_member(books: Collaborators, caller: Caller, account_id: uuid.UUID) -> Member:
    """One of them.

    Raises:
        AccountNotFound: there is none with this id whom the caller may change.
    """
    with books.database.statements() as connection:
        found = accounts.member(connection, account_id)
    if found is None or not may_manage(caller, found.person.role, found.person.branch_id):
        raise AccountNotFound
    return found


def names_of(books: Collaborators, ids: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What the people of these accounts are called."""
    with books.database.statements() as connection:
        return accounts.names(connection, ids)


def invite(
    books: Collaborators, caller: Caller, draft: Draft, invitation_id: uuid.UUID
) -> tuple[Ticket, bool]:
    """Enter an account and the link to it; the second value says that an earlier request had done it.

    Raises:
        EmailTaken, BranchDoesNotFit, NotAllowed, IdempotencyKeyReused: as they say.
    """
    check_place(books, caller, draft.role, draft.branch_id)
    now = books.clock.now()
    ticket = Ticket(invitation_id, token_of(books, invitation_id), now + LASTS)
    with books.database.transaction() as connection:
        account_id = accounts.add_account(
            connection, draft.email, draft.name, draft.role, draft.branch_id, None
        )
        if account_id is None:
            made = invitations.made(connection, invitation_id)
            if made is None:
                raise EmailTaken(
                    errors=(
                        FieldError("/email", "Somebody has this e-mail already", EmailTaken.code),
                    )
                )
            person, ends_at = made
            if not _is_of(person, draft):
                raise IdempotencyKeyReused("Somebody else was invited under this key")
            return Ticket(invitation_id, ticket.token, ends_at), True
        entered = invitations.replace(
            connection,
            invitation_id,
            account_id,
            token_hash=token_hash(ticket.token),
            invited_by=caller.account_id,
            now=now,
            ends_at=ticket.ends_at,
        )
        if not entered:
            raise IdempotencyKeyReused("Somebody else was invited under this key")
    log.info(
        "invited",
        account_id=str(account_id),
        role=draft.role.value,
        branch_id=draft.branch_id,
        by=str(caller.account_id),
    )
    return ticket, False


def change_member(
    books: Collaborators, caller: Caller, account_id: uuid.UUID, to: Change, etag: str
) -> Member:
    """Make one of the staff what they are from now on; a new role or branch, and disabling, end their sessions.

    Raises:
        AccountNotFound, PreconditionFailed, NotOneself, LastOwner, BranchDoesNotFit, NotAllowed: as they say.
    """
    with books.database.transaction() as connection:
        # always before the account itself: two owners who change each other come one after the other
        owners = accounts.hold_owners(connection)
        account = accounts.hold(connection, account_id)
        if account is None:
            raise AccountNotFound
        was = account.person
        _check_change(caller, account, to, owners, etag)
        check_place(books, caller, to.role, to.branch_id, was=was.branch_id)
        accounts.change(connection, account_id, to, books.clock.now())
        if to.is_disabled or (to.role, to.branch_id) != (was.role, was.branch_id):
            reason = Ended.DISABLED if to.is_disabled else Ended.SIGNED_OUT
            sessions.end_all(connection, account_id, reason=reason)
        changed = accounts.member(connection, account_id)
    if changed is None:
        raise AccountNotFound
    _tell(caller, account, to)
    return changed


def sign_out_member(books: Collaborators, caller: Caller, account_id: uuid.UUID) -> int:
    """End every session of one of the staff; how many there were.

    Raises:
        AccountNotFound: there is none with this id whom the caller may change.
    """
    find_member(books, caller, account_id)
    with books.database.transaction() as connection:
        ended = sessions.end_all(connection, account_id)
    log.info("signed out", account_id=str(account_id), by=str(caller.account_id))
    return ended


def reset_member(books: Collaborators, caller: Caller, account_id: uuid.UUID) -> Ticket:
    """Take away password, PIN, second factor and sessions of one of the staff; the link to set new ones.

    Raises:
        AccountNotFound: there is none with this id whom the caller may change.
        NotOneself: it is the caller.
    """
    find_member(books, caller, account_id)
    if account_id == caller.account_id:
        raise NotOneself
    return reset_account(books, account_id, by=caller.account_id)


def check_place(
    books: Collaborators,
    caller: Caller,
    role: Role,
    branch_id: str | None,
    *,
    was: str | None = None,
) -> None:
    """Refuse a role and a branch that the caller cannot give; `was` is the branch that somebody keeps.

    Raises:
        NotAllowed: the role is above the caller's.
        BranchDoesNotFit: the role has no branch, or needs one that is open and that the caller reaches.
    """
    if not may_manage(caller, role, branch_id if caller.branch_id is None else caller.branch_id):
        raise NotAllowed("That role is for an owner to give")
    if (role is Role.OWNER) != (branch_id is None):
        reason = "Owners have all branches" if role is Role.OWNER else "This role needs a branch"
    elif branch_id is None or branch_id == was or _is_open(books, caller, branch_id):
        return
    else:
        reason = f"There is no branch {branch_id}"
    raise BranchDoesNotFit(
        reason, errors=(FieldError("/branch_id", reason, BranchDoesNotFit.code),)
    )


def _is_open(books: Collaborators, caller: Caller, branch_id: str) -> bool:
    if not caller.reaches(branch_id):
        return False
    with books.database.statements() as connection:
        branches = catalogue.branches(connection)
    return any(branch.id == branch_id and branch.sells for branch in branches)


def _check_change(
    caller: Caller, account: Account, to: Change, owners: set[uuid.UUID], etag: str
) -> None:
    was = account.person
    if not may_manage(caller, was.role, was.branch_id):
        raise AccountNotFound
    stays = to.role is was.role and not to.is_disabled
    if was.id == caller.account_id and not stays:
        raise NotOneself
    if was.id in owners and not stays and owners == {was.id}:
        raise LastOwner
    if caller.role is Role.OWNER and caller.account_id not in owners:
        raise SessionEnded(reason=Ended.SIGNED_OUT.value)  # somebody was faster
    if etag != f'"{account.version}"':
        raise PreconditionFailed


def _is_of(person: Person, draft: Draft) -> bool:
    return (person.email.casefold(), person.name, person.role, person.branch_id) == (
        draft.email.casefold(),
        draft.name,
        draft.role,
        draft.branch_id,
    )


def _tell(caller: Caller, account: Account, to: Change) -> None:
    who, by = str(account.person.id), str(caller.account_id)
    was = account.person
    if (to.role, to.branch_id) != (was.role, was.branch_id):
        log.info("role changed", account_id=who, role=to.role.value, branch_id=to.branch_id, by=by)
    if to.is_disabled != account.is_disabled:
        log.info("account disabled" if to.is_disabled else "account enabled", account_id=who, by=by)
