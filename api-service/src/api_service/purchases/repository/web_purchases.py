"""Books what was sold on the web."""

from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from api_service.purchases.models.web_purchases import PaidOrder
from common.database import broken_key

_BOOK = (Path(__file__).parents[1] / "sql" / "book_web_purchase.sql").read_text()

#: The keys that let a payment and its capture pay for one order.
_PAID_ONCE = ("web_purchase_payment_id_key", "web_purchase_capture_id_key")


class Outcome(Enum):
    """What became of the attempt to book a web order."""

    BOOKED = auto()
    REPEATED = auto()
    """The order or its reservation is in the books: look at what is there."""
    PAID_ANOTHER = auto()
    """The payment is another order's."""
    LAPSED = auto()
    """The reservation keeps its units no longer."""
    UNKNOWN = auto()
    """There is no such reservation."""


def book(connection: Connection, order: PaidOrder, *, now: datetime) -> Outcome:
    """Turn an order's reservation into a purchase, in one statement."""
    values = {
        "order_id": str(order.order_id),
        "order_number": order.order_number,
        "reservation_id": str(order.reservation_id),
        "payment_id": str(order.payment_id),
        "capture_id": order.capture_id,
        "customer_id": str(order.buyer_id),
        "customer_name": order.customer_name,
        "customer_email": order.customer_email,
        "fingerprint": order.fingerprint(),
        "now": now,
        "paid_at": order.paid_at or now,
    }
    try:
        row = connection.exec_driver_sql(_BOOK, values).one_or_none()
    except IntegrityError as error:
        return Outcome.PAID_ANOTHER if broken_key(error) in _PAID_ONCE else Outcome.REPEATED
    if row is None:
        return Outcome.UNKNOWN
    if row.done:
        return Outcome.BOOKED
    return Outcome.REPEATED if row.state == "booked" else Outcome.LAPSED
