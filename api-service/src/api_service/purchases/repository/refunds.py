"""Every query on refunds."""

import uuid
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from api_service.purchases.models.refunds import AskedRefund, Refund, RefundLine
from common.database import broken_key
from common.money import Money

_BOOK = (Path(__file__).parents[1] / "sql" / "book_refund.sql").read_text()

#: The key of a refund itself; every other that is broken belongs to another refund.
_SAME_REFUND = "refund_pkey"


class Outcome(Enum):
    """What became of the attempt to book a refund."""

    BOOKED = auto()
    REPEATED = auto()
    """The key is known: look at what it belongs to."""
    REFUNDED_BEFORE = auto()
    """Another refund gave the purchase back."""
    NOT_OF_THE_WEB = auto()
    """The purchase was made at a till."""
    UNKNOWN = auto()
    """There is no such purchase."""


def book(connection: Connection, asked: AskedRefund, *, now: datetime) -> Outcome:
    """Book a refund and put its units back, in one statement."""
    values = {
        "id": str(asked.refund_id),
        "purchase_id": str(asked.purchase_id),
        "gateway_refund_id": asked.gateway_refund_id,
        "reason": asked.reason,
        "fingerprint": asked.fingerprint(),
        "now": now,
    }
    try:
        row = connection.exec_driver_sql(_BOOK, values).one()
    except IntegrityError as error:
        return Outcome.REPEATED if broken_key(error) == _SAME_REFUND else Outcome.REFUNDED_BEFORE
    if row.done:
        return Outcome.BOOKED
    return Outcome.NOT_OF_THE_WEB if row.known else Outcome.UNKNOWN


def fingerprint(connection: Connection, refund_id: uuid.UUID) -> bytes | None:
    """What was asked for when this refund was booked; None if it never was."""
    found = connection.execute(
        text("SELECT fingerprint FROM books.refund WHERE id = :id"), {"id": refund_id}
    ).scalar()
    return None if found is None else bytes(found)


def find(connection: Connection, refund_id: uuid.UUID) -> Refund | None:
    """One refund with its lines."""
    row = connection.execute(
        text("SELECT * FROM books.refund WHERE id = :id"), {"id": refund_id}
    ).one_or_none()
    if row is None:
        return None
    lines = connection.execute(
        text("SELECT * FROM books.refund_line WHERE refund_id = :id ORDER BY line_number"),
        {"id": refund_id},
    )
    return Refund(
        id=row.id,
        purchase_id=row.purchase_id,
        branch_id=row.branch_id,
        gateway_refund_id=row.gateway_refund_id,
        reason=row.reason,
        refunded_at=row.refunded_at,
        total=Money(row.total_minor, row.currency),
        lines=tuple(
            RefundLine(
                line_number=line.line_number,
                product_id=line.product_id,
                description=line.description,
                quantity=line.quantity,
                total=Money(line.total_minor, row.currency),
                vat_basis_points=line.vat_basis_points,
                vat=Money(line.vat_minor, row.currency),
            )
            for line in lines
        ),
    )
