"""The checkout: where somebody pays for the basket, and where they see what became of it."""

import uuid
from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template, request

from cart_service.collaborators import Collaborators
from cart_service.errors import (
    BasketChanged,
    BasketEmpty,
    BasketNotNamed,
    CheckoutRunning,
    GoodsSoldOut,
    NoPricesYet,
    NoSuchBasket,
    NotSoldOnline,
    PaymentDeclined,
    PaymentNotMade,
    PaymentReturned,
    PriceChanged,
)
from cart_service.models.checkout import Checkout, State
from cart_service.payloads import checkouts as payloads
from cart_service.payloads.countries import countries, country_of
from cart_service.payloads.paying import ADVICE, Entered, fresh_key, with_account, with_demo_card
from cart_service.payloads.whose import BASKET_ID, KEY, basket_at_hand, shopper
from cart_service.use_cases import baskets, checkouts
from cart_service.use_cases.baskets import Seen, Whose
from cart_service.use_cases.checkouts import Wish, content_shown
from common import idempotency
from common.access import EVERYBODY, allow
from common.api import answer, operation
from common.errors import (
    IdempotencyKeyReused,
    InvalidIdempotencyKey,
    InvalidRequest,
    ServiceError,
)
from common.web import collaborators, refuse

blueprint = Blueprint("checkout_pages", __name__)

_ERRORS = (
    BasketNotNamed,
    NoSuchBasket,
    NoPricesYet,
    BasketEmpty,
    BasketChanged,
    PriceChanged,
    PaymentDeclined,
    GoodsSoldOut,
    NotSoldOnline,
    CheckoutRunning,
    PaymentReturned,
    PaymentNotMade,
    IdempotencyKeyReused,
    InvalidIdempotencyKey,
)


@blueprint.get("/checkout")
@allow(EVERYBODY)
def checkout() -> Response:
    """The form, or what stands before it: a payment that runs, or an empty basket."""
    cart = collaborators(Collaborators)
    response = make_response()
    whose = _own(cart, response)
    standing = checkouts.stand_at(cart, whose)
    if standing.running is not None:
        return _to(standing.running.id)
    seen = baskets.look(cart, whose)
    if not seen.shown.lines:
        response.set_data(_page("checkout/empty.html", seen, bought=standing.bought))
        return response
    response.set_data(_form_page(cart, seen, _known_of(cart)))
    return response


@blueprint.get("/checkout/<uuid:checkout_id>")
@allow(EVERYBODY)
def outcome(checkout_id: uuid.UUID) -> Response:
    """What became of it, or that it is not known yet; where it came to nothing, the form once more."""
    cart = collaborators(Collaborators)
    response = make_response()
    whose = _own(cart, response)
    found = checkouts.look(cart, whose, checkout_id)
    seen = baskets.look(cart, whose)
    if found.state is State.DONE:
        page = _page("checkout/paid.html", seen, checkout=found, **_links(cart, found))
    elif not found.is_over:
        page = _page("checkout/checking.html", seen, checkout=found)
    elif found.state is State.SOLD_OUT and found.told.get("short"):
        names = {each.product_id: each.name for each in found.wanted}
        page = _page("checkout/sold_out.html", seen, checkout=found, names=names)
    elif not seen.shown.lines:
        page = _page("checkout/empty.html", seen, bought=None)
    else:
        page = _form_page(cart, seen, _entered_in(found), ended=found)
    response.set_data(page)
    return response


@blueprint.post("/checkout/<uuid:checkout_id>/rest")
@allow(EVERYBODY)
def take_the_rest(checkout_id: uuid.UUID) -> Response:
    """Go on with what there still is."""
    cart = collaborators(Collaborators)
    checkouts.take_the_rest(cart, basket_at_hand(cart), checkout_id)
    return Response(status=303, headers={"Location": "/checkout"})


@blueprint.post("/process_payment")
@operation(
    summary="Pay for the basket (document 002)",
    tag="The documents' checkout",
    body=payloads.PayRequest,
    forms=True,
    answer=payloads.PaidAnswer,
    headers=(BASKET_ID, KEY),
    errors=_ERRORS,
)
@allow(EVERYBODY)
def process_payment(body: payloads.PayRequest) -> Response:
    """Paid, or why not; a page's form leads to a page that says so."""
    cart = collaborators(Collaborators)
    entered = with_account(body.entered, shopper())
    return _pay(cart, body, entered, whole_address=_wants_page())


@blueprint.post("/api/record_payment")
@operation(
    summary="Pay for the basket (document 004)",
    tag="The documents' checkout",
    body=payloads.PayRequest,
    forms=True,
    answer=payloads.PaidAnswer,
    headers=(BASKET_ID, KEY),
    errors=_ERRORS,
)
@allow(EVERYBODY)
def record_payment(body: payloads.PayRequest) -> Response:
    """As /process_payment; in a demo without a card it is paid with the demo's."""
    cart = collaborators(Collaborators)
    entered = with_account(body.entered, shopper())
    if cart.settings.demo and entered.has_no_card:
        entered = with_demo_card(entered, cart.clock.now().date())
    return _pay(cart, body, entered)


@blueprint.errorhandler(CheckoutRunning)
def follow(error: CheckoutRunning) -> Response:
    """Whoever presses twice, or in two tabs, is led to the one payment that runs."""
    return _to(error.facts["checkout_id"]) if _wants_page() else refuse(error)


@blueprint.errorhandler(BasketEmpty)
def explain_empty(error: BasketEmpty) -> Response:
    """The checkout's own page says it in its way."""
    return (
        Response(status=303, headers={"Location": "/checkout"}) if _wants_page() else refuse(error)
    )


@blueprint.errorhandler(InvalidRequest)
@blueprint.errorhandler(BasketChanged)
def explain(error: ServiceError) -> Response:
    """The form comes back with what to do at each field, and with everything that was typed but the card."""
    if not _wants_page():
        return refuse(error)
    cart = collaborators(Collaborators)
    response = make_response()
    seen = baskets.look(cart, _own(cart, response))
    if not seen.shown.lines:
        return Response(status=303, headers={"Location": "/checkout"})
    wrong = {each.pointer.removeprefix("/"): each.detail for each in error.errors}
    response.set_data(_form_page(cart, seen, _typed(), wrong=wrong, problem=error.code))
    response.status_code = error.status
    return response


def _pay(
    cart: Collaborators,
    body: payloads.PayRequest,
    entered: Entered,
    *,
    whole_address: bool = False,
) -> Response:
    whose = basket_at_hand(cart)
    entered.refuse_wrong(cart.clock.now().date(), payloads.FIELDS, whole_address=whole_address)
    currency = cart.catalogue.look().catalogue.currency
    found = checkouts.pay(
        cart,
        whose,
        Wish(
            key=_key(body),
            customer=entered.customer(shopper()),
            address=entered.address,
            card=entered.card,
            total=payloads.total_of(body.total, currency),
            content=body.content,
            tries_again=_wants_page(),
        ),
    )
    if _wants_page():
        return _to(found.id)
    refusal = payloads.refusal_of(found)
    if refusal is not None:
        raise refusal
    return answer(payloads.paid_answer(found), headers={"Cache-Control": "no-store"})


def _key(body: payloads.PayRequest) -> str:
    """What makes this payment one: the form's own, or the header of a program that sends one."""
    sent = body.key or request.headers.get(idempotency.HEADER)
    return str(idempotency.id_of(sent or None, required=False))


def _own(cart: Collaborators, response: Response) -> Whose:
    """The visitor's own basket, which they have from this page on."""
    return Whose(cart.cookie.keep(response), shopper().account_id)


def _known_of(cart: Collaborators) -> Entered:
    """What is known of whoever has signed in."""
    caller = shopper()
    entered = with_account(Entered(), caller)
    before = checkouts.last_address(cart, caller.account_id) if caller.account_id else None
    return replace(entered, **before.as_json()) if before else entered


def _entered_in(found: Checkout) -> Entered:
    """What was typed for a checkout, but for the card, which nobody has kept."""
    who = found.customer
    return Entered(name=who.name, email=who.email, **found.address.as_json())


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


def _form_page(
    cart: Collaborators,
    seen: Seen,
    entered: Entered,
    *,
    wrong: Mapping[str, str] | None = None,
    problem: str = "",
    ended: Checkout | None = None,
) -> str:
    known = cart.catalogue.look().catalogue
    return _page(
        "checkout/form.html",
        seen,
        entered=entered,
        wrong=wrong or {},
        problem=problem,
        ended=ended,
        declined=payloads.words_for(ended) if ended else ("", ""),
        now_costs=payloads.costs_now(ended, seen.shown.priced.total),
        advice=ADVICE,
        key=fresh_key(),
        content=content_shown(seen.shown),
        country=entered.country or country_of(known.time_zone),
        countries=countries(cart.settings.locale),
    )


def _page(template: str, seen: Seen, **shown: object) -> str:
    shop = collaborators(Collaborators).settings.store_public_url.rstrip("/")
    return render_template(
        template, at_checkout=True, seen=seen, basket=seen.shown, shop=shop, **shown
    )


def _links(cart: Collaborators, bought: Checkout | None) -> dict[str, str]:
    """Where the order and its invoice are."""
    orders = cart.settings.order_public_url.rstrip("/")
    if bought is None or not orders:
        return {"order_url": "", "invoice_url": ""}
    path, query = f"{orders}/orders/{bought.id}", f"?key={bought.order_token}"
    return {"order_url": path + query, "invoice_url": f"{path}/invoice{query}"}


def _to(checkout_id: uuid.UUID | str) -> Response:
    return Response(status=303, headers={"Location": f"/checkout/{checkout_id}"})


def _wants_page() -> bool:
    """Forms come from pages; programs send JSON."""
    wanted = request.accept_mimetypes
    return bool(request.form) and wanted["text/html"] >= wanted["application/json"]
