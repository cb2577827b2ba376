"""What an import is made of: purchases of the past as the books will hold them, and the report on how it went."""

import hashlib
import re
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self
from unicodedata import normalize

from common import pricing
from common.money import Money

#: Ids that imports derive begin here. Another value would make every file new to books that hold it already.
NAMESPACE = uuid.UUID("7b09e838-fce7-435f-aa89-92ee5435a3f6")

#: Told how far a long act has come: what is being done, and which share of it (None: nobody knows).
Progress = Callable[[str, float | None], None]


@dataclass(frozen=True, slots=True, eq=False)
class Basket:
    """What was bought, as the books keep it; VAT is rounded once per rate, as in a sale of today.

    `product_ids` has None for a line that is a plain description. Equal only to itself, so that what is made of it
    once can be remembered.
    """

    total: Money
    product_ids: tuple[int | None, ...]
    lines: tuple[pricing.PricedLine, ...]
    description: str | None = None

    @classmethod
    def of(cls, lines: Iterable[pricing.Line], currency: str, moment: datetime) -> Self:
        """Products at the prices that these lines name; offers do not reach back into history."""
        priced = pricing.price(lines, (), moment, currency=currency)
        return cls(priced.total, tuple(line.product_id for line in priced.lines), priced.lines)

    @classmethod
    def described(cls, description: str, amount: Money, moment: datetime) -> Self:
        """One thing that no catalogue knows.

        It bears no VAT here: who sold it kept none, and tax that nobody charged has no place in the books.
        """
        line = pricing.Line(product_id=0, quantity=1, unit_price=amount, vat_basis_points=0)
        priced = pricing.price([line], (), moment, currency=amount.currency)
        return cls(priced.total, (None,), priced.lines, description)


@dataclass(frozen=True, slots=True)
class Entry:
    """A purchase of the past, ready for the books."""

    line: int
    id: uuid.UUID
    branch_id: str
    customer_id: uuid.UUID
    sold_at: datetime
    basket: Basket
    external_id: str | None = None
    """What another system calls the customer."""

    @property
    def fingerprint(self) -> bytes:
        """Tells it from a sale that came under the same id."""
        return hashlib.sha256(b"import" + self.id.bytes).digest()


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that is wrong. Where it has an id and the books hold that purchase already, nobody need care."""

    line: int
    reason: str
    id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that stands in the way of an import, and why in plain words."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class NewProduct:
    """A product that the catalogue is to get, with its first price."""

    name: str
    price: Money
    code: str
    department: str
    vat_code: str
    unit: str = ""
    barcode: str | None = None
    artist: str | None = None
    genre: str | None = None
    year: int | None = None

    @classmethod
    def assumed(
        cls, name: str, price: Money, taken: Collection[str], vat_code: str = "standard"
    ) -> Self:
        """A product of which no more is known: among the goods, at the standard VAT rate.

        Its code is made of the name, as OLIVE-OIL, or OLIVE-OIL-2 where that is taken.
        """
        plain = normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
        stem = re.sub(r"[^A-Z0-9]+", "-", plain)[:32].strip("-") or "PRODUCT"
        code, number = stem, 1
        while code in taken:
            number += 1
            code = f"{stem}-{number}"
        return cls(name, price, code, department="goods", vat_code=vat_code)


@dataclass(frozen=True, slots=True)
class CoverPlan:
    """What a cover is made of; colours are written as #17324d."""

    code: str
    motif: str
    paper: str
    ink: str
    accent: str
    second: str


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """Somebody whom the books are to know."""

    id: uuid.UUID
    name: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class PriceDiffers:
    """A product that costs something else in the file than in the catalogue."""

    name: str
    current: Money
    told: Money


@dataclass(frozen=True, slots=True)
class BranchSum:
    """What an import added to one branch, with the days of its first and last purchase there."""

    branch_id: str
    purchases: int
    total: Money
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Booked:
    """What was new to the books."""

    branches: tuple[BranchSum, ...] = ()
    customers: int = 0

    @property
    def purchases(self) -> int:
        """How many purchases in all."""
        return sum(branch.purchases for branch in self.branches)

    def __add__(self, other: "Booked") -> "Booked":
        """Two parts of one import; both are in one currency."""
        sums = {branch.branch_id: branch for branch in self.branches}
        for more in other.branches:
            so_far = sums.get(more.branch_id)
            sums[more.branch_id] = more if so_far is None else _together(so_far, more)
        branches = tuple(sums[branch_id] for branch_id in sorted(sums))
        return Booked(branches, self.customers + other.customers)


@dataclass(frozen=True, slots=True)
class Report:
    """How an import went; where `refused` is not zero, nothing was changed."""

    rows: int = 0
    refused: int = 0
    booked: Booked = field(default_factory=Booked)
    products: tuple[NewProduct, ...] = ()
    differing: tuple[PriceDiffers, ...] = ()
    ignored_columns: tuple[str, ...] = ()

    @property
    def known(self) -> int:
        """Rows whose purchase the books held already."""
        return self.rows - self.refused - self.booked.purchases


def shown(text: str) -> str:
    """A value from a file as a message may print it: short, and without anything that moves a cursor."""
    harmless = "".join(sign if sign.isprintable() else "·" for sign in text[:60])
    return f'"{harmless}…"' if len(text) > 60 else f'"{harmless}"'


def _together(one: BranchSum, other: BranchSum) -> BranchSum:
    return BranchSum(
        one.branch_id,
        one.purchases + other.purchases,
        one.total + other.total,
        min(one.first, other.first),
        max(one.last, other.last),
    )
