"""Every query on customers."""

import re
import uuid

from sqlalchemy import Connection, RowMapping, text

from api_service.people.models.customers import Bought, Customer
from common.database import like
from common.money import Money

_CUSTOMER = "SELECT id, name, email, made_at, place FROM books.customer "

#: Ranks are decided in Python; of more matches than this the likely best are handed over.
_MOST_MATCHES = 200


def named(connection: Connection, words: str) -> list[Customer]:
    """Customers whose name holds these words, letter case aside; where they are too many, those that fit best."""
    rows = connection.execute(
        text(
            _CUSTOMER + "WHERE name ILIKE '%' || :pattern || '%' "
            "ORDER BY lower(name) = lower(:words) DESC, name ~* :word DESC, name ~* :begins DESC, place LIMIT :most"
        ),
        {
            "pattern": like(words),
            "words": words,
            "begins": (begins := rf"(^|\W){re.escape(words)}"),
            "word": rf"{begins}(\W|$)",
            "most": _MOST_MATCHES,
        },
    )
    return [_customer(row) for row in rows.mappings()]


def with_id_like(connection: Connection, beginning: str, *, limit: int) -> list[Customer]:
    """Customers whose id begins so, as guests show it on their receipt."""
    rows = connection.execute(
        text(_CUSTOMER + "WHERE id BETWEEN :first AND :last ORDER BY id LIMIT :limit"),
        {
            "first": _filled(beginning, "0"),
            "last": _filled(beginning, "f"),
            "limit": limit,
        },
    )
    return [_customer(row) for row in rows.mappings()]


def find(connection: Connection, customer_id: uuid.UUID) -> Customer | None:
    """One customer."""
    row = (
        connection.execute(text(_CUSTOMER + "WHERE id = :id"), {"id": customer_id})
        .mappings()
        .one_or_none()
    )
    return _customer(row) if row else None


def add(
    connection: Connection, customer_id: uuid.UUID, *, name: str, email: str | None
) -> Customer | None:
    """Enter a customer; None when the id is taken."""
    row = (
        connection.execute(
            text(
                "INSERT INTO books.customer (id, name, email) VALUES (:id, :name, :email) "
                "ON CONFLICT DO NOTHING RETURNING id, name, email, made_at, place"
            ),
            {"id": customer_id, "name": name, "email": email},
        )
        .mappings()
        .one_or_none()
    )
    return _customer(row) if row else None


def newest_ids(connection: Connection, *, limit: int) -> list[uuid.UUID]:
    """The ids of the customers entered last, newest first."""
    rows = connection.execute(
        text("SELECT id FROM books.customer ORDER BY place DESC LIMIT :limit"), {"limit": limit}
    )
    return [row.id for row in rows]


def count(connection: Connection) -> int:
    """How many customers there are."""
    return int(connection.execute(text("SELECT count(*) FROM books.customer")).scalar_one())


def bought(
    connection: Connection, customer_id: uuid.UUID, *, branch_id: str | None, limit: int
) -> list[Bought]:
    """What a customer bought in a branch or (None) anywhere, line by line, the oldest first; history included."""
    rows = connection.execute(
        text(
            """
            SELECT line.description, line.total_minor, purchase.currency, purchase.sold_at, branch.time_zone
            FROM books.purchase
            JOIN books.line ON line.purchase_id = purchase.id
            JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
            WHERE purchase.customer_id = :id
              AND (CAST(:branch AS text) IS NULL OR purchase.branch_id = :branch)
            ORDER BY purchase.sold_at, purchase.id, line.line_number LIMIT :limit
            """
        ),
        {"id": customer_id, "branch": branch_id, "limit": limit},
    )
    return [
        Bought(row.description, Money(row.total_minor, row.currency), row.sold_at, row.time_zone)
        for row in rows
    ]


def _filled(beginning: str, digit: str) -> uuid.UUID:
    digits = beginning.replace("-", "").lower()
    return uuid.UUID(digits + digit * (32 - len(digits)))


def _customer(row: RowMapping) -> Customer:
    return Customer(**row)
