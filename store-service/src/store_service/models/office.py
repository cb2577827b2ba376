"""What somebody who runs the shop types, and what they are told: drafts of goods and offers, and the shop's figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from common.money import Money


@dataclass(frozen=True, slots=True)
class Draft:
    """A product as it is to be."""

    code: str
    barcode: str | None
    name: str
    department: str
    unit: str
    artist: str | None
    genre: str | None
    year: int | None
    vat_code: str
    price: Money


@dataclass(frozen=True, slots=True)
class VatRate:
    """A rate in hundredths of a percent, in one of its versions."""

    code: str
    name: str
    basis_points: int
    version: int = 1

    @property
    def percent(self) -> str:
        """As somebody types it: 5.5."""
        return f"{Decimal(self.basis_points).scaleb(-2).normalize():f}"


@dataclass(frozen=True, slots=True)
class Offer:
    """A promotion as it is to be: a set with free units, a share off, or a share off for whoever shows a code."""

    kind: str
    name: str
    priority: int
    departments: Sequence[str]
    codes: Sequence[str]
    starts_at: datetime | None
    ends_at: datetime | None
    units: int | None = None
    paid: int | None = None
    free_units: str | None = None
    basis_points: int | None = None
    minimum: int | None = None
    on_top: bool | None = None
    code: str | None = None
    single_use: bool | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The shop at a glance."""

    on_sale: int
    archived: int
    without_cover: int
    sold_out: int
    """Of which the shop that sends web orders has none, as the shop's pages say it."""
    units: int
    value: Money
    """Of what lies on the shelves, at today's prices."""
    offers: int


@dataclass(frozen=True, slots=True)
class Low:
    """A product that somebody should order."""

    id: int
    name: str
    available: int
    threshold: int


@dataclass(frozen=True, slots=True)
class WebOrders:
    """Which shop sends what the web sells, as the books know it; a change names the `etag` that was read."""

    fulfilled_by: str | None
    etag: str


@dataclass(frozen=True, slots=True)
class Till:
    """Where a cashier stands."""

    id: str
    name: str
    receipt_prefix: str
    archived: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A shop with its tills, or the one branch that the web's sales belong to; that has neither tills nor shelves."""

    id: str
    name: str
    address: str
    time_zone: str
    archived: bool
    is_online: bool
    tills: tuple[Till, ...]
