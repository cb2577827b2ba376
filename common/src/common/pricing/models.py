"""What goes into pricing and what comes out; what promotions are is in common.pricing.promotions."""

from dataclasses import dataclass
from decimal import Decimal

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
class Discount:
    """What one promotion takes off one line; `reason` reads its rule out: "2 for 1"."""

    promotion_id: int
    promotion_version: int
    name: str
    reason: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Hint:
    """What is missing for a promotion's next step: so many more units of these products, and what they would save.

    Then either `free_units` are free, or all of them are `basis_points` cheaper. The saving counts with the cheapest of
    the products, and with everything that the step would take away from other promotions.
    """

    promotion_id: int
    name: str
    product_ids: frozenset[int]
    missing_units: int
    free_units: int
    basis_points: int
    saving: Money

    def said(self, product: str) -> str:
        """As till, basket and shop say it; `product` is the name of the one on whose line it stands.

        The name stands apart, so that the sentence reads right whatever its number: "Tomatoes: the next one is free".
        """
        more, free = self.missing_units, self.free_units
        name = product if len(self.product_ids) == 1 else f"“{self.name}”"
        if free and more == free:
            return f"{name}: " + (
                "the next one is free" if more == 1 else f"the next {more} are free"
            )
        if free:
            return f"{name}: {more} more, and {free} of them {'is' if free == 1 else 'are'} free"
        share = f"{Decimal(self.basis_points).scaleb(-2).normalize():f}\u00a0% off all"
        return f"{name}: " + (
            f"one more takes {share}" if more == 1 else f"{more} more take {share}"
        )


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
