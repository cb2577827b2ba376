"""Purchases at chosen moments put straight into the books, the fold that takes them in, and a plain recount."""

import json
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, text

from api_service.analytics.repository import answers, rollups
from api_service.analytics.repository.answers import View
from api_service.analytics.use_cases import folding
from api_service.collaborators import Collaborators
from api_service.config import Settings
from common.database import Database

_PURCHASE = text("""
WITH wanted AS (
  SELECT product.id, product.name, wanted.quantity, product.price_minor, product.vat_basis_points,
    wanted.place
  FROM unnest(CAST(:products AS bigint[]), CAST(:quantities AS integer[])) WITH ORDINALITY
    AS wanted (product_id, quantity, place)
  JOIN catalog.published_product AS product ON product.id = wanted.product_id
),
newcomer AS (
  INSERT INTO books.customer (id) VALUES (:customer) ON CONFLICT DO NOTHING
),
booked AS (
  INSERT INTO books.purchase (id, branch_id, customer_id, origin, sold_at, currency, total_minor, fingerprint)
  SELECT :id, :branch, :customer, 'import', :sold_at, 'EUR', sum(quantity * price_minor), ''
  FROM wanted
  RETURNING id, total_minor
),
lines AS (
  INSERT INTO books.line (purchase_id, line_number, product_id, description, quantity, unit_price_minor,
    total_minor, vat_basis_points, vat_minor)
  SELECT booked.id, wanted.place, wanted.id, wanted.name, wanted.quantity, wanted.price_minor,
    wanted.quantity * wanted.price_minor, wanted.vat_basis_points, 0
  FROM booked CROSS JOIN wanted
)
INSERT INTO books.tender (purchase_id, tender_number, kind, amount_minor, given_minor)
SELECT id, 1, :tender, total_minor, total_minor FROM booked
""")

_ROLLUPS = (
    "sales_of_hour",
    "sales_of_day",
    "tender_of_day",
    "product_of_day",
    "product_of_month",
    "product_ever",
    "buyer_ever",
    "loyalty",
)

_EVERYTHING = text("""
SELECT branch.id AS branch_id, branch.kind, branch.time_zone, purchase.customer_id, purchase.sold_at,
  purchase.total_minor,
  (SELECT array_agg(ARRAY[product_id, quantity]) FROM books.line WHERE purchase_id = purchase.id) AS lines,
  (SELECT kind FROM books.tender WHERE purchase_id = purchase.id) AS tender
FROM books.purchase JOIN catalog.published_branch AS branch ON branch.id = purchase.branch_id
""")


def _book(
    connection: Connection,
    sold_at: str | datetime,
    *,
    lines: dict[int, int] | None = None,
    branch: str = "SMKT001",
    buyer: int = 1,
    tender: str = "cash",
) -> uuid.UUID:
    purchase_id = uuid.uuid4()
    bought = lines or {2: 1}
    connection.execute(
        _PURCHASE,
        {
            "id": purchase_id,
            "branch": branch,
            "customer": uuid.UUID(int=buyer),
            "sold_at": datetime.fromisoformat(sold_at) if isinstance(sold_at, str) else sold_at,
            "products": list(bought),
            "quantities": list(bought.values()),
            "tender": tender,
        },
    )
    return purchase_id


@pytest.fixture
def book() -> Callable[..., uuid.UUID]:
    """Book a purchase in a connection's transaction: `book(connection, "2026-11-20T10:05:00+01:00", ...)`.

    `lines` are units by product, one loaf (3.80) if none are named; `buyer` is a small number.
    """
    return _book


@pytest.fixture
def sold(arrange: Connection) -> Callable[..., uuid.UUID]:
    """Book a purchase and commit it; as `book`, without the connection."""
    return lambda *values, **named: _book(arrange, *values, **named)


@pytest.fixture
def folding_way(settings: Settings) -> Iterator[Database]:
    """The fold's own way to the database."""
    database = folding.folding_database(settings.database_url)
    yield database
    database.close()


@pytest.fixture
def fold(folding_way: Database) -> Callable[..., int]:
    """Fold what is ripe; gives the number of steps."""
    return lambda **named: folding.fold(folding_way, **named)


@pytest.fixture
def report(client: FlaskClient) -> Callable[..., Any]:
    """The answer to GET /api/v1/reports/<name>, read; `since` stands for `from`."""

    def get(name: str, **query: Any) -> Any:
        if "since" in query:
            query["from"] = query.pop("since")
        response = client.get(f"/api/v1/reports/{name}", query_string=query)
        assert response.status_code == 200, response.text
        return json.loads(response.data)

    return get


@dataclass(frozen=True)
class Recount:
    """The plain truth: every purchase of a snapshot, counted one by one."""

    purchases: list[Any]

    def of(self, scope: str) -> "Recount":
        """Only those that count in a scope."""
        return Recount(
            [
                each
                for each in self.purchases
                if (each.kind != "imported" if scope == "*" else each.branch_id == scope)
            ]
        )

    def during(self, first: date, last: date) -> "Recount":
        """Only those sold on some days, where they were sold."""
        return Recount([each for each in self.purchases if first <= _day(each) <= last])

    def buyers(self) -> Counter[uuid.UUID]:
        """Purchases by customer."""
        return Counter(each.customer_id for each in self.purchases)

    def units(self) -> Counter[int]:
        """Units by product."""
        counted: Counter[int] = Counter()
        for each in self.purchases:
            for product_id, quantity in each.lines:
                counted[product_id] += quantity
        return counted

    def newest(self) -> list[tuple[uuid.UUID, int, int, datetime]]:
        """Customer, purchases, amount and last purchase, the newest first."""
        rows = []
        for customer_id, purchases in self.buyers().items():
            own = [each for each in self.purchases if each.customer_id == customer_id]
            total, last = sum(each.total_minor for each in own), max(each.sold_at for each in own)
            rows.append((customer_id, purchases, total, last))
        return sorted(rows, key=lambda row: (row[3], row[0]), reverse=True)

    def by(self, key: Callable[[Any], Any]) -> dict[Any, tuple[int, int, int]]:
        """Purchases, units and amount, by whatever a purchase is told apart by."""
        sums: dict[Any, tuple[int, int, int]] = {}
        for each in self.purchases:
            purchases, units, total = sums.get(key(each), (0, 0, 0))
            sold = sum(quantity for _, quantity in each.lines)
            sums[key(each)] = (purchases + 1, units + sold, total + each.total_minor)
        return sums


def _day(purchase: Any) -> date:
    day: date = purchase.sold_at.astimezone(ZoneInfo(purchase.time_zone)).date()
    return day


@pytest.fixture
def recount() -> Callable[[Connection], Recount]:
    """Count everything that a connection's snapshot shows."""
    return lambda connection: Recount(list(connection.execute(_EVERYTHING)))


@pytest.fixture
def noon() -> datetime:
    """A moment to sell at: noon in Amsterdam on the day of the clock."""
    return datetime(2026, 11, 20, 11, tzinfo=UTC)


@pytest.fixture
def contents(arrange: Connection) -> Callable[[], dict[str, Any]]:
    """What every rollup holds, in an order of its own."""

    def read() -> dict[str, Any]:
        return {
            table: sorted(map(tuple, arrange.execute(text(f"SELECT * FROM books.{table}"))))
            for table in _ROLLUPS
        }

    return read


@pytest.fixture
def counted(books: Collaborators) -> Callable[[], int]:
    """How many purchases the answers count, all told: folded ones and those of the tail."""

    def count() -> int:
        with books.database.transaction(isolation="REPEATABLE READ") as connection:
            view = View(connection, rollups.watermark(connection), "*", "EUR")
            buyers = answers.buyers_ever(view, least=1, most=1000)
            return sum(buyer.purchases for buyer in buyers.listed)

    return count


@pytest.fixture
def folded(arrange: Connection) -> Callable[[], int]:
    """How many purchases the rollups hold."""
    found = text("SELECT coalesce(sum(purchases), 0)::int FROM books.sales_of_day")
    return lambda: arrange.execute(found).scalar_one()
