"""An order as far as an auditor asks for it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from common.money import Money
from order_service.models.parts import Step
from order_service.models.status import Status


class LineFact(NamedTuple):
    """A line as its invoice shows it; what is money is in minor units of the order's currency."""

    product_id: int
    name: str
    quantity: int
    unit_price: int
    discount: int
    total: int
    vat_basis_points: int
    vat: int
    offers: list[list[int | str]] | None
    """What took something off: promotion, version, name, how much. None where nobody can read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What an order is worth, what its invoice shows, how it was paid and how far it came; not who ordered."""

    place: int
    """Of its last change among those of all orders."""
    id: uuid.UUID
    number: str
    status: Status
    total: Money
    lines: tuple[LineFact, ...]
    vat: list[list[int]] | None
    """The rate in hundredths of a percent, net, VAT and gross in minor units; None where nobody can read it."""
    payment_id: uuid.UUID | None
    capture_id: str | None
    reservation_id: uuid.UUID | None
    invoice_number: str | None
    placed_at: datetime
    paid_at: datetime | None
    """The date of its invoice."""
    changed_at: datetime
    history: tuple[Step, ...]
