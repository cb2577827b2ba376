"""What an order is made of: who, where to, lines, VAT, the card, the steps it took, and who sold it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from common.money import Money
from order_service.models.status import Status


class Origin(StrEnum):
    """How an order came in."""

    CHECKOUT = "checkout"
    """From the shop's checkout, with a reservation and a payment."""
    DOCUMENT = "document"
    """Posted as document 002 has it: nothing is held for it, and no capture pays it."""


@dataclass(frozen=True, slots=True)
class Customer:
    """Who ordered."""

    name: str
    email: str
    customer_id: uuid.UUID | None = None
    account_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """Where to; any part may be empty."""

    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """As it stands on a parcel."""
        town = f"{self.postcode} {self.city}".strip()
        return tuple(line for line in (self.street, town, self.country) if line)


@dataclass(frozen=True, slots=True)
class Discount:
    """What one promotion took off a line, as a positive amount."""

    promotion_id: int
    promotion_version: int
    name: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Line:
    """So many units of one product at the price that was agreed; nothing is priced later."""

    product_id: int
    code: str
    name: str
    quantity: int
    unit_price: Money
    discounts: tuple[Discount, ...]
    discount: Money
    total: Money
    vat_basis_points: int
    vat: Money


@dataclass(frozen=True, slots=True)
class Vat:
    """What the order holds of one VAT rate."""

    basis_points: int
    net: Money
    vat: Money
    gross: Money


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of the card: never more."""

    brand: str
    last4: str


@dataclass(frozen=True, slots=True)
class Payment:
    """The payment that was agreed on, and the capture once there is one."""

    id: uuid.UUID
    card: Card
    capture_id: str | None = None


@dataclass(frozen=True, slots=True)
class Refund:
    """The way of the money back to the shopper."""

    id: uuid.UUID
    gateway_refund_id: str | None = None


@dataclass(frozen=True, slots=True)
class By:
    """Who took a step: a name, and as what."""

    name: str
    role: str = ""
    """A role of staff, `customer`, or `service`."""

    def told(self, *, to_staff: bool) -> str:
        """The name for staff; customers hear of staff as the shop, and of themselves as whoever they are."""
        return self.name if to_staff or self.role in ("customer", "service") else "the shop"


@dataclass(frozen=True, slots=True)
class Step:
    """That an order got somewhere, when, and by whom."""

    status: Status
    at: datetime
    by: By
    why: str = ""


@dataclass(frozen=True, slots=True)
class Seller:
    """The company as it was when the order was placed: what its invoice shows for ever."""

    name: str
    address: str
    vat_id: str
    currency: str
    time_zone: str
