"""An order becomes paid by a capture, with its invoice and all that it asks of others, in one transaction."""

import uuid

from common import faults
from common.clock import local_day
from common.money import Money
from order_service.collaborators import Collaborators
from order_service.models.order import Order
from order_service.models.parts import By, Payment, Step
from order_service.models.status import Status
from order_service.repository import counters, orders
from order_service.use_cases.delivering import BOOK_PURCHASE, CHECK_STOCK, SEND_RECEIPT, ask


def pay(desk: Collaborators, order_id: uuid.UUID, payment: Payment, amount: Money, by: By) -> Order:
    """The order as it is paid by this capture; once more it is the order as it stands.

    Raises:
        NoSuchOrder, OrderCancelled, PaidOtherwise, WrongSum: as they say.
    """
    now = desk.now()
    with desk.store.writing() as connection:
        before = orders.take(connection, order_id)
        if before.is_paid_by(payment):
            return before
        before.check_payment(payment, amount)
        year = local_day(now, before.seller.time_zone).year
        # taken together with the payment or not at all, so that no number is missing
        number = f"{year}-{counters.draw(connection, f'invoice.{year}'):06d}"
        after = before.paid(payment, amount, number, Step(Status.PAID, now, by))
        for kind in (BOOK_PURCHASE, SEND_RECEIPT, CHECK_STOCK):
            ask(connection, after, kind, now)
        orders.keep(connection, before, after, look_at=None)
    faults.point("order.after_paid_commit")
    return after
