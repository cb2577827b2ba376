"""What those who run the shop do: goods, their covers, and the shop's figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from common import images, logs
from common.errors import FieldError
from store_service.collaborators import Collaborators
from store_service.errors import CoverRefused, GoodsNotFound
from store_service.models.goods import Product, Stock
from store_service.models.office import Draft, Figures, Low, VatRate
from store_service.repository import goods, office

log = logs.get(__name__)

MOST_BYTES = 5 * 1024 * 1024
_MOST_LOW = 12


@dataclass(frozen=True, slots=True)
class Desk:
    """One product with all that its page shows."""

    product: Product
    stock: Stock
    unopened: Sequence[tuple[str, str]]
    """Shops, by id and name, that never had it."""


def products(
    shop: Collaborators, stems: Sequence[str], *, archived: bool, page: int
) -> tuple[list[Product], dict[int, Stock], int]:
    """A page of goods by name with their stock, and how many there are."""
    edition = shop.editions.current()
    with shop.database.transaction() as connection:
        found, count = office.listed(connection, stems=stems, archived=archived, page=page)
        stock = goods.stock(connection, [each.id for each in found], edition.branches)
    return found, stock, count


def desk(shop: Collaborators, product_id: int) -> Desk:
    """One product.

    Raises:
        GoodsNotFound: there is none.
    """
    edition = shop.editions.current()
    with shop.database.transaction() as connection:
        product = goods.by_id(connection, [product_id]).get(product_id)
        if product is None:
            raise GoodsNotFound(f"The shop has no product {product_id}")
        stock = goods.stock(connection, [product_id], edition.branches)[product_id]
        opened = goods.opened_in(connection, product_id)
    unopened = [each for each in edition.branches.items() if each[0] not in opened]
    return Desk(product, stock, unopened)


def vat_rates(shop: Collaborators) -> list[VatRate]:
    """What a product's VAT can be."""
    with shop.database.statements() as connection:
        return office.vat_rates(connection)


def add(shop: Collaborators, draft: Draft) -> int:
    """Put a product on the shelves; its id.

    Raises:
        CodeTaken: another has its code.
    """
    with shop.database.transaction() as connection:
        product_id = office.add(connection, draft)
    log.info("product added", product_id=product_id)
    return product_id


def change(shop: Collaborators, product_id: int, version: int, draft: Draft) -> None:
    """Make it what the draft says.

    Raises:
        GoodsNotFound, CodeTaken: as they say.
        PreconditionFailed: somebody changed it since it was looked at.
    """
    with shop.database.transaction() as connection:
        office.change(connection, product_id, version, draft)
    log.info("product changed", product_id=product_id)


def archive(shop: Collaborators, product_id: int, version: int, *, archived: bool) -> None:
    """Take it off the shelves, or put it back.

    Raises:
        GoodsNotFound, PreconditionFailed: as for `change`.
    """
    with shop.database.transaction() as connection:
        office.set_archived(connection, product_id, version, archived=archived)
    log.info("product archived" if archived else "product restored", product_id=product_id)


def open_stock(shop: Collaborators, product_id: int, branch_id: str, quantity: int) -> None:
    """Have the books put its first units on a shop's shelves.

    Raises:
        Refusal: they said no.
        NeighbourUnavailable: nobody knows; a repeat is safe.
    """
    shop.books.open_stock(branch_id, product_id, quantity)


def set_cover(shop: Collaborators, product_id: int, version: int, content: bytes) -> None:
    """Give a product a cover: the pixels of the file, nothing else of it.

    Raises:
        CoverRefused: the file is no picture that we take.
        GoodsNotFound, PreconditionFailed: as for `change`.
    """
    if not content or len(content) > MOST_BYTES:
        detail = "Choose a file" if not content else "Take a file of 5 MB at most"
        raise CoverRefused(detail, errors=(FieldError("/cover", detail),))
    try:
        cover = images.picture(images.read(content))
    except images.UnreadableImage as error:
        raise CoverRefused(str(error), errors=(FieldError("/cover", str(error)),)) from error
    with shop.database.transaction() as connection:
        office.set_cover(connection, product_id, version, cover)
    log.info("cover changed", product_id=product_id)


def figures(shop: Collaborators) -> tuple[Figures, list[Low]]:
    """The shop at a glance, and what runs low, the lowest share of its threshold first."""
    edition = shop.editions.current()
    running = len(edition.offers(shop.clock.now()))
    with shop.database.transaction() as connection:
        found = office.figures(connection, edition.company.currency, offers=running)
        scarce = goods.scarce(connection)
    low = [
        Low(product.id, product.name, available, product.threshold)
        for product, available in scarce
        if available < product.threshold
    ]
    low.sort(key=lambda each: (each.available / each.threshold, each.name))
    return found, low[:_MOST_LOW]
