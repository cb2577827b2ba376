"""Document 003's basket, which people know on this port: handed on to cart-service as it comes."""

from flask import Blueprint, Response, jsonify, request

from common import idempotency
from common.access import EVERYBODY, allow
from common.api import Header, operation
from common.errors import (
    ForeignRequest,
    IdempotencyKeyReused,
    InvalidIdempotencyKey,
    InvalidRequest,
    NeighbourUnavailable,
    NotFound,
)
from common.service_client import Refusal
from common.web import collaborators
from store_service.collaborators import Collaborators
from store_service.payloads import document as payloads
from store_service.payloads.refusals import passed_on
from store_service.use_cases import basket

blueprint = Blueprint("document_baskets", __name__)

_BASKET_ID = Header("Basket-Id", "The basket that is meant; a browser's cookie says it too.")
_KEY = Header(
    idempotency.HEADER, "A UUID made for this act; a repeat with the same key adds nothing."
)


@blueprint.get("/basket")
@operation(
    summary="What lies in the basket (document 003)",
    tag="Basket",
    answer=payloads.DocumentBasket,
    headers=(_BASKET_ID,),
    errors=(NeighbourUnavailable,),
)
@allow(EVERYBODY)
def show() -> Response:
    """One code for each unit."""
    return _handed_on("/basket")


@blueprint.post("/basket")
@operation(
    summary="Put one unit into the basket (document 003)",
    tag="Basket",
    body=payloads.DocumentItem,
    answer=payloads.DocumentBasket,
    forms=True,
    headers=(_BASKET_ID, _KEY),
    errors=(
        NotFound,
        InvalidRequest,
        IdempotencyKeyReused,
        InvalidIdempotencyKey,
        NeighbourUnavailable,
    ),
)
@allow(EVERYBODY)
def add(body: payloads.DocumentItem) -> Response:
    """By its code, as MUG."""
    return _handed_on("/basket", item=body.item)


@blueprint.get("/totalbasket")
@operation(
    summary="What lies in the basket and what it costs (document 003)",
    tag="Basket",
    answer=payloads.DocumentTotal,
    headers=(_BASKET_ID,),
    errors=(NeighbourUnavailable,),
)
@allow(EVERYBODY)
def total() -> Response:
    """With what is on offer."""
    return _handed_on("/totalbasket")


@blueprint.get("/emptybasket")
@operation(
    summary="Empty the basket (document 003)",
    tag="Basket",
    answer=payloads.DocumentBasket,
    headers=(_BASKET_ID,),
    errors=(ForeignRequest, NeighbourUnavailable),
)
@allow(EVERYBODY)
def empty() -> Response:
    """The one address that changes something when it is read, so no other site's page may lead here."""
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise ForeignRequest
    return _handed_on("/emptybasket")


def _handed_on(path: str, *, item: str | None = None) -> Response:
    shop = collaborators(Collaborators)
    own, named = shop.basket_cookie.sent(), request.headers.get("Basket-Id", "")
    key = None if item is None else request.headers.get(idempotency.HEADER)
    try:
        found = basket.as_document(shop, path, own, item, named=named, key=key)
    except Refusal as refusal:
        return passed_on(refusal)
    response = jsonify(found)
    response.headers["Cache-Control"] = "no-store"
    return response
