"""Shows goods: a shelf of them, one of them, the whole catalogue for the basket."""

from collections.abc import Sequence
from dataclasses import dataclass

from common import pricing
from store_service.collaborators import Collaborators
from store_service.errors import CoverNotFound, GoodsNotFound
from store_service.models.catalogue import Edition
from store_service.models.goods import Product, Stock
from store_service.models.shelf import PAGE, Shelf
from store_service.repository import covers
from store_service.repository import goods as repository

_OTHERS = 4
_MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of a shelf, with everything that is told about its goods."""

    shelf: Shelf
    edition: Edition
    offers: Sequence[pricing.Promotion]
    products: Sequence[Product]
    stock: dict[int, Stock]
    count: int

    @property
    def last_page(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.count // PAGE))


@dataclass(frozen=True, slots=True)
class OnePage:
    """One product, with what is told about it."""

    product: Product
    stock: Stock
    edition: Edition
    offers: Sequence[pricing.Promotion]
    """Those that cover it."""
    all_offers: Sequence[pricing.Promotion]
    others: Sequence[Product]
    others_stock: dict[int, Stock]


def show(shop: Collaborators, shelf: Shelf) -> Shown:
    """A page of goods.

    Raises:
        NoShop: there is no chain yet.
        DatabaseUnavailable: nobody knows what there is.
    """
    edition = shop.editions.current()
    offers = edition.offers(shop.clock.now())
    offered = None
    if shelf.only_offers and not any(each.covers_all for each in offers):
        offered = repository.Offered(
            {product_id for each in offers for product_id in each.product_ids},
            {department for each in offers for department in each.departments},
        )
    if shelf.words and not shelf.stems:
        return Shown(shelf, edition, offers, (), {}, 0)
    known = None if shelf.only_offers else shelf.holds
    with shop.database.transaction() as connection:
        products, count = repository.on_shelf(
            connection, shelf, offered, edition.counts.get(known) if known else None
        )
        if known and len(edition.counts) < _MOST_COUNTED:
            edition.counts[known] = count
        ids = [each.id for each in products]
        stock = repository.stock(connection, ids, edition.branches)
    return Shown(shelf, edition, offers, products, stock, count)


def one(shop: Collaborators, product_id: int) -> OnePage:
    """One product, archived or not.

    Raises:
        GoodsNotFound: there never was one.
    """
    edition = shop.editions.current()
    offers = edition.offers(shop.clock.now())
    with shop.database.transaction() as connection:
        product = repository.by_id(connection, [product_id]).get(product_id)
        if product is None:
            raise GoodsNotFound(f"The shop has no product {product_id}")
        others = repository.like_it(connection, product, _OTHERS)
        ids = [product.id, *(each.id for each in others)]
        stock = repository.stock(connection, ids, edition.branches)
    covering = [each for each in offers if each.covers(product.id, product.department)]
    return OnePage(product, stock[product.id], edition, covering, offers, others, stock)


def everything(shop: Collaborators) -> tuple[Edition, list[Product], dict[int, Stock]]:
    """All goods on sale with their stock, of one revision."""
    edition = shop.editions.current()
    with shop.database.transaction() as connection:
        products = repository.on_sale(connection)
        stock = repository.stock(connection, [each.id for each in products], edition.branches)
    return edition, products, stock


def catalogue(shop: Collaborators) -> tuple[Edition, list[Product]]:
    """All goods on sale and what is on offer, of one revision."""
    while True:
        edition = shop.editions.current()
        with shop.database.transaction() as connection:
            products = repository.on_sale(connection)
        if shop.editions.current().revision == edition.revision:
            return edition, products


def stock(shop: Collaborators, product_ids: Sequence[int]) -> dict[int, Stock]:
    """How many of each of these can be sent; none of what the shop never had."""
    with shop.database.statements() as connection:
        return repository.stock(connection, product_ids, {})


def cover(shop: Collaborators, cover_id: str, width: int) -> bytes:
    """The bytes of a cover in one of its widths.

    Raises:
        CoverNotFound: there is no such picture.
    """
    with shop.database.statements() as connection:
        found = covers.find(connection, cover_id, width)
    if found is None:
        raise CoverNotFound
    return found


def small_covers(shop: Collaborators, cover_ids: list[str]) -> dict[str, bytes]:
    """Each of these covers in its smallest width."""
    with shop.database.statements() as connection:
        return covers.smallest(connection, cover_ids)
