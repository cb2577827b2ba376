"""Checkouts under /api/v1: a basket is paid for, and what became of it is asked; the auditor reads all of them."""

import uuid

from flask import Blueprint, Response

from cart_service.collaborators import Collaborators
from cart_service.errors import (
    BasketEmpty,
    BasketFree,
    BasketNotNamed,
    CheckoutRunning,
    CouponGone,
    CouponOver,
    GoodsSoldOut,
    NoPricesYet,
    NoSuchBasket,
    NoSuchCheckout,
    NotSoldOnline,
    PaymentDeclined,
    PaymentNotMade,
    PaymentReturned,
    PriceChanged,
)
from cart_service.payloads import checkouts as payloads
from cart_service.payloads.paying import with_account
from cart_service.payloads.whose import BASKET_ID, basket_at_hand, shopper
from cart_service.use_cases import checkouts
from cart_service.use_cases.wishes import Wish
from common import idempotency
from common.access import EVERYBODY, SERVICES, allow
from common.api import Header, answer, operation
from common.errors import IdempotencyKeyReused, InvalidIdempotencyKey, MissingIdempotencyKey
from common.facts import Facts, FactsQuery, page
from common.web import collaborators

blueprint = Blueprint("checkouts", __name__, url_prefix="/api/v1")

_NOT_KEPT = {"Cache-Control": "no-store"}
_KEY = Header(
    idempotency.HEADER,
    "A UUID made for this payment; a repeat with the same key pays once, and is answered alike.",
    required=True,
)


@blueprint.post("/checkouts")
@operation(
    summary="Pay for a basket",
    tag="Checkouts",
    body=payloads.CheckoutRequest,
    answer=payloads.CheckoutAnswer,
    status=201,
    headers=(BASKET_ID, _KEY),
    errors=(
        BasketNotNamed,
        NoSuchBasket,
        NoPricesYet,
        BasketEmpty,
        BasketFree,
        PriceChanged,
        CouponGone,
        CouponOver,
        PaymentDeclined,
        GoodsSoldOut,
        NotSoldOnline,
        CheckoutRunning,
        PaymentReturned,
        PaymentNotMade,
        IdempotencyKeyReused,
        InvalidIdempotencyKey,
        MissingIdempotencyKey,
    ),
)
@allow(EVERYBODY)
def pay(body: payloads.CheckoutRequest) -> Response:
    """The checkout at its end; where a neighbour did not answer, as far as it came, and GET says how it goes on."""
    cart = collaborators(Collaborators)
    key = idempotency.at_hand(required=True)
    whose, caller = basket_at_hand(cart), shopper()
    entered = with_account(body.entered, caller)
    expired = entered.refuse_wrong(cart.clock.now().date(), payloads.POINTERS)
    wish = Wish(
        key=str(key),
        customer=entered.customer(caller),
        address=entered.address,
        card=entered.card,
        expired=expired,
        total=body.total,
    )
    paid = checkouts.pay(cart, whose, wish)
    replayed = idempotency.replayed(paid.repeated)
    refusal = payloads.refusal_of(paid.checkout)
    if refusal is not None:
        refusal.headers |= replayed
        raise refusal
    return answer(payloads.checkout_answer(paid.checkout), 201, _NOT_KEPT | replayed)


@blueprint.get("/checkouts/<uuid:checkout_id>")
@operation(
    summary="Ask what became of a checkout",
    tag="Checkouts",
    answer=payloads.CheckoutAnswer,
    headers=(BASKET_ID,),
    errors=(BasketNotNamed, NoSuchBasket, NoSuchCheckout),
)
@allow(EVERYBODY)
def show(checkout_id: uuid.UUID) -> Response:
    """The checkout as it is."""
    cart = collaborators(Collaborators)
    found = checkouts.look(cart, basket_at_hand(cart), checkout_id)
    return answer(payloads.checkout_answer(found), headers=_NOT_KEPT)


@blueprint.get("/facts/checkouts")
@operation(
    summary="Read every checkout, by its last change",
    tag="Facts",
    query=FactsQuery,
    answer=Facts,
)
@allow(SERVICES)
def facts(query: FactsQuery) -> Response:
    """For the auditor, who goes on from the last place it has read."""
    found = checkouts.facts(collaborators(Collaborators), query.after, query.limit + 1)
    rows = [payloads.fact(each) for each in found]
    return answer(page(rows, query), headers=_NOT_KEPT)
