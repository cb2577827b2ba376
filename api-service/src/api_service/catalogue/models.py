"""The catalogue as the books see it."""

from dataclasses import dataclass
from enum import StrEnum

from common import pricing
from common.money import Money


class BranchKind(StrEnum):
    """A shop with tills and stock, the branch of the web, or history from elsewhere."""

    SHOP = "shop"
    ONLINE = "online"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Company:
    """Whose books these are."""

    name: str
    address: str
    vat_id: str
    currency: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Till:
    """Where a cashier stands; its receipts are numbered M1-000001 and so on."""

    id: str
    branch_id: str
    name: str
    receipt_prefix: str
    archived: bool

    def receipt(self, number: int) -> str:
        """A receipt number as it is printed."""
        return f"{self.receipt_prefix}-{number:06d}"


@dataclass(frozen=True, slots=True)
class Branch:
    """A place that sells, with its own days."""

    id: str
    name: str
    kind: BranchKind
    address: str
    time_zone: str
    archived: bool
    tills: tuple[Till, ...]

    @property
    def sells(self) -> bool:
        """Whether a sale may be booked for it."""
        return self.kind is BranchKind.SHOP and not self.archived

    def till(self, till_id: str) -> Till | None:
        """One of its tills, if it has it."""
        return next((till for till in self.tills if till.id == till_id), None)


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold, with the version of the price that was current when it was read."""

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
    price_version: int
    price: Money
    archived: bool

    def line(self, quantity: int) -> pricing.Line:
        """So many units of it, for the pricing engine."""
        return pricing.Line(
            product_id=self.id,
            quantity=quantity,
            unit_price=self.price,
            vat_basis_points=self.vat_basis_points,
            department=self.department,
        )
