"""Units that are kept for a web order, at the prices that they were kept for."""

import hashlib
import json
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from api_service.errors import ReservationBooked, ReservationLapsed
from api_service.prices.models import Discount
from common.money import Money
from common.pricing import VatSum

#: How long units are kept for somebody who is paying.
HELD_FOR = timedelta(minutes=15)


class ReservationState(StrEnum):
    """What became of a reservation; the first two keep units from being sold on the web."""

    HELD = "held"
    PINNED = "pinned"
    """An order waits for its payment: it expires no more."""
    BOOKED = "booked"
    """A purchase in the books."""
    RELEASED = "released"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be kept; `lines` are (product id, quantity), a product once."""

    lines: tuple[tuple[int, int], ...]
    coupons: tuple[str, ...]
    total: Money | None

    def fingerprint(self) -> bytes:
        """Equal for two requests that ask for the same, whatever the order of their lines and coupons."""
        asked = [
            sorted(self.lines),
            sorted(self.coupons),
            [self.total.minor, self.total.currency] if self.total else None,
        ]
        return hashlib.sha256(json.dumps(asked).encode()).digest()


@dataclass(frozen=True, slots=True)
class ReservedLine:
    """A line as it was priced, which is as it will be sold."""

    product_id: int
    code: str
    name: str
    department: str
    quantity: int
    unit_price: Money
    price_version: int
    discounts: tuple[Discount, ...]
    discount: Money
    total: Money
    vat_basis_points: int
    vat: Money


@dataclass(frozen=True, slots=True)
class Place:
    """Who sends what was reserved, and in whose name it is sold."""

    fulfilled_by: str
    sold_by: str


@dataclass(frozen=True, slots=True)
class Reservation:
    """Units kept for a web order. One that was released before it came has no place, total or end."""

    id: uuid.UUID
    state: ReservationState
    place: Place | None
    lines: tuple[ReservedLine, ...]
    total: Money | None
    coupons: tuple[str, ...]
    expires_at: datetime | None

    def has_lapsed(self, now: datetime) -> bool:
        """Whether its units are no longer kept; one that nobody has swept yet has lapsed all the same."""
        if self.state is ReservationState.HELD:
            return self.expires_at is None or self.expires_at <= now
        return self.state in (ReservationState.RELEASED, ReservationState.EXPIRED)

    def as_made(self) -> "Reservation":
        """What was answered when it was made."""
        return replace(self, state=ReservationState.HELD)

    def check_it_lives(self, now: datetime) -> None:
        """See that it can still be relied on.

        Raises:
            ReservationLapsed: it cannot.
        """
        if self.has_lapsed(now):
            raise ReservationLapsed(f"What reservation {self.id} kept is no longer kept")

    def check_it_may_be_released(self) -> None:
        """See that it is not a purchase.

        Raises:
            ReservationBooked: it is one.
        """
        if self.state is ReservationState.BOOKED:
            raise ReservationBooked(f"Reservation {self.id} is a purchase in the books")

    @property
    def keeps_units(self) -> bool:
        """Whether units are counted as reserved for it."""
        return self.state in (ReservationState.HELD, ReservationState.PINNED)

    def vat_sums(self) -> tuple[VatSum, ...]:
        """What it holds of each VAT rate."""
        sums = []
        for rate in sorted({line.vat_basis_points for line in self.lines}):
            lines = [line for line in self.lines if line.vat_basis_points == rate]
            currency = lines[0].total.currency
            gross = Money.total((line.total for line in lines), currency)
            vat = Money.total((line.vat for line in lines), currency)
            sums.append(VatSum(basis_points=rate, net=gross - vat, vat=vat, gross=gross))
        return tuple(sums)
