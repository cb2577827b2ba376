"""A small shop with a database of its own, a basket in memory, and people who can sign in."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from common.errors import NeighbourUnavailable
from common.migrations.bootstrap import Server
from common.service_client import Refusal
from common.testing.fakes import FrozenClock
from common.testing.people import FakePeople
from store_service.app import create_app
from store_service.collaborators import Collaborators
from store_service.config import Settings
from store_service.models.basket import Glance, Held
from store_service.models.office import WebOrders

_SHOP = """
INSERT INTO catalog.company VALUES (true, 'Mercato', 'Quay 12', 'NL 0000.00.000', 'EUR', 'Europe/Amsterdam');
INSERT INTO catalog.vat_rate VALUES ('reduced', 'Reduced', 900), ('standard', 'Standard', 2100);
INSERT INTO catalog.branch VALUES
  ('SMKT001', 'Market Hall', 'shop', 'Market Square 1', 'Europe/Amsterdam'),
  ('SMKT002', 'Harbour', 'shop', 'Quay 12', 'Europe/Amsterdam'),
  ('WEB', 'Web shop', 'online', '', 'Europe/Amsterdam'),
  ('ELSEWHERE', 'Bought elsewhere', 'imported', '', 'Europe/Amsterdam');
INSERT INTO catalog.till VALUES ('SMKT001-1', 'SMKT001', 'Till 1', 'M1');
INSERT INTO catalog.product (id, code, barcode, name, department, unit, artist, genre, year, vat_code) VALUES
  (1, 'TOMATO', '4000000000013', 'Tomatoes', 'fresh', '500 g', NULL, NULL, NULL, 'reduced'),
  (2, 'PEN', '4000000000020', 'Pen', 'merchandise', '', NULL, NULL, NULL, 'standard'),
  (3, 'TSHIRT', '4000000000037', 'T-Shirt', 'merchandise', '', NULL, NULL, NULL, 'standard'),
  (4, 'ALB-1', '4000000000044', 'Night Tram', 'records', '', 'Odile Marchetti Trio', 'Jazz', 1964, 'standard'),
  (5, 'ALB-2', '4000000000051', 'Étude for Rain', 'records', '', 'K. Sørensen', 'Classical', 2003, 'standard'),
  (6, 'ALB-3', NULL, 'Slow Ferry', 'records', '', 'Odile Marchetti Trio', 'Jazz', 1967, 'standard');
INSERT INTO catalog.price (product_id, version, amount_minor) VALUES
  (1, 1, 240), (2, 1, 500), (3, 1, 2000), (4, 1, 2400), (5, 1, 1490), (6, 1, 2300);
SELECT setval(pg_get_serial_sequence('catalog.product', 'id'), 100);
INSERT INTO books.level (branch_id, product_id, quantity, reserved) VALUES
  ('SMKT001', 1, 100, 0), ('SMKT001', 2, 300, 0), ('SMKT001', 3, 40, 0), ('SMKT001', 4, 4, 0), ('SMKT002', 4, 3, 1),
  ('SMKT001', 5, 1, 1);
WITH made AS (INSERT INTO catalog.promotion (id) VALUES (1) RETURNING id),
rule AS (
  INSERT INTO catalog.promotion_version (promotion_id, version, kind, name, units, paid, free_units)
  SELECT id, 1, 'multi_buy', '2 for 1', 2, 1, 'cheapest_of_each_set' FROM made
)
INSERT INTO catalog.promotion_product (promotion_id, version, product_id) SELECT id, 1, 2 FROM made;
SELECT setval(pg_get_serial_sequence('catalog.promotion', 'id'), 100);
"""

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


class FakeBaskets:
    """Baskets in memory; `away` and `refusal` make them fail."""

    def __init__(self) -> None:
        """All empty."""
        self.away = False
        self.refusal: Refusal | None = None
        self.held: Held | None = None
        self.lines: dict[str, dict[int, int]] = {}
        self.keys: set[str] = set()
        self.documents: list[tuple[str, str, str | None]] = []

    def glance(self, basket_id):
        """How many units."""
        if self.away:
            return Glance(None)
        lines = self.lines.get(basket_id, {})
        return Glance(sum(lines.values()), {each: self.held for each in lines if self.held})

    def add(self, basket_id, product_id, quantity, *, key):
        """Once for each key."""
        self._answer()
        if key in self.keys:
            return
        self.keys.add(key)
        lines = self.lines.setdefault(basket_id, {})
        lines[product_id] = lines.get(product_id, 0) + quantity

    def set_quantity(self, basket_id, product_id, quantity):
        """None takes the line out."""
        self._answer()
        lines = self.lines.setdefault(basket_id, {})
        lines[product_id] = quantity
        if not quantity:
            del lines[product_id]

    def contents(self, basket_id):
        """As far as the shop reads it."""
        self._answer()
        lines = self.lines.get(basket_id, {})
        return {"lines": [{"product_id": each, "quantity": n} for each, n in lines.items()]}

    def as_document(self, path, basket_id, item=None, *, named="", key=None):
        """One mug, whatever is asked."""
        self._answer()
        self.keys |= {key} if key else set()
        self.documents.append((path, named or basket_id, item))
        return {"items": ["MUG"]} | ({"total": 7.5} if path == "/totalbasket" else {})

    def _answer(self):
        if self.away:
            raise NeighbourUnavailable("The basket does not answer")
        if self.refusal is not None:
            raise self.refusal


class FakeAccounts:
    """Accounts that are made of whoever asks; `refusal` refuses."""

    def __init__(self, people: FakePeople) -> None:
        """Those who were let in may sign in."""
        self.people = people
        self.refusal: Refusal | None = None
        self.asked: list[dict[str, str]] = []

    def sign_up(self, **told):
        """The customer's id."""
        self.asked.append(told)
        if self.refusal is not None:
            raise self.refusal
        marta = self.people.accounts["customer@example.org"]
        self.people.accounts[told["email"]] = marta
        return str(marta.customer_id)


@pytest.fixture
def people():
    return FakePeople()


@pytest.fixture
def baskets():
    return FakeBaskets()


@pytest.fixture
def accounts(people):
    return FakeAccounts(people)


@pytest.fixture
def shop(server: Server) -> Server:
    """Six products in three departments, one promotion, two shops."""
    with create_engine(server.url("migrator"), poolclass=NullPool).begin() as connection:
        connection.execute(text(_SHOP))
    return server


@pytest.fixture
def settings(shop):
    return Settings(
        secret_key="a key for the tests",
        service_key="a service key for tests, and no other",
        database_url=shop.url("store"),
        public_url="http://localhost",
        demo=True,
    )


@pytest.fixture
def collaborators(settings, people, baskets, accounts, books):
    found = Collaborators.of(
        settings,
        people=people,
        baskets=baskets,
        accounts=accounts,
        books=books,
        clock=FrozenClock(NOW),
    )
    yield found
    found.database.close()


@pytest.fixture
def app(settings, collaborators):
    logging.getLogger().handlers.clear()
    return create_app(settings, collaborators)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def sql(shop) -> Callable[..., object]:
    """Change or read what is in the database, as its owner."""

    def run(statement, **values):
        with create_engine(shop.url("migrator"), poolclass=NullPool).begin() as connection:
            found = connection.execute(text(statement), values)
            return found.scalar() if found.returns_rows else None

    return run


class FakeBooks:
    """Books that note what is opened; `trouble` is raised instead."""

    def __init__(self) -> None:
        """Nothing is open yet."""
        self.opened: list[tuple[str, int, int]] = []
        self.sender = WebOrders("SMKT001", '"web-orders-0"')
        self.trouble: Exception | None = None

    def open_stock(self, branch_id, product_id, quantity):
        """Noted."""
        if self.trouble is not None:
            raise self.trouble
        self.opened.append((branch_id, product_id, quantity))

    def web_orders(self):
        """Who sends."""
        if self.trouble is not None:
            raise self.trouble
        return self.sender

    def let_send(self, branch_id, etag):
        """Noted, if what was read still holds."""
        if self.trouble is not None:
            raise self.trouble
        if etag != self.sender.etag:
            raise Refusal(412, {"code": "precondition_failed", "detail": "Meanwhile"})
        self.sender = WebOrders(branch_id, '"web-orders-1"')
        return self.sender


@pytest.fixture
def books():
    return FakeBooks()
