"""Putting things into the basket from the shop's pages, by a form or by the page's own module."""

import secrets

from flask import Blueprint, flash, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from common.access import EVERYBODY, allow
from common.errors import BadRequest, FieldError, InvalidRequest, NeighbourUnavailable
from common.service_client import Refusal
from common.sessions.door import is_navigation, own_path
from common.web import collaborators
from store_service.collaborators import Collaborators
from store_service.errors import NotForSale
from store_service.payloads.refusals import passed_on
from store_service.use_cases import basket as use_cases

blueprint = Blueprint("shop_basket", __name__, url_prefix="/basket")


@blueprint.post("/add")
@allow(EVERYBODY)
def add() -> AnyResponse:
    """So many more units of a product."""
    return _change(more=True)


@blueprint.post("/set")
@allow(EVERYBODY)
def set_quantity() -> AnyResponse:
    """So many units of a product; none takes it out."""
    return _change(more=False)


def _change(*, more: bool) -> AnyResponse:
    shop = collaborators(Collaborators)
    back = own_path(request.form.get("next", "")) or "/"
    navigates = is_navigation()
    held = shop.basket_cookie.sent()
    if not held:
        # a browser without cookies would lose what it is told that it has
        problem = (
            "Your browser keeps no cookies, and the basket needs one. Allow them and press again."
        )
        if not navigates:
            raise BadRequest(problem)
        flash(problem, "bad")
        return redirect(back, 303)
    try:
        product_id, quantity = _number("product_id", 1), _number("quantity", 1 if more else 0)
        key = f"{request.form.get('key', '')[:40] or secrets.token_urlsafe(12)}-{product_id}"
        if more:
            added = use_cases.add(shop, held, product_id, quantity, key=key)
        else:
            added = use_cases.set_quantity(shop, held, product_id, quantity)
    except (NeighbourUnavailable, NotForSale, InvalidRequest, Refusal) as trouble:
        if not navigates:
            if isinstance(trouble, Refusal):
                return passed_on(trouble)
            raise
        flash(_words(trouble), "bad")
        return redirect(back, 303)
    if not navigates:
        return jsonify(name=added.product.name, units=added.units, quantity=added.quantity)
    flash(f"{added.product.name} is in your basket.", "good")
    return redirect(back, 303)


def _number(name: str, least: int) -> int:
    text = request.form.get(name, "1" if name == "quantity" else "").strip()
    most = use_cases.MOST_UNITS if name == "quantity" else 2**53
    if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
        raise InvalidRequest(
            f"Take a number from {least} to {most}",
            errors=(FieldError(f"/{name}", "no such number"),),
        )
    return int(text)


def _words(trouble: Exception) -> str:
    if isinstance(trouble, NeighbourUnavailable):
        return (
            "The basket does not answer at the moment. Nothing was lost; press again in a moment."
        )
    return str(getattr(trouble, "detail", "")) or "That did not work. Nothing was changed."
