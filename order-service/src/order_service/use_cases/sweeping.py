"""Orders that were left half-way, by a crash here or at the checkout: each is looked at until it is paid or cancelled.

An order is looked at 10 s after it was placed, to hold its goods; a minute after it was placed, to hear from the
gateway what became of its payment; then less and less often. What was captured makes it paid, as if the checkout had
said so. What was declined, called off or never arrived cancels it. What is only authorised is left to the checkout,
which finishes or undoes it. After a day without a capture the payment is called off at the gateway, so that
the card is free again and nothing can be captured any more, and then the order.
"""

import uuid
from datetime import timedelta

from common import logs
from common.clock import milliseconds
from common.errors import Conflict, DatabaseUnavailable, InvalidRequest, ServiceError
from common.service_client import Refusal
from order_service.collaborators import Collaborators
from order_service.models.order import NOT_TAKEN, UNPAID, Order
from order_service.models.parts import Origin, Payment
from order_service.models.status import Status
from order_service.repository import orders
from order_service.use_cases.moving import by_itself, cancel
from order_service.use_cases.paying import pay
from order_service.use_cases.placing import pin

#: From when on the gateway is asked, and for how long an order may stay unpaid.
_ASKED_AFTER = timedelta(seconds=60)
_UNPAID_AFTER = timedelta(hours=24)

#: A doubtful order is looked at again after its own age, within these.
_SOONEST, _LATEST = timedelta(seconds=10), timedelta(hours=1)

_MOST_AT_ONCE = 50

log = logs.get(__name__)


def sweep(desk: Collaborators) -> int:
    """Look at every order that is due; how many there were. What fails over one keeps no other waiting.

    Raises:
        DatabaseUnavailable: the store is away; the next round goes on.
    """
    with desk.store.reading() as connection:
        due = orders.to_look_at(connection, milliseconds(desk.clock.now()), _MOST_AT_ONCE)
    for order_id in due:
        try:
            with desk.store.reading() as connection:
                order = orders.find(connection, order_id)
            _look_at(desk, order)
        except DatabaseUnavailable:
            raise
        except (Conflict, InvalidRequest) as error:
            # this one needs a person
            log.warning("order cannot be settled", order_id=str(order_id), reason=error.detail)
            _again(desk, order_id, _pause(desk.clock.now() - order.placed_at))
        except (ServiceError, Refusal) as error:
            log.warning("order waits", order_id=str(order_id), reason=error.detail)
            _again(desk, order_id, _SOONEST)
        except Exception:  # a mistake over one order must not hold up the others
            log.exception("order could not be looked at", order_id=str(order_id))
            _again(desk, order_id, _SOONEST)
    return len(due)


def _look_at(desk: Collaborators, order: Order) -> None:
    if order.status is not Status.PLACED:
        _again(desk, order.id, None)
        return
    if order.origin is Origin.CHECKOUT and not order.pinned:
        _pin(desk, order)
        return
    if order.payment is not None and _hear_from_gateway(desk, order):
        return
    age = desk.clock.now() - order.placed_at
    if age >= _UNPAID_AFTER:
        if order.payment is not None:
            # refused if it is captured only now; the order is paid when it is looked at again
            desk.gateway.void(order.payment.id)
        cancel(desk, order.id, by_itself(desk), why=UNPAID)
        log.info("order was never paid", number=order.number)
    else:
        _again(desk, order.id, min(_pause(age), _UNPAID_AFTER - age))


def _pause(age: timedelta) -> timedelta:
    """None is longer than the age, but for the first; by that those are known that a clock put off that ran ahead."""
    return min(max(age, _SOONEST), _LATEST)


def _pin(desk: Collaborators, order: Order) -> None:
    if not pin(desk, order):
        log.info("order came too late for its goods", number=order.number)
        return
    now = desk.clock.now()
    due = now + max(_ASKED_AFTER - max(now - order.placed_at, timedelta(0)), _SOONEST)
    with desk.store.writing() as connection:
        before = orders.take(connection, order.id)
        if before.status is Status.PLACED:
            orders.keep(connection, before, before.pinned_now(), look_at=milliseconds(due))


def _hear_from_gateway(desk: Collaborators, order: Order) -> bool:
    """Ask what became of the payment, and act on it; whether that settled the order."""
    if order.payment is None:
        return False
    told = desk.gateway.look(order.payment.id)
    if told is not None and told.is_captured and told.captured is not None:
        payment = Payment(order.payment.id, told.card, told.capture_id)
        pay(desk, order.id, payment, told.captured, desk.itself)
        log.info("order was paid without a word", number=order.number)
        return True
    if told is None or not told.is_pending:
        cancel(desk, order.id, by_itself(desk), why=NOT_TAKEN)
        log.info("order's payment came to nothing", number=order.number)
        return True
    return False


def _again(desk: Collaborators, order_id: uuid.UUID, after: timedelta | None) -> None:
    """Look again so much later; one that is settled meanwhile is then looked at once in vain."""
    at = None if after is None else milliseconds(desk.clock.now() + after)
    with desk.store.writing() as connection:
        orders.look_again(connection, order_id, at)
