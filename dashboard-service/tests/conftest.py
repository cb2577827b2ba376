"""A small chain on a Friday afternoon, and books that a test can steer."""

import threading
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from common.money import Money
from common.testing.fakes import FrozenClock
from dashboard_service.config import Settings
from dashboard_service.errors import NumbersAway
from dashboard_service.models.figures import (
    Branch,
    BranchSales,
    Buyer,
    Customer,
    Definition,
    Definitions,
    Earlier,
    EarlierRow,
    LoyalBuyers,
    Places,
    PurchasePage,
    Question,
    RankedProduct,
    Row,
    SalesReport,
    Summary,
    TenderSum,
    Totals,
)
from dashboard_service.models.period import Against, Group

_AMSTERDAM = ZoneInfo("Europe/Amsterdam")

#: A Friday, twenty past three in the afternoon.
_NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)

_PLACES = Places(
    "EUR",
    "Europe/Amsterdam",
    (
        Branch("SMKT001", "Market Hall", "Europe/Amsterdam", False),
        Branch("SMKT002", "Harbour", "Europe/Amsterdam", False),
        Branch("FAR", "Lisbon", "Europe/Lisbon", False),
        Branch("WEB", "Web shop", "Europe/Amsterdam", False, is_online=True),
        Branch("HISTORY", "Earlier sales", "Europe/Amsterdam", True),
    ),
)

_NUMBERS = {
    "revenue": "Revenue", "purchases": "Purchases", "refunded": "Refunded",
    "average": "Average purchase", "units": "Units",
    "buyers": "Unique buyers", "loyal_buyers": "Loyal buyers",
    "top_products": "Top products", "tenders": "Paid with",
    "branches": "Branches", "so_far": "At this time",
    "whole": "The whole time before", "day": "Day",
    "previous": "Against the days before", "week": "Against a week earlier",
    "year": "Against a year earlier", "spent": "Spent",
    "imported": "History from elsewhere",
}  # fmt: skip  # short values, several to a line


def _eur(text: str) -> Money:
    return Money.parse(text, "EUR")


def _totals(
    total: str, purchases: int, average: str = "0", units: int = 0, buyers: int = 0
) -> Totals:
    return Totals(purchases, _eur(total), _eur(average), units, buyers)


_HOURS = [datetime(2026, 11, 20, hour, tzinfo=_AMSTERDAM) for hour in range(8, 20)]
_TODAY = ("212", "318", "402.10", "489", "641", "598", "455", "168.30")
_YESTERDAY = ("198", "341", "377", "453", "589", "611", "402", "431", "473", "655", "702", "498")

REPORT = SalesReport(
    currency="EUR",
    as_of=_NOW.astimezone(_AMSTERDAM),
    rows=[
        Row(starts_at, _eur(_TODAY[at]) if at < len(_TODAY) else None, at == len(_TODAY) - 1)
        for at, starts_at in enumerate(_HOURS)
    ],
    totals=_totals("3283.40", 214, "15.34", 642, 187),
    earlier=None,
    branches=[
        BranchSales("SMKT002", "Harbour", 70, _eur("978.35"), _eur("1005.10")),
        BranchSales("SMKT001", "Market Hall", 144, _eur("2305.05"), _eur("2103.30")),
    ],
    tenders=[
        TenderSum("card", 143, _eur("2437.25")),
        TenderSum("cash", 71, _eur("846.15")),
    ],
)

EARLIER = {
    Against.PREVIOUS: _totals("3109.28", 205, "15.17", 600, 178),
    Against.WEEK: _totals("3353.83", 220, "15.24", 650, 190),
    Against.YEAR: _totals("0", 0),
}

RANKING = [
    RankedProduct(4, 1, False, "Bananas", 96, _eur("182.40"), 88),
    RankedProduct(2, 2, False, "Whole milk", 88, _eur("118.80"), 91),
    RankedProduct(1, 3, True, "Tomatoes", 61, _eur("146.40"), 49),
    RankedProduct(3, 3, True, "Sourdough loaf", 61, _eur("231.80"), 56),
]

LOYAL = LoyalBuyers(
    612,
    148,
    [
        Buyer(uuid.UUID("11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa"), "Marta Ruiz", 14, _eur("284.20")),
        Buyer(uuid.UUID("4f2c9a1e-bbbb-4bbb-8bbb-bbbbbbbbbbbb"), None, 9, _eur("121.35")),
    ],
)


@dataclass
class FakeBooks:
    """Books in memory. `away` makes them silent, `slow` late; `calls` counts what they were asked."""

    report: SalesReport = REPORT
    earlier: dict[Against, Totals] = field(default_factory=EARLIER.copy)
    ranking: Sequence[RankedProduct] = field(default_factory=RANKING.copy)
    loyal: LoyalBuyers = LOYAL
    people: list[Customer] = field(default_factory=list)
    summaries: dict[uuid.UUID, Summary] = field(default_factory=dict)
    pages: dict[tuple[uuid.UUID, str | None], PurchasePage] = field(default_factory=dict)
    known: Places = _PLACES
    mark: str = "one"
    sells: bool = True
    away: bool = False
    slow: float = 0.0
    calls: Counter[str] = field(default_factory=Counter)
    questions: list[Question] = field(default_factory=list)
    thresholds: list[int] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ping(self) -> None:
        self._asked("ping")

    def marker(self) -> str:
        self._asked("marker")
        return self.mark

    def places(self) -> Places:
        self._asked("places")
        return self.known

    def definitions(self) -> Definitions:
        self._asked("definitions")
        return {
            number: Definition(name, f"What {number} means.") for number, name in _NUMBERS.items()
        }

    def sales(self, question: Question, group: Group, against: Against) -> SalesReport:
        self._asked("sales")
        self.questions.append(question)
        self.groups.append(group)
        if against is Against.NONE:
            return self.report
        so_far = self.earlier[against]
        nothing = not so_far.purchases
        rows = [
            EarlierRow(row.starts_at - timedelta(days=1), _eur("0" if nothing else amount))
            for row, amount in zip(
                self.report.rows, _YESTERDAY * len(self.report.rows), strict=False
            )
        ]
        whole = Money.total((row.total for row in rows), "EUR")
        return replace(self.report, earlier=Earlier(rows, whole, so_far))

    def products(
        self, question: Question, against: Against, places: int
    ) -> Sequence[RankedProduct]:
        self._asked("products")
        self.questions.append(question)
        found = [each for each in self.ranking if each.rank <= places]
        if against is Against.NONE:
            return [replace(each, before=None) for each in found]
        return found

    def loyal_buyers(self, question: Question, min_purchases: int, limit: int) -> LoyalBuyers:
        self._asked("loyal_buyers")
        self.questions.append(question)
        self.thresholds.append(min_purchases)
        return replace(self.loyal, listed=self.loyal.listed[:limit])

    def customers(self, words: str, limit: int) -> Sequence[Customer]:
        self._asked("customers")
        self.searches.append(words)
        return [each for each in self.people if words.lower() in each.called.lower()][:limit]

    def summary(self, customer_id: uuid.UUID) -> Summary | None:
        self._asked("summary")
        return self.summaries.get(customer_id)

    def purchases(
        self, customer_id: uuid.UUID, cursor: str | None, limit: int, branch_id: str | None
    ) -> PurchasePage | None:
        self._asked("purchases")
        page = self.pages.get((customer_id, cursor))
        if page is None:
            return None
        here = [each for each in page.purchases if branch_id in (None, each.branch_id)]
        return replace(page, purchases=here[:limit])

    def has_products(self) -> bool:
        self._asked("has_products")
        return self.sells

    def _asked(self, what: str) -> None:
        with self._lock:
            self.calls[what] += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        if self.slow:
            time.sleep(self.slow)
        with self._lock:
            self.at_once -= 1
        if self.away:
            raise NumbersAway


@pytest.fixture
def books() -> FakeBooks:
    """Books with a good Friday in them."""
    return FakeBooks()


@pytest.fixture
def clock() -> FrozenClock:
    """It is twenty past three on that Friday."""
    return FrozenClock(_NOW)


@pytest.fixture
def settings() -> Settings:
    """The settings of a dashboard whose books are a fake."""
    return Settings(
        secret_key="a key for the tests",
        service_key="a service key that is long enough for tests",
        api_url="http://127.0.0.1:1",
    )
