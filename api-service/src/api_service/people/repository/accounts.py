"""Every query on accounts."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, RowMapping, text

from api_service.people.models.accounts import Account, Change, Member, Person
from common.access import Role

#: Begins a query on `account` whose rows become a Person.
SELECT_PERSON = """
SELECT account.id, account.name, account.email, account.role, account.branch_id, account.customer_id,
account.pin_hash IS NOT NULL AS has_pin, account.totp_secret IS NOT NULL AS has_second_factor
"""

_ACCOUNT = (
    SELECT_PERSON
    + """
, account.password_hash, account.pin_hash, account.totp_proposed, account.totp_secret,
  account.recovery_hashes, account.disabled_at IS NOT NULL AS is_disabled, account.version
FROM books.account
"""
)

_OF_A_MEMBER = """
, account.disabled_at IS NOT NULL AS is_disabled, account.password_hash IS NULL AS is_invited,
  account.version, account.seen_at AS last_seen_at
FROM books.account
"""
_MEMBER = SELECT_PERSON + _OF_A_MEMBER


def add_account(
    connection: Connection,
    email: str,
    name: str,
    role: Role,
    branch_id: str | None,
    password_hash: str | None,
    *,
    pin_hash: str | None = None,
    customer_id: uuid.UUID | None = None,
    account_id: uuid.UUID | None = None,
) -> uuid.UUID | None:
    """Enter an account; its id, or None when the e-mail or the id is taken."""
    row = connection.execute(
        text(
            "INSERT INTO books.account "
            "(id, email, name, role, branch_id, customer_id, password_hash, pin_hash) VALUES "
            "(:id, :email, :name, :role, :branch_id, :customer_id, :password_hash, :pin_hash) "
            "ON CONFLICT DO NOTHING RETURNING id"
        ),
        {
            "id": account_id or uuid.uuid4(),
            "email": email,
            "name": name,
            "role": role.value,
            "branch_id": branch_id,
            "customer_id": customer_id,
            "password_hash": password_hash,
            "pin_hash": pin_hash,
        },
    ).one_or_none()
    return None if row is None else uuid.UUID(str(row.id))


def with_email(connection: Connection, email: str) -> Account | None:
    """The account of an e-mail, in whichever letter case."""
    return _one(connection, "WHERE lower(email) = lower(:email)", email=email)


def find(connection: Connection, account_id: uuid.UUID) -> Account | None:
    """One account."""
    return _one(connection, "WHERE id = :id", id=account_id)


def hold(connection: Connection, account_id: uuid.UUID) -> Account | None:
    """One account, which nobody else changes until the transaction ends."""
    return _one(connection, "WHERE id = :id FOR UPDATE", id=account_id)


def first_of(connection: Connection, role: Role) -> Account | None:
    """The account of a role that was entered first, of those that are not disabled."""
    return _one(
        connection,
        "WHERE role = :role AND disabled_at IS NULL ORDER BY place LIMIT 1",
        role=role.value,
    )


def staff(connection: Connection, *, branch_id: str | None, role: Role | None) -> list[Member]:
    """The staff by name; with `branch_id` and `role` only those."""
    rows = connection.execute(
        text(
            _MEMBER
            + "WHERE role <> 'customer' AND (CAST(:branch_id AS text) IS NULL OR branch_id = :branch_id) "
            "AND (CAST(:role AS text) IS NULL OR role = :role) ORDER BY lower(name), place"
        ),
        {"branch_id": branch_id, "role": role},
    )
    return [_member(row) for row in rows.mappings()]


def member(connection: Connection, account_id: uuid.UUID) -> Member | None:
    """One of the staff."""
    row = (
        connection.execute(
            text(_MEMBER + "WHERE id = :id AND role <> 'customer'"), {"id": account_id}
        )
        .mappings()
        .one_or_none()
    )
    return _member(row) if row else None


def team(connection: Connection, branch_id: str, opener: uuid.UUID) -> list[Person]:
    """Who may type a PIN at a till of a branch: its staff, and whoever opened the till."""
    rows = connection.execute(
        text(
            SELECT_PERSON + " FROM books.account WHERE (branch_id = :branch_id OR id = :opener) "
            "AND role <> 'customer' AND disabled_at IS NULL ORDER BY lower(name), place"
        ),
        {"branch_id": branch_id, "opener": opener},
    )
    return [person(row) for row in rows.mappings()]


def names(connection: Connection, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """What these accounts' people are called; unknown ids are left out."""
    rows = connection.execute(
        text("SELECT id, name FROM books.account WHERE id = ANY(:ids)"), {"ids": list(ids)}
    )
    return {row.id: row.name for row in rows}


def chain_name(connection: Connection) -> str:
    """What the chain is called, empty before it is founded."""
    found = connection.execute(text("SELECT name FROM catalog.published_company")).scalar()
    return str(found or "")


def hold_owners(connection: Connection) -> set[uuid.UUID]:
    """The owners who are not disabled; none is added to or taken from them until the transaction ends."""
    rows = connection.execute(
        text(
            "SELECT id FROM books.account WHERE role = 'owner' AND disabled_at IS NULL "
            "ORDER BY id FOR UPDATE"
        )
    )
    return {row.id for row in rows}


def change(connection: Connection, account_id: uuid.UUID, to: Change, now: datetime) -> None:
    """Make one of the staff what they are from now on."""
    connection.execute(
        text(
            "UPDATE books.account SET name = :name, role = :role, branch_id = :branch_id, version = version + 1, "
            "disabled_at = CASE WHEN :is_disabled THEN coalesce(disabled_at, :now) END WHERE id = :id"
        ),
        {
            "id": account_id,
            "name": to.name,
            "role": to.role.value,
            "branch_id": to.branch_id,
            "is_disabled": to.is_disabled,
            "now": now,
        },
    )


def seen(connection: Connection, account_id: uuid.UUID, now: datetime) -> None:
    """Write down that somebody has just got in."""
    connection.execute(
        text("UPDATE books.account SET seen_at = :now WHERE id = :id"),
        {"id": account_id, "now": now},
    )


def set_password(connection: Connection, account_id: uuid.UUID, password_hash: str) -> None:
    """Keep a new password's hash."""
    connection.execute(
        text(
            "UPDATE books.account SET password_hash = :hash, version = version + 1 WHERE id = :id"
        ),
        {"id": account_id, "hash": password_hash},
    )


def rehash(connection: Connection, account_id: uuid.UUID, *, old: str, new: str) -> None:
    """Replace a password's hash by one at today's costs, unless the password was changed meanwhile."""
    connection.execute(
        text(
            "UPDATE books.account SET password_hash = :new WHERE id = :id AND password_hash = :old"
        ),
        {"id": account_id, "old": old, "new": new},
    )


def set_pin(connection: Connection, account_id: uuid.UUID, pin_hash: str | None) -> None:
    """Keep a new PIN's hash, or none."""
    connection.execute(
        text("UPDATE books.account SET pin_hash = :hash, version = version + 1 WHERE id = :id"),
        {"id": account_id, "hash": pin_hash},
    )


def close(connection: Connection, account_id: uuid.UUID) -> None:
    """Take away password, PIN and second factor: nobody gets in until a new password is set."""
    connection.execute(
        text(
            "UPDATE books.account SET password_hash = NULL, pin_hash = NULL, totp_proposed = NULL, "
            "totp_secret = NULL, recovery_hashes = '{}', version = version + 1 WHERE id = :id"
        ),
        {"id": account_id},
    )


def _one(connection: Connection, where: str, **values: object) -> Account | None:
    row = connection.execute(text(_ACCOUNT + where), values).mappings().one_or_none()
    if row is None:
        return None
    return Account(
        person=person(row),
        password_hash=row["password_hash"],
        pin_hash=row["pin_hash"],
        totp_proposed=row["totp_proposed"],
        totp_secret=row["totp_secret"],
        recovery_hashes=tuple(bytes(each) for each in row["recovery_hashes"]),
        is_disabled=row["is_disabled"],
        version=row["version"],
    )


def person(row: RowMapping) -> Person:
    """The person of a row that SELECT_PERSON begins."""
    return Person(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        role=Role(row["role"]),
        branch_id=row["branch_id"],
        customer_id=row["customer_id"],
        has_pin=row["has_pin"],
        has_second_factor=row["has_second_factor"],
    )


def _member(row: RowMapping) -> Member:
    return Member(
        person=person(row),
        is_disabled=row["is_disabled"],
        is_invited=row["is_invited"],
        last_seen_at=row["last_seen_at"],
        version=row["version"],
    )
