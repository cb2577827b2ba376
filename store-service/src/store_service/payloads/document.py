"""Goods, accounts and baskets as documents 002, 003 and 004 have them."""

import base64
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field, RootModel

from common.access import Role
from common.payload import Answer, DecimalNumber, Payload, Text, Whole
from store_service.models.goods import Product, Stock
from store_service.payloads.catalogue import cover_url


class DocumentAlbum(Answer):
    """An album, or anything else that is sold (document 002)."""

    id: int
    title: str
    artist: str | None
    genre: str | None
    year: int | None
    price: DecimalNumber
    cover_url: str | None
    stock: int


class DocumentQuery(Payload):
    """What to tell of the goods besides."""

    image_data: Annotated[Whole, Field(ge=0, le=1)] = 0
    """1: each picture too, as Base64."""


class DocumentProduct(Answer):
    """A product (document 004)."""

    product_id: int
    name: str
    price: DecimalNumber
    stock: int
    threshold: int
    image_url: str | None
    image_data: str | None = None


class DocumentProducts(RootModel[list[DocumentProduct]]):
    """Everything on sale (document 004)."""


class DocumentGoods(Answer):
    """A product (document 003)."""

    code: str
    name: str
    price: DecimalNumber


class DocumentGoodsList(Answer):
    """Everything on sale (document 003)."""

    products: list[DocumentGoods]


class DocumentItem(Payload):
    """What to put into the basket: one unit, by its code (document 003)."""

    item: Annotated[Text, Field(min_length=1, max_length=64)]


class DocumentBasket(Answer):
    """The codes of what lies in the basket, one for each unit (document 003)."""

    items: list[str]


class DocumentTotal(DocumentBasket):
    """And what all of it costs."""

    total: DecimalNumber


class DocumentPerson(Answer):
    """Somebody who signed up or in (document 004); `redirect` is where they begin."""

    user_id: str
    role: Role
    redirect: str


class SignUpRequest(Payload):
    """A new shopper."""

    full_name: Annotated[Text, Field(min_length=1, max_length=200)]
    email: Annotated[Text, Field(min_length=3, max_length=254)]
    password: Annotated[str, Field(max_length=256)]


class LoginRequest(Payload):
    """E-mail and password."""

    email: Annotated[Text, Field(min_length=1, max_length=254)]
    password: Annotated[str, Field(min_length=1, max_length=256)]


def album(product: Product, stock: Stock, base: str) -> DocumentAlbum:
    """A product as document 002 has it."""
    return DocumentAlbum(
        id=product.id,
        title=product.name,
        artist=product.artist,
        genre=product.genre,
        year=product.year,
        price=product.price.decimal,
        cover_url=cover_url(product, base, at_least=640),
        stock=stock.available,
    )


def product_list(
    products: Iterable[Product],
    stock: Mapping[int, Stock],
    base: str,
    images: Mapping[str, bytes] | None,
) -> DocumentProducts:
    """Goods as document 004 has them; with `images`, each with its own."""
    return DocumentProducts(
        [
            DocumentProduct(
                product_id=each.id,
                name=each.name,
                price=each.price.decimal,
                stock=stock[each.id].available,
                threshold=each.threshold,
                image_url=cover_url(each, base),
                image_data=_encoded(images, each),
            )
            for each in products
        ]
    )


def goods(products: Iterable[Product]) -> DocumentGoodsList:
    """Goods as document 003 has them."""
    return DocumentGoodsList(
        products=[
            DocumentGoods(code=each.code, name=each.name, price=each.price.decimal)
            for each in products
        ]
    )


def _encoded(images: Mapping[str, bytes] | None, product: Product) -> str | None:
    if not images or product.cover is None or product.cover.id not in images:
        return None
    return base64.b64encode(images[product.cover.id]).decode()
