"""Books web orders that were paid, each once."""

from typing import assert_never

from api_service.collaborators import Collaborators
from api_service.errors import (
    PaymentBooked,
    ReservationBooked,
    ReservationLapsed,
    ReservationNotFound,
)
from api_service.purchases.models.web_purchases import PaidOrder
from api_service.purchases.repository import sales, web_purchases
from api_service.purchases.repository.web_purchases import Outcome
from api_service.purchases.use_cases.sales import Booked
from common import faults
from common.errors import IdempotencyKeyReused


def book_web_purchase(books: Collaborators, order: PaidOrder) -> Booked:
    """Book a paid order under its id, once, as it was reserved; nothing is priced again.

    Raises:
        ReservationLapsed, ReservationNotFound: its units are not kept (any more), or never were.
        ReservationBooked, PaymentBooked: they, or the payment, are another order's.
        IdempotencyKeyReused: the id belongs to another booking.
        DatabaseUnavailable: it is unknown whether it was booked; repeat it.
    """
    with books.database.transaction() as connection:
        outcome = web_purchases.book(connection, order, now=books.clock.now())
        if outcome is Outcome.BOOKED:
            faults.point("books.web_purchase_before_commit")
        else:
            connection.rollback()
    faults.point("books.web_purchase_after_commit")
    found = _found(books, order, repeated=outcome is not Outcome.BOOKED)
    if found is not None:
        return found
    match outcome:
        case Outcome.PAID_ANOTHER:
            raise PaymentBooked("This payment paid for another order")
        case Outcome.LAPSED:
            raise ReservationLapsed("What the order kept is no longer kept")
        case Outcome.UNKNOWN:
            raise ReservationNotFound(f"No reservation has the id {order.reservation_id}")
        case Outcome.REPEATED | Outcome.BOOKED:
            raise ReservationBooked("The reservation was sold as another order's")
        case _:
            assert_never(outcome)


def _found(books: Collaborators, order: PaidOrder, *, repeated: bool) -> Booked | None:
    """The purchase that this order is, if it is in the books.

    Raises:
        IdempotencyKeyReused: what is there under its id is something else.
    """
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        asked = sales.fingerprint(connection, order.order_id)
        purchase = sales.find(connection, order.order_id) if asked else None
    if purchase is None:
        return None
    if asked != order.fingerprint():
        raise IdempotencyKeyReused("Something else was booked under this key; it stays as it is")
    return Booked(purchase, repeated=repeated)
