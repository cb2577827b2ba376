"""A sale on its way to the books, and the purchase that comes back as a receipt."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from cashier_service.models.payment import Method, Tender
from common.money import Money
from common.pricing import VatSum


@dataclass(frozen=True, slots=True)
class Sale:
    """What is sent to be booked. The same id with the same content is the same sale, however often it is sent."""

    id: uuid.UUID
    branch_id: str
    till_id: str
    lines: tuple[tuple[int, int], ...]
    customer_id: uuid.UUID | None
    total: Money
    tenders: tuple[Tender, ...]
    coupons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Discount:
    """What a promotion took off a line."""

    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of a receipt; the discounts are already taken off its total."""

    name: str
    quantity: int
    unit_price: Money
    discounts: tuple[Discount, ...]
    total: Money

    @property
    def offers(self) -> list[tuple[str, Money]]:
        """What came off, and why, as the receipt shows it."""
        return [(each.name, -each.amount) for each in self.discounts]

    @property
    def list_total(self) -> Money:
        """What it would have cost without them."""
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class Purchase:
    """A sale in the books."""

    id: uuid.UUID
    receipt: str | None
    branch_id: str
    till_id: str | None
    sold_at: datetime
    lines: tuple[SoldLine, ...]
    total: Money
    vat: tuple[VatSum, ...]
    tenders: tuple[Tender, ...]
    cashier_id: uuid.UUID | None = None
    """The person who sold; None for a program."""

    @property
    def change(self) -> Money:
        """What goes back to the customer."""
        return Money.total((tender.change for tender in self.tenders), self.total.currency)

    @property
    def saving(self) -> Money:
        """What the promotions took off."""
        return Money.total(
            (each.amount for line in self.lines for each in line.discounts), self.total.currency
        )

    @property
    def given(self) -> Money:
        """What the customer handed over, card included."""
        return Money.total((tender.given for tender in self.tenders), self.total.currency)

    @property
    def in_cash(self) -> bool:
        """Whether the drawer opens for it."""
        return any(tender.method is Method.CASH for tender in self.tenders)

    @property
    def units(self) -> int:
        """How many things were sold."""
        return sum(line.quantity for line in self.lines)


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody whom the books know; a guest has no name."""

    id: uuid.UUID
    name: str | None
    email: str | None
