"""Every statement on purchases of the past; rows travel by COPY."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from sqlalchemy import Connection, text

from api_service.importer.copying import copy, customer_row, incoming_row
from api_service.importer.models import (
    Booked,
    BranchSum,
    Doubt,
    Entry,
    NewCustomer,
)
from common.money import Money

_SQL = Path(__file__).parents[1] / "sql"
_INCOMING = (_SQL / "incoming.sql").read_text()
_BOOK_INCOMING = (_SQL / "book_incoming.sql").read_text()


def add_customers(connection: Connection, customers: Iterable[NewCustomer]) -> int:
    """Enter customers in this order; those that are known stay as they are. How many were new."""
    connection.execute(
        text(
            "CREATE TEMPORARY TABLE newcomer (place integer, id uuid, name text, email text) "
            "ON COMMIT DROP"
        )
    )
    copy(connection, "newcomer", (customer_row(*each) for each in enumerate(customers)))
    added = connection.execute(
        text(
            "INSERT INTO books.customer (id, name, email) "
            "SELECT id, name, email FROM newcomer ORDER BY place ON CONFLICT DO NOTHING"
        )
    )
    return added.rowcount


def stage(connection: Connection, rows: Iterable[Entry | Doubt]) -> None:
    """Let rows wait, in this transaction, for what becomes of all of them; any number, read as they come."""
    connection.execute(text(_INCOMING))
    copy(connection, "incoming", map(incoming_row, rows))


def waiting(connection: Connection) -> int:
    """How many rows wait, the doubtful ones included."""
    return int(connection.execute(text("SELECT count(*) FROM incoming")).scalar_one())


def refused(connection: Connection) -> Iterator[Doubt]:
    """The doubtful rows that wait, by line, but for those whose purchase was booked long ago."""
    found = connection.execute(
        text(
            "SELECT line, reason FROM incoming WHERE reason IS NOT NULL "
            "AND NOT EXISTS (SELECT FROM books.purchase WHERE purchase.id = incoming.id) "
            "ORDER BY line"
        ),
        execution_options={"stream_results": True, "yield_per": 1000},
    )
    for row in found:
        yield Doubt(row.line, row.reason)


def book(connection: Connection, currency: str) -> Booked:
    """Book the entries that wait, with the customers whom nobody knew yet."""
    connection.execute(text("ANALYZE incoming"))
    customers = _add_buyers(connection)
    rows = connection.execute(text(_BOOK_INCOMING), {"currency": currency})
    branches = [
        BranchSum(
            row.branch_id, row.purchases, Money(int(row.total_minor), currency), row.first, row.last
        )
        for row in rows
    ]
    return Booked(tuple(branches), customers)


def undo(connection: Connection) -> None:
    """Take back everything that this transaction has done."""
    transaction = connection.get_transaction()
    if transaction is not None:
        transaction.rollback()


def _add_buyers(connection: Connection) -> int:
    """Make customers of the ids and of other systems' names for them; how many were new."""
    connection.execute(
        text(
            "UPDATE incoming SET customer_id = alias.customer_id FROM books.customer_alias AS alias "
            "WHERE alias.source = 'import' AND alias.external_id = incoming.external_id"
        )
    )
    added = connection.execute(
        text(
            "INSERT INTO books.customer (id) SELECT customer_id FROM incoming WHERE reason IS NULL "
            "GROUP BY customer_id ORDER BY min(line) ON CONFLICT DO NOTHING"
        )
    )
    connection.execute(
        text(
            "INSERT INTO books.customer_alias (source, external_id, customer_id) "
            "SELECT DISTINCT 'import', external_id, customer_id FROM incoming "
            "WHERE external_id IS NOT NULL ON CONFLICT DO NOTHING"
        )
    )
    return added.rowcount
