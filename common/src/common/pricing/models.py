"""What goes into pricing and what comes out."""

from dataclasses import dataclass
from datetime import datetime

from common.money import Money


class PricingError(ValueError):
    """A basket that cannot be priced: a quantity below one, two currencies, one product at two prices."""


@dataclass(frozen=True, slots=True)
class Line:
    """So many units of a product at its list price, VAT included, in basis points (9 % is 900)."""

    product_id: int
    quantity: int
    unit_price: Money
    vat_basis_points: int
    department: str = ""


@dataclass(frozen=True, slots=True)
class Promotion:
    """An offer in one version of its rule: by product or by department, between two moments.

    What it gives is the business of its subclasses. Of two that want the same unit the higher priority, then the
    lower id, decides where the saving does not.
    """

    id: int
    version: int
    name: str
    priority: int
    product_ids: frozenset[int]
    departments: frozenset[str]
    starts_at: datetime | None
    ends_at: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Whether the offer is on at this moment; it ends just before `ends_at`."""
        begun = self.starts_at is None or self.starts_at <= moment
        return begun and (self.ends_at is None or moment < self.ends_at)

    def covers(self, line: Line) -> bool:
        """Whether the line's product is on offer."""
        return line.product_id in self.product_ids or line.department in self.departments


@dataclass(frozen=True, slots=True)
class Discount:
    """What one promotion takes off one line."""

    promotion_id: int
    promotion_version: int
    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Hint:
    """What is missing for a promotion's next step: so many more units, and what they would save."""

    promotion_id: int
    name: str
    product_ids: frozenset[int]
    missing_units: int
    saving: Money


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line with its price; `vat` is its share of the VAT that its rate bears on the whole basket."""

    product_id: int
    quantity: int
    unit_price: Money
    list_total: Money
    discounts: tuple[Discount, ...]
    total: Money
    vat_basis_points: int
    vat: Money

    @property
    def discount(self) -> Money:
        """All discounts of the line together."""
        return self.list_total - self.total


@dataclass(frozen=True, slots=True)
class VatSum:
    """What a basket holds of one VAT rate; net and VAT make up the gross to the cent."""

    basis_points: int
    net: Money
    vat: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class PricedBasket:
    """The whole: lines in the order they were given, sums, and how the answer was found.

    `exact` says that no other use of the promotions would have saved the customer more.
    """

    lines: tuple[PricedLine, ...]
    list_total: Money
    total: Money
    vat: tuple[VatSum, ...]
    hints: tuple[Hint, ...]
    exact: bool

    @property
    def units(self) -> int:
        """How many things lie in the basket."""
        return sum(line.quantity for line in self.lines)

    @property
    def saving(self) -> Money:
        """What the promotions took off."""
        return self.list_total - self.total
