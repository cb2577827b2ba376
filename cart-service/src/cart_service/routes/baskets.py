"""Baskets under /api/v1: to read, to fill, to change, to empty."""

import secrets

from flask import Blueprint, Response, g, request

from cart_service.collaborators import Collaborators
from cart_service.errors import (
    BasketFull,
    NoPricesYet,
    NoSuchBasket,
    NothingToPutBack,
    NotOnSale,
    TooMany,
)
from cart_service.payloads import baskets as payloads
from cart_service.payloads.whose import KEY, act_at_hand, basket_at_hand
from cart_service.use_cases import baskets
from common.access import EVERYBODY, allow
from common.api import answer, operation
from common.errors import IdempotencyKeyReused, InvalidIdempotencyKey
from common.web import collaborators

blueprint = Blueprint("baskets", __name__, url_prefix="/api/v1/baskets")

_NOT_KEPT = {"Cache-Control": "no-store"}


@blueprint.before_request
def hide() -> None:
    """Whoever knows a basket's id may use it, so no log has it."""
    basket_id = (request.view_args or {}).get("basket_id")
    if basket_id:
        g.shown_path = request.path.replace(basket_id, "…", 1)


@blueprint.post("")
@operation(
    summary="Name a basket of one's own", tag="Baskets", answer=payloads.FreshBasket, status=201
)
@allow(EVERYBODY)
def make() -> Response:
    """An id that nobody guesses; nothing is kept before something is put in."""
    return answer(payloads.FreshBasket(id=secrets.token_urlsafe(24)), 201, _NOT_KEPT)


@blueprint.get("/<basket_id>")
@operation(
    summary="Look into a basket",
    tag="Baskets",
    answer=payloads.BasketAnswer,
    errors=(NoSuchBasket, NoPricesYet),
)
@allow(EVERYBODY)
def show(basket_id: str) -> Response:
    """The basket at the shop's present prices; one that nobody filled is empty."""
    cart = collaborators(Collaborators)
    return _answer(baskets.look(cart, basket_at_hand(cart, basket_id)))


@blueprint.delete("/<basket_id>")
@operation(
    summary="Empty a basket",
    tag="Baskets",
    answer=payloads.BasketAnswer,
    errors=(NoSuchBasket, NoPricesYet),
)
@allow(EVERYBODY)
def empty(basket_id: str) -> Response:
    """Nothing in it any more; its id stays good."""
    cart = collaborators(Collaborators)
    return _answer(baskets.empty(cart, basket_at_hand(cart, basket_id)))


@blueprint.post("/<basket_id>/lines")
@operation(
    summary="Put more of a product into a basket",
    tag="Baskets",
    body=payloads.AddRequest,
    answer=payloads.BasketAnswer,
    headers=(KEY,),
    errors=(
        NoSuchBasket,
        NotOnSale,
        TooMany,
        BasketFull,
        NoPricesYet,
        IdempotencyKeyReused,
        InvalidIdempotencyKey,
    ),
)
@allow(EVERYBODY)
def add(basket_id: str, body: payloads.AddRequest) -> Response:
    """The basket as it is then; a repeat under the same key adds nothing."""
    cart = collaborators(Collaborators)
    act = act_at_hand(f"add {body.quantity} of {body.product_id}")
    whose = basket_at_hand(cart, basket_id)
    return _answer(baskets.add(cart, whose, body.product_id, body.quantity, act))


@blueprint.put("/<basket_id>/lines/<int:product_id>")
@operation(
    summary="Say how many of a product a basket holds",
    tag="Baskets",
    body=payloads.HoldRequest,
    answer=payloads.BasketAnswer,
    errors=(NoSuchBasket, NotOnSale, TooMany, BasketFull, NoPricesYet),
)
@allow(EVERYBODY)
def hold(basket_id: str, product_id: int, body: payloads.HoldRequest) -> Response:
    """So many and no longer as many as before; 0 takes the product out."""
    cart = collaborators(Collaborators)
    whose = basket_at_hand(cart, basket_id)
    return _answer(baskets.hold(cart, whose, product_id, body.quantity))


@blueprint.post("/<basket_id>/lines/<int:product_id>/restore")
@operation(
    summary="Put a product back that was taken out",
    tag="Baskets",
    answer=payloads.BasketAnswer,
    errors=(NoSuchBasket, NothingToPutBack, BasketFull, NoPricesYet),
)
@allow(EVERYBODY)
def restore(basket_id: str, product_id: int) -> Response:
    """As many as before, at its old place."""
    cart = collaborators(Collaborators)
    return _answer(baskets.restore(cart, basket_at_hand(cart, basket_id), product_id))


@blueprint.post("/<basket_id>/seen")
@operation(
    summary="Accept what has changed",
    tag="Baskets",
    answer=payloads.BasketAnswer,
    errors=(NoSuchBasket, NoPricesYet),
)
@allow(EVERYBODY)
def accept(basket_id: str) -> Response:
    """The present prices and promotions are those that the shopper has seen."""
    cart = collaborators(Collaborators)
    return _answer(baskets.accept(cart, basket_at_hand(cart, basket_id)))


def _answer(seen: baskets.Seen) -> Response:
    available = baskets.available(collaborators(Collaborators), seen)
    return answer(payloads.basket_answer(seen, available), headers=_NOT_KEPT)
