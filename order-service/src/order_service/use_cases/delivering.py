"""What orders ask of the books and the gateway: written down with the change itself, and delivered afterwards."""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from common import outbox
from common.outbox import Event, Then
from order_service.collaborators import Collaborators
from order_service.models.order import Order
from order_service.models.parts import Step
from order_service.models.status import Status
from order_service.repository import orders

BOOK_PURCHASE = "purchase.book"
SEND_RECEIPT = "receipt.send"
CHECK_STOCK = "stock.check"
RELEASE = "reservation.release"
GIVE_BACK = "payment.refund"
BOOK_REFUND = "purchase.refund"


#: What goes beside the books' messages: neither a receipt that nobody takes nor a booking that the books refuse may
#: keep the customer's money back.
_BESIDE = {SEND_RECEIPT: "/notices", CHECK_STOCK: "/notices", GIVE_BACK: "/money"}


def ask(connection: Any, order: Order, kind: str, now: datetime) -> None:
    """Have something delivered for an order, after all of its sort that was asked for it before."""
    body = {"order_id": str(order.id)}
    aggregate = f"{order.id}{_BESIDE.get(kind, '')}"
    outbox.put(connection, aggregate=aggregate, kind=kind, body=body, now=now)


def deliver(desk: Collaborators, event: Event) -> Then | None:
    """Deliver one, and say what becomes of the order by it; whoever gets it twice does it once.

    Raises:
        NeighbourUnavailable: who has to get it does not answer; it waits.
        Refusal: they will not have it.
    """
    with desk.store.reading() as connection:
        order = orders.find(connection, uuid.UUID(event.body["order_id"]))
    return _DELIVERIES[event.kind](desk, order)


def try_again(desk: Collaborators) -> int:
    """Have everything delivered again that was refused for good; how much that is."""
    with desk.store.writing() as connection:
        return outbox.try_again(connection, desk.clock.now())


def _book(desk: Collaborators, order: Order) -> None:
    desk.books.book(order)


def _send_receipt(desk: Collaborators, order: Order) -> None:
    desk.books.send_receipt(order, desk.link_to(order))


def _check_stock(desk: Collaborators, order: Order) -> None:
    desk.books.check_stock(order)


def _release(desk: Collaborators, order: Order) -> None:
    if order.reservation_id is not None:
        desk.books.release(order.reservation_id)


def _give_back(desk: Collaborators, order: Order) -> Then | None:
    if order.refund is None or order.payment is None:
        return None
    gateway_refund_id = desk.gateway.refund(order.payment.id, order.refund.id, order.total)

    def note(connection: Any) -> None:
        before = orders.take(connection, order.id)
        after = before.refunded_at_gateway(gateway_refund_id)
        # the books hear of money that has gone, and of the purchase before
        ask(connection, after, BOOK_REFUND, desk.now())
        orders.keep(connection, before, after, look_at=None)

    return note


def _book_refund(desk: Collaborators, order: Order) -> Then:
    desk.books.book_refund(order)
    step = Step(Status.REFUNDED, desk.now(), desk.itself)

    def finish(connection: Any) -> None:
        before = orders.take(connection, order.id)
        # the version before asked for this with the cancelling, and may have done so again
        if before.status is not Status.REFUNDED:
            orders.keep(connection, before, before.refunded(step), look_at=None)

    return finish


_DELIVERIES: Mapping[str, Callable[[Collaborators, Order], Then | None]] = {
    BOOK_PURCHASE: _book,
    SEND_RECEIPT: _send_receipt,
    CHECK_STOCK: _check_stock,
    RELEASE: _release,
    GIVE_BACK: _give_back,
    BOOK_REFUND: _book_refund,
}
