"""Goods as the shop shows them, with their covers and how many there are."""

from dataclasses import dataclass

from common import pricing
from common.money import Money

#: From here down a shopper is told how few are left.
_FEW = 5


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture in a few widths; the id is its content's, so an address never means another picture."""

    id: str
    widths: tuple[int, ...]

    def path(self, at_least: int) -> str:
        """Where its smallest width from this one on is; the largest where none reaches it."""
        width = next((each for each in self.widths if each >= at_least), self.widths[-1])
        return f"/covers/{self.id}-{width}.webp"

    @property
    def srcset(self) -> str:
        """All widths, for a browser to choose from."""
        return ", ".join(f"/covers/{self.id}-{width}.webp {width}w" for width in self.widths)


@dataclass(frozen=True, slots=True)
class Product:
    """Something that is sold, or was; its price includes VAT."""

    id: int
    code: str
    barcode: str | None
    name: str
    department: str
    unit: str
    artist: str | None
    genre: str | None
    year: int | None
    vat_code: str
    vat_basis_points: int
    price: Money
    price_version: int
    version: int
    """Counts its changes, so that two who edit it at once notice."""
    archived: bool
    cover: Cover | None

    @property
    def note(self) -> str:
        """What stands under its name: genre and year, or what one unit is."""
        return ", ".join(str(each) for each in (self.genre, self.year, self.unit) if each)

    @property
    def threshold(self) -> int:
        """At how many left somebody should order more: dearer goods at fewer (document 004)."""
        return threshold(self.price)

    def line(self, quantity: int) -> pricing.Line:
        """So many units of it, for the pricing engine."""
        return pricing.Line(
            product_id=self.id,
            quantity=quantity,
            unit_price=self.price,
            vat_basis_points=self.vat_basis_points,
            department=self.department,
        )


@dataclass(frozen=True, slots=True)
class Stock:
    """How many units of a product nobody waits for: `available` in the shop that sends web orders, and by branch."""

    by_branch: tuple[tuple[str, int], ...] = ()
    available: int = 0

    @property
    def everywhere(self) -> int:
        """In all shops together."""
        return sum(number for _, number in self.by_branch)

    @property
    def is_out(self) -> bool:
        """Whether none can be sent."""
        return self.available <= 0

    @property
    def is_low(self) -> bool:
        """Whether the last ones are going."""
        return 0 < self.available <= _FEW


#: What a unit costs at most, in major units of the currency, and the threshold for it.
_THRESHOLDS = ((1, 60), (2, 40), (5, 25), (10, 15), (20, 10), (50, 6), (100, 4), (500, 2))


def threshold(price: Money) -> int:
    """The level below which stock counts as low: sixty of what costs up to 1.00, one of what costs more than 500.00."""
    amount = price.decimal
    return next((units for most, units in _THRESHOLDS if amount <= most), 1)
