"""What the books hold for a checkout: priced lines that nothing prices again, and what they come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from common.money import Money


@dataclass(frozen=True, slots=True)
class ReservedLine:
    """So many units of a product at what is paid for them."""

    product_id: int
    name: str
    quantity: int
    list_total: Money
    offers: tuple[tuple[str, Money], ...]
    """What comes off, and why; below zero."""
    total: Money


@dataclass(frozen=True, slots=True)
class Vat:
    """What the whole holds of one VAT rate."""

    basis_points: int
    vat: Money


@dataclass(frozen=True, slots=True)
class Reservation:
    """The books' answer; `content` is all of it, to be handed on as it came."""

    lines: tuple[ReservedLine, ...]
    total: Money
    vat: tuple[Vat, ...]
    content: Mapping[str, Any] = field(repr=False)

    @property
    def units(self) -> int:
        """How many things are held."""
        return sum(line.quantity for line in self.lines)

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> "Reservation":
        """Read the books' JSON."""
        return cls(
            lines=tuple(_line(each) for each in content["lines"]),
            total=amount(content["total"]),
            vat=tuple(Vat(each["basis_points"], amount(each["vat"])) for each in content["vat"]),
            content=content,
        )


def amount(read: Mapping[str, Any]) -> Money:
    """An amount as /api/v1 has it."""
    return Money(read["minor"], read["currency"])


def _line(read: Mapping[str, Any]) -> ReservedLine:
    return ReservedLine(
        product_id=read["product_id"],
        name=read["name"],
        quantity=read["quantity"],
        list_total=amount(read["unit_price"]) * read["quantity"],
        offers=tuple((each["name"], -amount(each["amount"])) for each in read["discounts"]),
        total=amount(read["total"]),
    )
