"""The checkout: where somebody pays for the basket, and where they see what became of it."""

import uuid
from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, Response, make_response, render_template

from cart_service.collaborators import Collaborators
from cart_service.errors import BasketFree
from cart_service.models.checkout import Checkout, State
from cart_service.payloads import checkouts as payloads
from cart_service.payloads.countries import countries, country_of, is_sent_to
from cart_service.payloads.paying import ADVICE, Entered, fresh_key, with_account
from cart_service.payloads.whose import basket_at_hand, shopper
from cart_service.use_cases import baskets, checkouts, coupons
from cart_service.use_cases.baskets import Seen, Whose
from cart_service.use_cases.wishes import content_shown
from common.access import EVERYBODY, allow
from common.web import collaborators

blueprint = Blueprint("checkout_pages", __name__)


@blueprint.get("/checkout")
@allow(EVERYBODY)
def checkout() -> Response:
    """The form, or what stands before it: a payment that runs, or an empty basket."""
    cart = collaborators(Collaborators)
    response = make_response()
    whose = own(cart, response)
    standing = checkouts.stand_at(cart, whose)
    if standing.running is not None:
        return to(standing.running.id)
    seen = baskets.look(cart, whose)
    if not seen.shown.lines:
        bought = standing.bought
        response.set_data(_page("checkout/empty.html", seen, bought=bought, ended=None))
        return response
    # said before anybody types a card for it
    problem = BasketFree.code if seen.shown.priced.total.minor == 0 else ""
    response.set_data(form_page(cart, seen, _known_of(cart), problem=problem))
    return response


@blueprint.get("/checkout/<uuid:checkout_id>")
@allow(EVERYBODY)
def outcome(checkout_id: uuid.UUID) -> Response:
    """What became of it, or that it is not known yet; where it came to nothing, the form once more."""
    cart = collaborators(Collaborators)
    response = make_response()
    whose = own(cart, response)
    found = checkouts.look(cart, whose, checkout_id)
    seen = baskets.look(cart, whose)
    if found.state is State.DONE:
        page = _page(
            "checkout/paid.html",
            seen,
            checkout=found,
            paid_at=found.begun_at.astimezone(seen.prices_from.tzinfo),
            stands=checkouts.order_status(cart, found),
            **_links(cart, found),
        )
    elif not found.is_over:
        page = _page("checkout/checking.html", seen, checkout=found)
    elif found.state is State.SOLD_OUT and found.told.get("short"):
        names = {each.product_id: each.name for each in found.wanted}
        page = _page(
            "checkout/sold_out.html", seen, checkout=found, names=names, short=_short(cart, seen)
        )
    elif not seen.shown.lines:
        page = _page("checkout/empty.html", seen, **_ended(cart, whose, found, seen))
    else:
        page = form_page(cart, seen, _entered_in(found), ended=found)
    response.set_data(page)
    return response


@blueprint.post("/checkout/<uuid:checkout_id>/without-coupons")
@allow(EVERYBODY)
def go_on_without_coupons(checkout_id: uuid.UUID) -> Response:
    """Go on without the coupons for which it was refused; the form comes back with what was typed."""
    cart = collaborators(Collaborators)
    coupons.go_on_without(cart, basket_at_hand(cart), checkout_id)
    return to(checkout_id)


@blueprint.post("/checkout/<uuid:checkout_id>/rest")
@allow(EVERYBODY)
def take_the_rest(checkout_id: uuid.UUID) -> Response:
    """Go on with what there still is."""
    cart = collaborators(Collaborators)
    checkouts.take_the_rest(cart, basket_at_hand(cart), checkout_id)
    return Response(status=303, headers={"Location": "/checkout"})


def own(cart: Collaborators, response: Response) -> Whose:
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


def form_page(
    cart: Collaborators,
    seen: Seen,
    entered: Entered,
    *,
    wrong: Mapping[str, str] | None = None,
    problem: str = "",
    ended: Checkout | None = None,
) -> str:
    """The form with what is known, what is wrong with it, and what became of the attempt before."""
    known = cart.catalogue.look().catalogue
    country = entered.country if is_sent_to(entered.country) else country_of(known.time_zone)
    return _page(
        "checkout/form.html",
        seen,
        entered=entered,
        advice=ADVICE,
        key=fresh_key(),
        content=content_shown(seen.shown),
        short=_short(cart, seen),
        country=country,
        countries=countries(cart.settings.locale),
        **_became(ended, seen, wrong, problem),
    )


def _short(cart: Collaborators, seen: Seen) -> dict[int, int]:
    """Of which products less is left than lies in the basket: said before anybody types a card for it."""
    return seen.shown.short(baskets.available(cart, seen))


def _became(
    ended: Checkout | None, seen: Seen, wrong: Mapping[str, str] | None = None, problem: str = ""
) -> dict[str, object]:
    """What the notices say: what is wrong with what was sent, or what became of the attempt before."""
    return {
        "wrong": wrong or {},
        "problem": problem,
        "ended": ended,
        "declined": payloads.words_for(ended) if ended else ("", ""),
        "spent": coupons.spent(ended, seen.shown) if ended else (),
        "now_costs": payloads.costs_now(ended, seen.shown.priced.total),
    }


def _ended(cart: Collaborators, whose: Whose, found: Checkout, seen: Seen) -> dict[str, object]:
    """What an empty basket is shown with: what became of the attempt, or the order that was paid after it.

    Going back from a card that was taken leads to the one that was declined.
    """
    bought = checkouts.stand_at(cart, whose).bought
    if bought is not None and bought.begun_at >= found.begun_at:
        return {"bought": bought, "ended": None}
    return {"bought": None, "short": {}, **_became(found, seen)}


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


def to(checkout_id: uuid.UUID | str) -> Response:
    """Lead to the page of a checkout."""
    return Response(status=303, headers={"Location": f"/checkout/{checkout_id}"})
