"""What the books answered, with only what the pages show."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from common.money import Money
from dashboard_service.models.change import Change
from dashboard_service.models.period import Days


@dataclass(frozen=True, slots=True)
class Branch:
    """A place that sells; history from elsewhere counts only where it is asked for, and nobody works at the web's."""

    id: str
    name: str
    time_zone: str
    is_history: bool
    is_online: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """The company's time zone and currency, and its branches, history from elsewhere last."""

    currency: str
    time_zone: str
    branches: Sequence[Branch]

    def branch(self, branch_id: str) -> Branch | None:
        """The branch of this id, if there is one."""
        return next((branch for branch in self.branches if branch.id == branch_id), None)

    def within(self, branch_id: str | None) -> "Places":
        """The part of it that somebody reaches: one branch, or with None all."""
        if branch_id is None:
            return self
        own = [branch for branch in self.branches if branch.id == branch_id]
        return replace(self, branches=own)

    @property
    def shops(self) -> list[Branch]:
        """The branches that people work in."""
        return [each for each in self.branches if not each.is_history and not each.is_online]

    def name_of(self, branch_id: str | None) -> str:
        """How a branch is called; its id where it is not known any more."""
        if branch_id is None:
            return "All branches"
        branch = self.branch(branch_id)
        return branch.name if branch else branch_id

    def zone(self, branch_id: str = "") -> ZoneInfo:
        """The time zone of a branch; the company's where it is not known any more, or none is named."""
        branch = self.branch(branch_id)
        return ZoneInfo(branch.time_zone if branch else self.time_zone)


@dataclass(frozen=True, slots=True)
class Definition:
    """What a number means."""

    name: str
    meaning: str


Definitions = Mapping[str, Definition]


@dataclass(frozen=True, slots=True)
class Totals:
    """What was sold, and to how many different buyers."""

    purchases: int
    total: Money
    average: Money
    units: int
    buyers: int


@dataclass(frozen=True, slots=True)
class Row:
    """An hour, day, week or month; `total` is None while it has not begun, `refunded` where nothing was given back."""

    starts_at: datetime
    total: Money | None
    is_open: bool
    refunded: Money | None = None


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """The same hour, day, week or month of the earlier days."""

    starts_at: datetime
    total: Money


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier days: row by row, as a whole, and as far as the period has come by now."""

    rows: Sequence[EarlierRow]
    whole: Money
    so_far: Totals


@dataclass(frozen=True, slots=True)
class BranchSales:
    """A branch's part; `before` is what it had sold by then of the earlier days."""

    branch_id: str
    name: str
    purchases: int
    total: Money
    before: Money | None
    refunded: Money | None = None
    """None where nothing was given back."""

    @property
    def change(self) -> Change | None:
        """Against what it had sold before; None where nothing is compared."""
        return None if self.before is None else Change.of_money(self.total, self.before)


@dataclass(frozen=True, slots=True)
class TenderSum:
    """What was paid in one kind of tender: "cash", "card" or "other"."""

    kind: str
    purchases: int
    total: Money


@dataclass(frozen=True, slots=True)
class SalesReport:
    """Sales of some days, beside earlier ones; `as_of` is the time of its reading, by the clock of the place."""

    currency: str
    as_of: datetime
    rows: Sequence[Row]
    totals: Totals
    earlier: Earlier | None
    branches: Sequence[BranchSales]
    tenders: Sequence[TenderSum]
    refunded: Money | None = None
    """What was given back in these days, whenever it was bought; None where nothing was."""

    @property
    def open_at(self) -> int | None:
        """Which row still runs."""
        return next((at for at, row in enumerate(self.rows) if row.is_open), None)

    @property
    def tendered(self) -> Money:
        """What all tenders come to."""
        return Money.total((tender.total for tender in self.tenders), self.currency)

    @property
    def balances(self) -> bool:
        """Whether the tenders come to what was sold."""
        return self.tendered == self.totals.total

    @property
    def has_split_tenders(self) -> bool:
        """Whether some purchase was paid in two kinds, and so counts in two rows of the tenders."""
        return sum(tender.purchases for tender in self.tenders) > self.totals.purchases


@dataclass(frozen=True, slots=True)
class RankedProduct:
    """A product with its place, which it may share; `before` is None where nothing is compared."""

    product_id: int
    rank: int
    tied: bool
    name: str
    units: int
    total: Money
    before: int | None

    @property
    def change(self) -> Change | None:
        """Of its units; None where nothing is compared."""
        return None if self.before is None else Change(self.units, self.before)

    @property
    def place(self) -> str:
        """The place as people write it: "3=" is shared."""
        return f"{self.rank}=" if self.tied else str(self.rank)


@dataclass(frozen=True, slots=True)
class Buyer:
    """A customer and what they bought in some days."""

    customer_id: uuid.UUID
    name: str | None
    purchases: int
    total: Money

    @property
    def called(self) -> str:
        """The name, or for a guest the beginning of the id."""
        return called(self.name, self.customer_id)


@dataclass(frozen=True, slots=True)
class LoyalBuyers:
    """How many bought, how many of them often enough, and the first of those."""

    buyers: int
    loyal: int
    listed: Sequence[Buyer]


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who was found."""

    id: uuid.UUID
    name: str | None
    email: str | None
    entered_at: datetime

    @property
    def called(self) -> str:
        """The name, or for a guest the beginning of the id."""
        return called(self.name, self.id)


@dataclass(frozen=True, slots=True)
class Summary:
    """All that a customer bought anywhere, history from elsewhere included."""

    customer_id: uuid.UUID
    name: str | None
    purchases: int
    total: Money
    first_at: datetime | None
    last_at: datetime | None

    @property
    def called(self) -> str:
        """The name, or for a guest the beginning of the id."""
        return called(self.name, self.customer_id)


@dataclass(frozen=True, slots=True)
class Line:
    """So many units of one thing."""

    name: str
    quantity: int
    total: Money


@dataclass(frozen=True, slots=True)
class Purchase:
    """A sale in the books; `receipt` is None where it got no number."""

    id: uuid.UUID
    receipt: str | None
    branch_id: str
    sold_at: datetime
    lines: Sequence[Line]
    total: Money


@dataclass(frozen=True, slots=True)
class PurchasePage:
    """Some purchases, newest first, and the cursor of the next ones."""

    purchases: Sequence[Purchase]
    next: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """The days and the branch that a report is asked about; without days it is all time, without a branch all shops."""

    days: Days | None
    branch_id: str | None


def called(name: str | None, customer_id: uuid.UUID) -> str:
    """How pages call a customer: guests have no name, but they can be told apart."""
    return name or f"Guest {str(customer_id)[:8]}"
