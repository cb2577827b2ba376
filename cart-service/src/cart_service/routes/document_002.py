"""The basket as documents 002 and 004 ask for it: by the forms of pages, and as JSON."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from cart_service.collaborators import Collaborators
from cart_service.errors import (
    BasketFull,
    BasketNotNamed,
    NoPricesYet,
    NoSuchBasket,
    NothingToPutBack,
    NotOnSale,
    TooMany,
)
from cart_service.payloads import document as payloads
from cart_service.payloads.whose import BASKET_ID, KEY, act_at_hand, basket_at_hand
from cart_service.use_cases import baskets
from common.access import EVERYBODY, allow
from common.api import answer, is_from_page, operation
from common.errors import IdempotencyKeyReused, InvalidIdempotencyKey, InvalidRequest
from common.web import collaborators, refuse

blueprint = Blueprint("document_002", __name__)

_ERRORS = (BasketNotNamed, NoSuchBasket, NoPricesYet)
_CHANGING = (*_ERRORS, NotOnSale, TooMany, BasketFull)


@blueprint.post("/add_to_cart")
@operation(
    summary="Put more of a product into the basket (document 002)",
    tag="The documents' basket",
    body=payloads.AddToCart,
    forms=True,
    answer=payloads.Cart,
    headers=(BASKET_ID, KEY),
    errors=(*_CHANGING, IdempotencyKeyReused, InvalidIdempotencyKey),
)
@allow(EVERYBODY)
def add_to_cart(body: payloads.AddToCart) -> Response:
    """The basket as it is then; a page's form leads to the page."""
    cart = collaborators(Collaborators)
    act = act_at_hand(f"add {body.quantity} of {body.product_id}")
    whose = basket_at_hand(cart)
    return _answer(baskets.add(cart, whose, body.product_id, body.quantity, act))


@blueprint.post("/update_quantity")
@operation(
    summary="Say how many of a product the basket holds (document 002)",
    tag="The documents' basket",
    body=payloads.UpdateQuantity,
    forms=True,
    answer=payloads.Cart,
    headers=(BASKET_ID,),
    errors=_CHANGING,
)
@allow(EVERYBODY)
def update_quantity(body: payloads.UpdateQuantity) -> Response:
    """So many and no longer as many as before; 0 takes the product out."""
    cart = collaborators(Collaborators)
    quantity = max(body.quantity + body.step, 0)
    seen = baskets.hold(cart, basket_at_hand(cart), body.product_id, quantity)
    return _answer(seen, removed=0 if quantity else body.product_id)


@blueprint.post("/remove_item")
@operation(
    summary="Take a product out of the basket (document 002)",
    tag="The documents' basket",
    body=payloads.RemoveItem,
    forms=True,
    answer=payloads.Cart,
    headers=(BASKET_ID,),
    errors=_ERRORS,
)
@allow(EVERYBODY)
def remove_item(body: payloads.RemoveItem) -> Response:
    """Without the product; what is not in the basket cannot be missed."""
    cart = collaborators(Collaborators)
    seen = baskets.remove(cart, basket_at_hand(cart), body.product_id)
    return _answer(seen, removed=body.product_id)


@blueprint.post("/restore_item")
@operation(
    summary="Put a product back that was taken out of the basket",
    tag="The documents' basket",
    body=payloads.RemoveItem,
    forms=True,
    answer=payloads.Cart,
    headers=(BASKET_ID,),
    errors=(*_ERRORS, NothingToPutBack, BasketFull),
)
@allow(EVERYBODY)
def restore_item(body: payloads.RemoveItem) -> Response:
    """As many as before, at its old place."""
    cart = collaborators(Collaborators)
    return _answer(baskets.restore(cart, basket_at_hand(cart), body.product_id))


@blueprint.post("/api/cart")
@operation(
    summary="Say how many of a product the basket holds (document 004)",
    tag="The documents' basket",
    body=payloads.CartRequest,
    forms=True,
    answer=payloads.Cart,
    headers=(BASKET_ID,),
    errors=_CHANGING,
)
@allow(EVERYBODY)
def set_cart(body: payloads.CartRequest) -> Response:
    """So many and no longer as many as before; 0 takes the product out."""
    cart = collaborators(Collaborators)
    return _answer(baskets.hold(cart, basket_at_hand(cart), body.product_id, body.qty))


@blueprint.post("/accept_changes")
@operation(
    summary="Accept prices and promotions that changed",
    tag="The documents' basket",
    answer=payloads.Cart,
    headers=(BASKET_ID,),
    errors=_ERRORS,
)
@allow(EVERYBODY)
def accept_changes() -> Response:
    """The present prices and promotions are those that the shopper has seen."""
    cart = collaborators(Collaborators)
    return _answer(baskets.accept(cart, basket_at_hand(cart)))


@blueprint.errorhandler(InvalidRequest)
def explain(error: InvalidRequest) -> Response:
    """A page's form leads back to the page, which says what is wrong and keeps what was typed."""
    if not is_from_page():
        return refuse(error)
    fields = {
        "wrong": request.form.get("product_id", ""),
        "typed": request.form.get("quantity", ""),
        "why": error.code,
    }
    return _to_the_page(fields)


def _answer(seen: baskets.Seen, *, removed: int = 0) -> Response:
    """The page for whoever sent a form from one, which offers to undo a removal; else the basket."""
    if is_from_page():
        return _to_the_page({"removed": removed} if removed else {})
    return answer(payloads.cart(seen.shown), headers=payloads.headers(seen))


def _to_the_page(query: dict[str, Any]) -> Response:
    where = f"/?{urlencode(query)}" if query else "/"
    return Response(status=303, headers={"Location": where})
