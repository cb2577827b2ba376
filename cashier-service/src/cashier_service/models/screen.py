"""Everything that the till's screen shows at one moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cashier_service.errors import Told
from cashier_service.models.basket import Basket, PricedLine, PricedSale
from cashier_service.models.catalogue import Catalogue, Product, Till
from cashier_service.models.entry import Entry, read_entry
from common.money import Money, round_notes

#: More tiles than a cashier looks through; beyond them one types.
_MOST_TILES = 60

#: A number shorter than this is meant for a tile, a longer one may be the beginning of a barcode.
_NUMBER_DIGITS = 4


class State(StrEnum):
    """How a sale stands."""

    OPEN = "open"
    """It can still be changed."""
    CHECKING = "checking"
    """It was sent to be booked and the answer is not known; it must not change."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the cashier; tone is "", "good", "warn" or "bad"."""

    tone: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A product to pick, how many of it are in the sale, whether Enter takes it, and what is on offer."""

    product: Product
    count: int
    chosen: bool
    offer: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The tiles on show; `hidden` more fit what was typed."""

    tiles: tuple[Tile, ...]
    hidden: int
    departments: tuple[str, ...]
    department: str
    entry: Entry
    meant: Product | None


@dataclass(frozen=True, slots=True)
class Screen:
    """The shelf, the sale, and what there is to say about both."""

    till: Till
    shelf: Shelf
    basket: Basket
    sale: PricedSale
    state: State
    customer: str
    held: int
    notices: tuple[Notice, ...]
    told: Told | None
    away_since: datetime | None

    @property
    def current(self) -> PricedLine | None:
        """The line that was touched last."""
        if not self.sale.lines:
            return None
        touched = self.basket.touched()
        return next(line for line in self.sale.lines if line.product_id == touched)

    @property
    def payable(self) -> bool:
        """Whether Pay may be pressed."""
        return self.state is State.OPEN and self.sale.payable

    @property
    def likely_cash(self) -> list[Money]:
        """What the customer will probably hand over."""
        return round_notes(self.sale.total.total) if self.payable else []


def shelf(
    catalogue: Catalogue, basket: Basket, typed: str, department: str, moment: datetime
) -> Shelf:
    """The tiles for what is typed at this moment, the one that Enter takes marked."""
    entry, meant = _read(catalogue, typed, department)
    found = _found(catalogue, entry.words, department)
    if meant is not None and meant not in found[:_MOST_TILES]:
        found = [meant, *(product for product in found if product is not meant)]
    counts = {line.product_id: line.quantity for line in basket.lines}
    return Shelf(
        tiles=tuple(
            Tile(
                product,
                counts.get(product.id, 0),
                chosen=product is meant,
                offer=catalogue.offer(product, moment),
            )
            for product in found[:_MOST_TILES]
        ),
        hidden=max(len(found) - _MOST_TILES, 0),
        departments=tuple(catalogue.departments()),
        department=department,
        entry=entry,
        meant=meant,
    )


def _read(catalogue: Catalogue, typed: str, department: str) -> tuple[Entry, Product | None]:
    try:
        entry = read_entry(typed)
        return entry, catalogue.meant_by(entry.words, department) if entry.words else None
    except Told:
        # nothing is wrong with an entry that is still being typed
        return Entry(typed), None


def _found(catalogue: Catalogue, words: str, department: str) -> Sequence[Product]:
    if words.isdecimal() and len(words) < _NUMBER_DIGITS:
        return catalogue.search("", department)
    return catalogue.search(words, department) or catalogue.search(words)
