"""Placing an order: stored first, then its goods are held until somebody lets go of them."""

from datetime import timedelta

from common import faults
from common.clock import milliseconds
from common.errors import IdempotencyKeyReused
from order_service.clients.books import NotHeld
from order_service.collaborators import Collaborators
from order_service.errors import OrderCancelled
from order_service.models.order import LAPSED, Draft, Order
from order_service.models.parts import By, Step
from order_service.models.status import Status
from order_service.repository import counters, orders, rows

#: The sweeper looks at an order that is so old and not paid yet.
FIRST_LOOK = timedelta(seconds=10)


def place(desk: Collaborators, draft: Draft, asked: str, by: By) -> Order:
    """An order, whose goods are held from now on; under the same id and with the same content the same order again.

    Raises:
        WrongSum: its total is not that of its lines.
        IdempotencyKeyReused: another order has this id.
        OrderCancelled: it is there, cancelled: its goods were not held any more, or somebody called it off meanwhile.
        NeighbourUnavailable: the books do not answer; a repeat or the sweeper goes on with it.
    """
    draft.check_sum()
    order = _enter(desk, draft, asked, by)
    is_held = not order.is_lapsed
    if order.status is Status.PLACED and order.reservation_id is not None:
        is_held = pin(desk, order)
    if not is_held:
        raise OrderCancelled("The goods are not held any more", reason="reservation_lapsed")
    if order.came_to_nothing:
        raise OrderCancelled("It was called off before it was paid", reason="called_off")
    faults.point("order.before_reply")
    return order


def pin(desk: Collaborators, order: Order) -> bool:
    """Whether its goods are held from now on; an order whose goods nobody held any more is cancelled.

    Raises:
        NeighbourUnavailable: the books do not answer.
    """
    if order.reservation_id is None:
        return True
    try:
        desk.books.pin(order.reservation_id)
    except NotHeld:
        _lapse(desk, order)
        return False
    faults.point("order.after_pin")
    return True


def _enter(desk: Collaborators, draft: Draft, asked: str, by: By) -> Order:
    seller = desk.books.company()
    now = desk.now()
    with desk.store.writing() as connection:
        if not orders.claim(connection, draft.id):
            if orders.asked_of(connection, draft.id) != asked:
                raise IdempotencyKeyReused
            return orders.find(connection, draft.id)
        number = f"{rows.PREFIX}{counters.draw(connection, counters.ORDER_NUMBER)}"
        order = draft.placed(number, seller, now, by)
        look_at = milliseconds(now + FIRST_LOOK)
        orders.enter(connection, order, asked=asked, look_at=look_at)
        faults.point("order.before_commit")
    faults.point("order.after_store")
    return order


def _lapse(desk: Collaborators, order: Order) -> None:
    step = Step(Status.CANCELLED, desk.now(), desk.itself, LAPSED)
    with desk.store.writing() as connection:
        before = orders.take(connection, order.id)
        if before.status is Status.PLACED:
            after = before.moved_by_hand(Status.CANCELLED, step)
            orders.keep(connection, before, after, look_at=None)
