"""Sends rows to the server by COPY, in its text form, as they are made: no list of them is ever kept."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import Any

import psycopg2
from sqlalchemy import Connection

from api_service.importer.models import Basket, Doubt, Entry, NewCustomer
from common.errors import DatabaseUnavailable

_NULL = "\\N"
_ROWS_A_PIECE = 500
_BASKETS = 16_384


def copy(connection: Connection, table: str, rows: Iterable[str]) -> None:
    """Copy rows into a table, in this transaction.

    Raises:
        DatabaseUnavailable: the server went away.
    """
    source = _Source(rows)
    cursor: Any = connection.connection.cursor()
    try:
        cursor.copy_expert(f"COPY {table} FROM STDIN", source)
    except psycopg2.OperationalError as error:
        raise DatabaseUnavailable from error
    finally:
        cursor.close()
    if source.failure is not None:
        raise source.failure


def customer_row(place: int, customer: NewCustomer) -> str:
    """A customer as a row of: place, id, name, email."""
    return f"{place}\t{customer.id}\t{_field(customer.name)}\t{_field(customer.email)}\n"


def incoming_row(row: Entry | Doubt) -> str:
    """A row of the table in sql/incoming.sql."""
    if isinstance(row, Doubt):
        return f"{row.line}\t{_field(row.reason)}\t{row.id or _NULL}" + f"\t{_NULL}" * 13 + "\n"
    return (
        f"{row.line}\t{_NULL}\t{row.id}\t\\\\x{row.fingerprint.hex()}\t{row.branch_id}"
        f"\t{row.customer_id}\t{_field(row.external_id)}\t{row.sold_at.isoformat()}"
        f"\t{_basket(row.basket)}\n"
    )


@lru_cache(_BASKETS)
def _basket(basket: Basket) -> str:
    columns = (
        ["NULL" if product_id is None else product_id for product_id in basket.product_ids],
        [line.quantity for line in basket.lines],
        [line.unit_price.minor for line in basket.lines],
        [line.total.minor for line in basket.lines],
        [line.vat_basis_points for line in basket.lines],
        [line.vat.minor for line in basket.lines],
    )
    arrays = ("{" + ",".join(map(str, column)) + "}" for column in columns)
    return "\t".join((str(basket.total.minor), *arrays, _field(basket.description)))


def _field(value: str | None) -> str:
    if value is None:
        return _NULL
    escaped = value.replace("\\", "\\\\").replace("\t", "\\t")
    return escaped.replace("\n", "\\n").replace("\r", "\\r")


class _Source:
    """Rows as the file that COPY reads."""

    def __init__(self, rows: Iterable[str]) -> None:
        self._rows = iter(rows)
        self.failure: BaseException | None = None

    def read(self, _size: int) -> bytes:
        """The next rows; nothing when there are no more."""
        try:
            return "".join(islice(self._rows, _ROWS_A_PIECE)).encode()
        except BaseException as failure:  # noqa: BLE001  # psycopg2 would make a failed COPY of it, of Ctrl-C too
            self.failure = failure
            return b""
