"""Placing an order: stored first, then its goods are held until somebody lets go of them."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Placed:
    """An order as it was placed; `repeated` when an earlier request had entered it."""

    order: Order
    repeated: bool


def place(desk: Collaborators, draft: Draft, asked: str, by: By) -> Placed:
    """An order, whose goods are held from now on; once more, with the same content, as it was placed the first time.

    One that is to be paid, and was called off before it was, is refused: whoever repeats it is about to take the money.

    Raises:
        WrongSum: its total is not that of its lines.
        IdempotencyKeyReused: another order has this id.
        OrderCancelled: it is there, cancelled: its goods were not held any more, or somebody called it off meanwhile.
        NeighbourUnavailable: the books do not answer; a repeat or the sweeper goes on with it.
    """
    draft.check_sum()
    placed = _enter(desk, draft, asked, by)
    order = placed.order
    is_held = not order.is_lapsed
    if order.status is Status.PLACED and order.reservation_id is not None:
        is_held = pin(desk, order)
    if not is_held:
        raise OrderCancelled("The goods are not held any more", reason="reservation_lapsed")
    if order.payment is not None and order.came_to_nothing:
        raise OrderCancelled("It was called off before it was paid", reason="called_off")
    faults.point("order.before_reply")
    return Placed(order.as_placed(), placed.repeated)


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


def _enter(desk: Collaborators, draft: Draft, asked: str, by: By) -> Placed:
    seller = desk.books.company()
    now = desk.now()
    with desk.store.writing() as connection:
        if not orders.claim(connection, draft.id):
            if orders.asked_of(connection, draft.id) != asked:
                raise IdempotencyKeyReused
            return Placed(orders.find(connection, draft.id), repeated=True)
        number = f"{rows.PREFIX}{counters.draw(connection, counters.ORDER_NUMBER)}"
        order = draft.placed(number, seller, now, by)
        look_at = milliseconds(now + FIRST_LOOK)
        orders.enter(connection, order, asked=asked, look_at=look_at)
        faults.point("order.before_commit")
    faults.point("order.after_store")
    return Placed(order, repeated=False)


def _lapse(desk: Collaborators, order: Order) -> None:
    step = Step(Status.CANCELLED, desk.now(), desk.itself, LAPSED)
    with desk.store.writing() as connection:
        before = orders.take(connection, order.id)
        if before.status is Status.PLACED:
            after = before.moved_by_hand(Status.CANCELLED, step)
            orders.keep(connection, before, after, look_at=None)
