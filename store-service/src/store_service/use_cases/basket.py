"""Puts goods into the visitor's basket, which cart-service keeps."""

from dataclasses import dataclass
from typing import Any

from common import logs
from common.errors import NeighbourUnavailable
from common.service_client import Refusal
from store_service.collaborators import Collaborators
from store_service.errors import GoodsNotFound, NotForSale
from store_service.models.basket import Glance
from store_service.models.goods import Product
from store_service.repository import goods

log = logs.get(__name__)

MOST_UNITS = 999


@dataclass(frozen=True, slots=True)
class Added:
    """What went into the basket, and how much is in it now; None while nobody knows."""

    product: Product
    units: int | None
    quantity: int | None
    """Of this product."""


def glance(shop: Collaborators, basket_id: str) -> Glance:
    """How many things lie in a basket."""
    return shop.baskets.glance(basket_id)


def add(shop: Collaborators, basket_id: str, product_id: int, quantity: int, *, key: str) -> Added:
    """Put so many units of a product in.

    Raises:
        GoodsNotFound, NotForSale: the shop does not sell it.
        NeighbourUnavailable: the basket does not answer; a repeat with the same key is safe.
    """
    product = for_sale(shop, product_id)
    shop.baskets.add(basket_id, product.id, quantity, key=key)
    return _state(shop, basket_id, product)


def set_quantity(shop: Collaborators, basket_id: str, product_id: int, quantity: int) -> Added:
    """Have so many units of a product in it.

    Raises:
        As for `add`.
    """
    product = for_sale(shop, product_id)
    shop.baskets.set_quantity(basket_id, product.id, quantity)
    return _state(shop, basket_id, product)


def as_document(
    shop: Collaborators,
    path: str,
    basket_id: str,
    item: str | None = None,
    *,
    named: str = "",
    key: str | None = None,
) -> dict[str, Any]:
    """What the basket answers at one of document 003's addresses.

    Raises:
        Refusal: it said no.
        NeighbourUnavailable: it does not answer.
    """
    return shop.baskets.as_document(path, basket_id, item, named=named, key=key)


def for_sale(shop: Collaborators, product_id: int) -> Product:
    """A product that can be bought.

    Raises:
        GoodsNotFound, NotForSale: it cannot.
    """
    with shop.database.statements() as connection:
        product = goods.by_id(connection, [product_id]).get(product_id)
    if product is None:
        raise GoodsNotFound(f"The shop has no product {product_id}")
    if product.archived:
        raise NotForSale(f"{product.name} is not sold any more")
    return product


def _state(shop: Collaborators, basket_id: str, product: Product) -> Added:
    """What was asked for is done by now: a look that fails must not make anybody press again."""
    try:
        lines = shop.baskets.contents(basket_id)["lines"]
    except (NeighbourUnavailable, Refusal) as missing:
        log.warning("what is in the basket is not known", reason=str(missing))
        return Added(product, None, None)
    held = {line["product_id"]: line["quantity"] for line in lines}
    return Added(product, sum(held.values()), held.get(product.id, 0))
