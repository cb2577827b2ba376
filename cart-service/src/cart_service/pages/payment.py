"""Pays for the basket: by the page's form, which is led to what became of it, and as documents 002 and 004 have it."""

from flask import Blueprint, Response, make_response, request

from cart_service.collaborators import Collaborators
from cart_service.errors import (
    BasketChanged,
    BasketEmpty,
    BasketFree,
    BasketNotNamed,
    CheckoutRunning,
    CouponGone,
    CouponOver,
    GoodsSoldOut,
    NoPricesYet,
    NoSuchBasket,
    NotSoldOnline,
    PaymentDeclined,
    PaymentNotMade,
    PaymentReturned,
    PriceChanged,
)
from cart_service.pages.checkout import form_page, own, to
from cart_service.payloads.checkouts import refusal_of
from cart_service.payloads.paying import Entered, with_account, with_demo_card
from cart_service.payloads.payment import FIELDS, PaidAnswer, PayRequest, paid_answer, total_of
from cart_service.payloads.whose import BASKET_ID, KEY, basket_at_hand, shopper
from cart_service.use_cases import baskets, checkouts
from cart_service.use_cases.wishes import Wish
from common import idempotency
from common.access import EVERYBODY, allow
from common.api import answer, is_from_page, operation
from common.errors import (
    DatabaseUnavailable,
    ForeignRequest,
    IdempotencyKeyReused,
    InvalidIdempotencyKey,
    InvalidRequest,
    NeighbourUnavailable,
    ServiceError,
)
from common.sessions.forms import is_from_own_page
from common.web import collaborators, refuse

blueprint = Blueprint("payment_pages", __name__)

_ERRORS = (
    BasketNotNamed,
    NoSuchBasket,
    NoPricesYet,
    BasketEmpty,
    BasketFree,
    BasketChanged,
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
)


@blueprint.post("/process_payment")
@operation(
    summary="Pay for the basket (document 002)",
    tag="The documents' checkout",
    body=PayRequest,
    forms=True,
    answer=PaidAnswer,
    headers=(BASKET_ID, KEY),
    errors=_ERRORS,
)
@allow(EVERYBODY)
def process_payment(body: PayRequest) -> Response:
    """Paid, or why not; a page's form leads to a page that says so."""
    cart = collaborators(Collaborators)
    entered = with_account(body.entered, shopper())
    return _pay(cart, body, entered, whole_address=is_from_page())


@blueprint.post("/api/record_payment")
@operation(
    summary="Pay for the basket (document 004)",
    tag="The documents' checkout",
    body=PayRequest,
    forms=True,
    answer=PaidAnswer,
    headers=(BASKET_ID, KEY),
    errors=_ERRORS,
)
@allow(EVERYBODY)
def record_payment(body: PayRequest) -> Response:
    """As /process_payment; in a demo without a card it is paid with the demo's."""
    cart = collaborators(Collaborators)
    entered = with_account(body.entered, shopper())
    if cart.settings.demo and entered.has_no_card:
        entered = with_demo_card(entered)
    return _pay(cart, body, entered)


@blueprint.errorhandler(CheckoutRunning)
def follow(error: CheckoutRunning) -> Response:
    """Whoever presses twice, or in two tabs, is led to the one payment that runs."""
    return to(error.facts["checkout_id"]) if is_from_page() else refuse(error)


@blueprint.errorhandler(BasketEmpty)
def explain_empty(error: BasketEmpty) -> Response:
    """The checkout's own page says it in its way."""
    return (
        Response(status=303, headers={"Location": "/checkout"}) if is_from_page() else refuse(error)
    )


@blueprint.errorhandler(ForeignRequest)
def show_again(error: ForeignRequest) -> Response:
    """A page of ours from before somebody signed in or out: nothing is done, and its form comes back to be sent anew.

    Another site's page gets no form of ours that it has filled in: somebody might pay for what goes to its address.
    """
    cart = collaborators(Collaborators)
    refused = refuse(error)
    is_page = refused.mimetype == "text/html" and is_from_page()
    if not is_page or not is_from_own_page(request, cart.settings.public_url):
        return refused
    try:
        whose = own(cart, refused)
        seen = baskets.look(cart, whose)
        if not seen.shown.lines or checkouts.stand_at(cart, whose).running is not None:
            return Response(status=303, headers={"Location": "/checkout"})
        refused.set_data(form_page(cart, seen, _typed(), problem=error.code))
    except (NeighbourUnavailable, DatabaseUnavailable):
        pass  # the form cannot be shown, and why nothing was done still can
    return refused


@blueprint.errorhandler(InvalidRequest)
@blueprint.errorhandler(BasketChanged)
@blueprint.errorhandler(BasketFree)
def explain(error: ServiceError) -> Response:
    """The form comes back with what to do at each field, and with everything that was typed but the card."""
    if not is_from_page():
        return refuse(error)
    cart = collaborators(Collaborators)
    response = make_response()
    seen = baskets.look(cart, own(cart, response))
    if not seen.shown.lines:
        return Response(status=303, headers={"Location": "/checkout"})
    wrong = {each.pointer.removeprefix("/"): each.detail for each in error.errors}
    response.set_data(form_page(cart, seen, _typed(), wrong=wrong, problem=error.code))
    response.status_code = error.status
    return response


def _pay(
    cart: Collaborators,
    body: PayRequest,
    entered: Entered,
    *,
    whole_address: bool = False,
) -> Response:
    whose = basket_at_hand(cart)
    expired = entered.refuse_wrong(cart.clock.now().date(), FIELDS, whole_address=whole_address)
    currency = cart.catalogue.look().catalogue.currency
    paid = checkouts.pay(
        cart,
        whose,
        Wish(
            key=_key(body),
            customer=entered.customer(shopper()),
            address=entered.address,
            card=entered.card,
            expired=expired,
            total=total_of(body.total, currency),
            content=body.content,
            tries_again=is_from_page(),
        ),
    )
    if is_from_page():
        return to(paid.checkout.id)
    replayed = idempotency.replayed(paid.repeated)
    refusal = refusal_of(paid.checkout)
    if refusal is not None:
        refusal.headers |= replayed
        raise refusal
    return answer(paid_answer(paid.checkout), headers={"Cache-Control": "no-store"} | replayed)


def _key(body: PayRequest) -> str:
    """What makes this payment one: the form's own, or the header of a program that sends one."""
    sent = body.key or request.headers.get(idempotency.HEADER)
    return str(idempotency.id_of(sent or None, required=False))


def _typed() -> Entered:
    """What stands in the form that was sent, but for the card."""
    typed = request.form
    return Entered(
        name=typed.get("name", ""),
        email=typed.get("email", ""),
        street=typed.get("address", ""),
        postcode=typed.get("postcode", ""),
        city=typed.get("city", ""),
        country=typed.get("country", ""),
    )
