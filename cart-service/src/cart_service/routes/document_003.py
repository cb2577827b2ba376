"""The basket as document 003 asks for it, with the curl lines that it prints."""

from flask import Blueprint, Response, request

from cart_service.collaborators import Collaborators
from cart_service.errors import (
    BasketFull,
    BasketNotNamed,
    NoPricesYet,
    NoSuchBasket,
    NotOnSale,
    TooMany,
)
from cart_service.payloads import document as payloads
from cart_service.payloads.whose import BASKET_ID, KEY, act_at_hand, basket_at_hand
from cart_service.use_cases import baskets
from common.access import EVERYBODY, allow
from common.api import answer, operation
from common.errors import ForeignRequest, IdempotencyKeyReused, InvalidIdempotencyKey
from common.web import collaborators

blueprint = Blueprint("document_003", __name__)

_TAG = "The documents' basket"
_ERRORS = (BasketNotNamed, NoSuchBasket, NoPricesYet)


@blueprint.get("/products")
@operation(
    summary="List what the shop sells (document 003)",
    tag=_TAG,
    answer=payloads.ListedProducts,
    errors=(NoPricesYet,),
)
@allow(EVERYBODY)
def products() -> Response:
    """Every product's code, name and price."""
    found = baskets.products(collaborators(Collaborators))
    return answer(payloads.listed(found.products), headers=payloads.headers(found))


@blueprint.get("/basket")
@operation(
    summary="Look into the basket (document 003)",
    tag=_TAG,
    answer=payloads.Items,
    headers=(BASKET_ID,),
    errors=_ERRORS,
)
@allow(EVERYBODY)
def basket() -> Response:
    """A code for every unit."""
    return _answer(_look())


@blueprint.post("/basket")
@operation(
    summary="Put one more of a product into the basket (document 003)",
    tag=_TAG,
    body=payloads.ItemRequest,
    answer=payloads.Items,
    headers=(BASKET_ID, KEY),
    errors=(
        *_ERRORS,
        NotOnSale,
        TooMany,
        BasketFull,
        IdempotencyKeyReused,
        InvalidIdempotencyKey,
    ),
)
@allow(EVERYBODY)
def add(body: payloads.ItemRequest) -> Response:
    """A code for every unit, with the new one."""
    cart = collaborators(Collaborators)
    act = act_at_hand(f"add {body.item}")
    return _answer(baskets.add_coded(cart, basket_at_hand(cart), body.item, act))


@blueprint.get("/totalbasket")
@operation(
    summary="Look into the basket and at its total (document 003)",
    tag=_TAG,
    answer=payloads.ItemsWithTotal,
    headers=(BASKET_ID,),
    errors=_ERRORS,
)
@allow(EVERYBODY)
def total() -> Response:
    """A code for every unit, and what all of them cost."""
    seen = _look()
    return answer(payloads.items_with_total(seen.shown), headers=payloads.headers(seen))


@blueprint.delete("/basket")
@operation(
    summary="Empty the basket",
    tag=_TAG,
    answer=payloads.Items,
    headers=(BASKET_ID,),
    errors=_ERRORS,
)
@allow(EVERYBODY)
def delete() -> Response:
    """Nothing in it any more."""
    return _answer(_empty())


@blueprint.get("/emptybasket")
@operation(
    summary="Empty the basket (document 003)",
    tag=_TAG,
    answer=payloads.Items,
    headers=(BASKET_ID,),
    errors=(*_ERRORS, ForeignRequest),
)
@allow(EVERYBODY)
def empty() -> Response:
    """The one GET that changes anything, since the document has it so; no other site's page can make a browser ask."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise ForeignRequest
    return _answer(_empty())


def _look() -> baskets.Seen:
    cart = collaborators(Collaborators)
    return baskets.look(cart, basket_at_hand(cart))


def _empty() -> baskets.Seen:
    cart = collaborators(Collaborators)
    return baskets.empty(cart, basket_at_hand(cart))


def _answer(seen: baskets.Seen) -> Response:
    return answer(payloads.items(seen.shown), headers=payloads.headers(seen))
