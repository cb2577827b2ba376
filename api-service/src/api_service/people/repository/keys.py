"""Every query on API keys."""

import uuid
from datetime import datetime

from sqlalchemy import Connection, RowMapping, text

from api_service.people.models.keys import Key
from api_service.people.models.sessions import SEEN_AGAIN_AFTER
from common.access import Role

_KEY = (
    "SELECT id, name, role, branch_id, made_at, used_at, withdrawn_at IS NOT NULL AS is_withdrawn "
    "FROM books.api_key "
)


def add(connection: Connection, key: Key, *, secret_hash: bytes, made_by: uuid.UUID) -> None:
    """Enter a key."""
    connection.execute(
        text(
            "INSERT INTO books.api_key (id, name, role, branch_id, secret_hash, made_by, made_at) "
            "VALUES (:id, :name, :role, :branch_id, :secret_hash, :made_by, :made_at)"
        ),
        {
            "id": key.id,
            "name": key.name,
            "role": key.role.value,
            "branch_id": key.branch_id,
            "secret_hash": secret_hash,
            "made_by": made_by,
            "made_at": key.made_at,
        },
    )


def all_of_them(connection: Connection) -> list[Key]:
    """Every key, the newest first."""
    rows = connection.execute(text(_KEY + "ORDER BY made_at DESC, id"))
    return [_key(row) for row in rows.mappings()]


def holding(connection: Connection, key_id: uuid.UUID, secret_hash: bytes) -> Key | None:
    """The key of an id and a secret, unless it was withdrawn."""
    row = (
        connection.execute(
            text(_KEY + "WHERE id = :id AND secret_hash = :hash AND withdrawn_at IS NULL"),
            {"id": key_id, "hash": secret_hash},
        )
        .mappings()
        .one_or_none()
    )
    return _key(row) if row else None


def used(connection: Connection, key_id: uuid.UUID, now: datetime) -> None:
    """Write down that a key is in use."""
    connection.execute(
        text(
            "UPDATE books.api_key SET used_at = :now WHERE id = :id "
            "AND (used_at IS NULL OR used_at <= :before)"
        ),
        {"id": key_id, "now": now, "before": now - SEEN_AGAIN_AFTER},
    )


def withdraw(connection: Connection, key_id: uuid.UUID, now: datetime) -> Key | None:
    """Withdraw a key; None when there is none with this id."""
    connection.execute(
        text(
            "UPDATE books.api_key SET withdrawn_at = :now WHERE id = :id AND withdrawn_at IS NULL"
        ),
        {"id": key_id, "now": now},
    )
    row = connection.execute(text(_KEY + "WHERE id = :id"), {"id": key_id}).mappings().one_or_none()
    return _key(row) if row else None


def _key(row: RowMapping) -> Key:
    return Key(**{**row, "role": Role(row["role"])})
