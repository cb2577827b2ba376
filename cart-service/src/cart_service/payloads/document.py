"""Baskets as documents 002, 003 and 004 have them: decimal numbers, and the words they chose."""

from typing import Annotated, Any

from pydantic import Field, model_validator

from cart_service.models.catalogue import Product
from cart_service.models.shown import ShownBasket
from cart_service.payloads.baskets import ProductId, Quantity, Units
from cart_service.use_cases.baskets import Goods, Seen
from common.payload import Answer, DecimalNumber, Payload, Text

#: On an answer while the shop is away: from when its prices are. The documents' bodies have no place for it.
PRICES_FROM = "Prices-From"


class _OfProduct(Payload):
    """Document 002 sells albums, and calls a product's id `album_id` too."""

    product_id: ProductId

    @model_validator(mode="before")
    @classmethod
    def _album(cls, given: Any) -> Any:
        if isinstance(given, dict) and "album_id" in given and "product_id" not in given:
            return {"product_id" if name == "album_id" else name: given[name] for name in given}
        return given


class AddToCart(_OfProduct):
    """So many more of a product."""

    quantity: Units = 1


class UpdateQuantity(_OfProduct):
    """So many of a product; 0 takes it out. `step` is added to it, as the page's - and + do."""

    quantity: Quantity
    step: Annotated[int, Field(ge=-1, le=1)] = 0

    @model_validator(mode="before")
    @classmethod
    def _step(cls, given: Any) -> Any:
        if isinstance(given, dict) and given.get("step") in ("-1", "1"):
            return given | {"step": int(given["step"])}
        return given


class RemoveItem(_OfProduct):
    """A product that is to go, or to come back."""


class CartRequest(Payload):
    """Document 004: so many of a product; 0 takes it out."""

    product_id: ProductId
    qty: Quantity


class ItemRequest(Payload):
    """Document 003: one more of a product, by its code."""

    item: Annotated[Text, Field(min_length=1, max_length=100)]


class CartItem(Answer):
    """A line; its total is what is paid for it, promotions taken off."""

    product_id: int
    name: str
    quantity: int
    unit_price: DecimalNumber
    line_total: DecimalNumber


class Cart(Answer):
    """The basket as documents 002 and 004 see it."""

    items: list[CartItem]
    total: DecimalNumber


class ListedProduct(Answer):
    """A product as document 003 lists it."""

    code: str
    name: str
    price: DecimalNumber


class ListedProducts(Answer):
    """Every product in the shop."""

    products: list[ListedProduct]


class Items(Answer):
    """The basket as document 003 sees it: a code for every unit."""

    items: list[str]


class ItemsWithTotal(Answer):
    """The basket and what it costs."""

    items: list[str]
    total: DecimalNumber


def headers(found: Seen | Goods) -> dict[str, str]:
    """What goes along with prices: no cache keeps them, and old ones say so."""
    old = {PRICES_FROM: found.prices_from.isoformat()} if found.stale else {}
    return {"Cache-Control": "no-store"} | old


def cart(shown: ShownBasket) -> Cart:
    """The basket as documents 002 and 004 see it."""
    return Cart(
        items=[
            CartItem(
                product_id=line.product.id,
                name=line.product.name,
                quantity=line.quantity,
                unit_price=line.priced.unit_price.decimal,
                line_total=line.priced.total.decimal,
            )
            for line in shown.lines
        ],
        total=shown.priced.total.decimal,
    )


def listed(products: list[Product]) -> ListedProducts:
    """The shop's products as document 003 lists them."""
    return ListedProducts(
        products=[
            ListedProduct(code=each.code, name=each.name, price=each.price.decimal)
            for each in products
        ]
    )


def items(shown: ShownBasket) -> Items:
    """The basket as document 003 sees it."""
    return Items(items=_codes(shown))


def items_with_total(shown: ShownBasket) -> ItemsWithTotal:
    """The same with its total."""
    return ItemsWithTotal(items=_codes(shown), total=shown.priced.total.decimal)


def _codes(shown: ShownBasket) -> list[str]:
    return [line.product.code for line in shown.lines for _ in range(line.quantity)]
