"""Drives a checkout to its end: each step is kept before the call that follows from it, and after it.

Whoever asked for it drives it with the card in hand. What they leave behind, because they were killed or a neighbour
did not answer, a sweeper drives on without one: what is authorised goes forward for a while, anything less is undone.
"""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from cart_service.clients.books import CouponEnded, CouponUsed, Lapsed, NotSold, SoldOut, WrongTotal
from cart_service.clients.gateway import (
    Card,
    CardDeclined,
    Payment,
    PaymentCaptured,
    PaymentNotAuthorised,
    PaymentStatus,
    PaymentVoided,
    RefundTooLarge,
)
from cart_service.clients.orders import OrderCancelled, ReservationLapsed
from cart_service.collaborators import BASKET_SECONDS, Collaborators
from cart_service.models.checkout import Checkout, State, Why
from cart_service.repository import baskets, checkouts
from cart_service.repository.checkouts import Overtaken
from cart_service.use_cases.waiting import waited_for
from common import deadlines, faults, logs
from common.clock import milliseconds
from common.errors import NeighbourUnavailable
from common.service_client import Refusal

#: So long after its last step a checkout is somebody's; then whoever sweeps takes it over.
AT_WORK = timedelta(seconds=10)

#: Nothing is asked for any more when the next one may be at it.
_PATIENCE_SECONDS = 8.0

#: Whoever did not answer is given a moment before they are asked again.
_LEFT_ALONE = timedelta(seconds=1)

#: What only a person can put right is looked at again when somebody may have done so.
_FOR_A_PERSON = timedelta(hours=1)

log = logs.get(__name__)

Step = Callable[[Collaborators, Checkout, Card | None], Checkout]


def drive(cart: Collaborators, checkout: Checkout, card: Card | None = None) -> Checkout:
    """As far as it goes now: to its end, or to where somebody does not answer; then a sweeper goes on."""
    try:
        with deadlines.within(_PATIENCE_SECONDS):
            while not checkout.is_over:
                step = _undo if checkout.ending else _STEPS[checkout.state]
                checkout = step(cart, checkout, card)
    except (NeighbourUnavailable, Refusal) as error:
        # a refusal that has no word of its own is a mistake of ours, and may be put right while it waits
        log.warning("checkout waits", checkout_id=str(checkout.id), reason=str(error))
        return _left(cart, checkout)
    except (PaymentNotAuthorised, PaymentVoided, RefundTooLarge):
        # the gateway's ledger contradicts what was kept here: asking again every second brings nothing back
        log.exception("checkout needs a person", checkout_id=str(checkout.id))
        return _left(cart, checkout, _FOR_A_PERSON)
    except Overtaken:
        return _as_it_is(cart, checkout.id)
    return checkout


def _reserve(cart: Collaborators, checkout: Checkout, card: Card | None) -> Checkout:
    if card is None:
        return _ends(cart, checkout, State.CANCELLED, Why.INTERRUPTED)
    faults.point("checkout.after_reserve_intent")
    try:
        goods = waited_for(
            cart,
            lambda: cart.books.reserve(
                checkout.reservation_id, checkout.wanted, checkout.coupons, checkout.total
            ),
        )
    except WrongTotal as wrong:
        cart.catalogue.doubt()
        now: dict[str, object] = {
            name: wrong.problem[name] for name in ("total", "lines") if name in wrong.problem
        }
        return _ends(cart, checkout, State.CANCELLED, Why.PRICE_CHANGED, now)
    except SoldOut as out:
        cart.stock.doubt([each["product_id"] for each in out.short])
        return _ends(cart, checkout, State.SOLD_OUT, Why.SOLD_OUT, {"short": out.short})
    except CouponUsed as used:
        cart.coupons.doubt(used.codes)
        told: dict[str, object] = {"coupons": list(used.codes)}
        return _ends(cart, checkout, State.CANCELLED, Why.COUPON_USED, told)
    except CouponEnded:
        cart.catalogue.doubt()
        return _ends(cart, checkout, State.CANCELLED, Why.COUPON_ENDED)
    except NotSold:
        return _ends(cart, checkout, State.CANCELLED, Why.NOT_SOLD)
    except (Lapsed, NeighbourUnavailable):
        return _ends(cart, checkout, State.CANCELLED, Why.INTERRUPTED)
    faults.point("checkout.after_reserve")
    return _keep(cart, checkout.reserved(goods))


def _authorise(cart: Collaborators, checkout: Checkout, card: Card | None) -> Checkout:
    try:
        payment = _authorised(cart, checkout, card)
    except CardDeclined as declined:
        return _ends(cart, checkout, State.DECLINED, declined.reason)
    except PaymentVoided:
        return _ends(cart, checkout, State.CANCELLED, Why.INTERRUPTED)
    faults.point("checkout.after_authorise")
    if payment is not None and payment.status is PaymentStatus.AUTHORISED:
        return _keep(cart, checkout.authorised())
    if payment is not None and payment.reason is not None:
        return _ends(cart, checkout, State.DECLINED, payment.reason)
    # it never arrived: undoing leaves a mark at the gateway, so that it cannot arrive later either
    return _ends(cart, checkout, State.CANCELLED, Why.INTERRUPTED)


def _authorised(cart: Collaborators, checkout: Checkout, card: Card | None) -> Payment | None:
    """The payment, by asking for it where there is no card any more or no answer came."""
    if card is not None:
        faults.point("checkout.after_authorise_intent")
        try:
            return waited_for(
                cart,
                lambda: cart.gateway.authorise(
                    checkout.payment_id, checkout.goods.total, card, reference=str(checkout.id)
                ),
            )
        except (NeighbourUnavailable, Refusal) as error:
            log.warning("payment is asked about", checkout_id=str(checkout.id), reason=str(error))
    return cart.gateway.look(checkout.payment_id)


def _place(cart: Collaborators, checkout: Checkout, _: Card | None) -> Checkout:
    if not checkout.goes_forward(cart.clock.now()):
        return _ends(cart, checkout, State.CANCELLED, Why.INTERRUPTED)
    try:
        order = cart.orders.place(checkout)
    except ReservationLapsed:
        return _ends(cart, checkout, State.SOLD_OUT, Why.LAPSED)
    except OrderCancelled:
        return _ends(cart, checkout, State.CANCELLED, Why.INTERRUPTED)
    faults.point("checkout.after_place")
    return _keep(cart, checkout.placed(order.number, order.token))


def _capture(cart: Collaborators, checkout: Checkout, _: Card | None) -> Checkout:
    if not checkout.goes_forward(cart.clock.now()):
        return _ends(cart, checkout, State.CANCELLED, Why.INTERRUPTED)
    faults.point("checkout.after_capture_intent")
    payment: Payment | None
    try:
        payment = cart.gateway.capture(checkout.payment_id, checkout.goods.total)
    except (PaymentVoided, PaymentNotAuthorised):
        return _ends(cart, checkout, State.CANCELLED, Why.INTERRUPTED)
    except NeighbourUnavailable:
        payment = cart.gateway.look(checkout.payment_id)
        if payment is None or payment.capture_id is None:
            raise
    faults.point("checkout.after_capture")
    return _keep(cart, checkout.captured(_capture_of(payment)))


def _pay(cart: Collaborators, checkout: Checkout, _: Card | None) -> Checkout:
    try:
        cart.orders.pay(checkout)
    except OrderCancelled:
        return _ends(cart, checkout, State.CANCELLED, Why.REFUNDED)
    faults.point("checkout.after_paid")
    now = cart.clock.now()
    since, at = milliseconds(now) - BASKET_SECONDS * 1000, milliseconds(now)
    bought = {each.product_id: each.quantity for each in checkout.wanted}
    with cart.store.writing() as connection:
        done = checkouts.keep(connection, checkout.done(), now)
        before = baskets.take(
            connection, checkout.basket_id, checkout.account_id, since=since, now=at
        )
        baskets.keep(connection, before, before.without(bought, checkout.coupons), now=at)
    faults.point("checkout.before_reply")
    return done


def _undo(cart: Collaborators, checkout: Checkout, _: Card | None) -> Checkout:
    """Take back what may have been done, whether it was or not; the payment first, since it alone can be too late."""
    if checkout.state is State.CAPTURED:
        cart.gateway.refund(checkout.payment_id, checkout.refund_id, checkout.goods.total)
        return _keep(cart, checkout.undone())
    if checkout.state is not State.OPEN and checkout.ending is not State.DECLINED:
        try:
            cart.gateway.void(checkout.payment_id)
        except PaymentCaptured:
            payment = cart.gateway.look(checkout.payment_id)
            return _keep(cart, checkout.captured(_capture_of(payment)))
    cart.books.release(checkout.reservation_id)
    if checkout.state in (State.AUTHORISED, State.PLACED):
        # an order that is placed only now finds its goods gone, and calls itself off
        cart.orders.cancel(checkout.id)
    return _keep(cart, checkout.undone())


_STEPS: dict[State, Step] = {
    State.OPEN: _reserve,
    State.RESERVED: _authorise,
    State.AUTHORISED: _place,
    State.PLACED: _capture,
    State.CAPTURED: _pay,
}


def _capture_of(payment: Payment | None) -> uuid.UUID:
    if payment is None or payment.capture_id is None:
        raise NeighbourUnavailable(
            "The payment gateway says captured, and does not name the capture"
        )
    return payment.capture_id


def _ends(
    cart: Collaborators,
    checkout: Checkout,
    ending: State,
    why: str,
    told: dict[str, object] | None = None,
) -> Checkout:
    return _keep(cart, checkout.ends(ending, str(why), **(told or {})))


def _keep(cart: Collaborators, checkout: Checkout) -> Checkout:
    now = cart.clock.now()
    mine = replace(checkout, driven_until=now + AT_WORK)
    with cart.store.writing() as connection:
        return checkouts.keep(connection, mine, now)


def taken_over(cart: Collaborators, checkout: Checkout) -> Checkout | None:
    """The checkout for whoever goes on with it from now on; None if somebody was faster."""
    try:
        return _keep(cart, checkout)
    except Overtaken:
        return None


def _left(cart: Collaborators, checkout: Checkout, pause: timedelta = _LEFT_ALONE) -> Checkout:
    """Anybody may take it up again after a pause."""
    now = cart.clock.now()
    waits = replace(checkout, driven_until=now + pause)
    try:
        with cart.store.writing() as connection:
            return checkouts.keep(connection, waits, now)
    except Overtaken:
        return _as_it_is(cart, checkout.id)


def _as_it_is(cart: Collaborators, checkout_id: uuid.UUID) -> Checkout:
    with cart.store.reading() as connection:
        found = checkouts.find(connection, checkout_id)
    if found is None:
        raise Overtaken
    return found
