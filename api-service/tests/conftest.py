"""A small shop to test the books with, in a database of its own."""

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool
from werkzeug.test import TestResponse

from api_service.app import create_app
from api_service.collaborators import Collaborators
from api_service.config import Settings
from api_service.importer.repository import add_promotions
from common import pricing
from common.errors import DatabaseUnavailable
from common.migrations.bootstrap import Server
from common.testing.fakes import FrozenClock

_SHOP = """
INSERT INTO catalog.company VALUES (true, 'Mercato', 'Quay 12', 'NL 0000.00.000', 'EUR', 'Europe/Amsterdam');
INSERT INTO catalog.vat_rate VALUES ('reduced', 'Reduced', 900), ('standard', 'Standard', 2100);
INSERT INTO catalog.branch VALUES
  ('SMKT001', 'Market Hall', 'shop', 'Market Square 1', 'Europe/Amsterdam'),
  ('SMKT002', 'Harbour', 'shop', 'Quay 12', 'Europe/Amsterdam'),
  ('WEB', 'Web shop', 'online', '', 'Europe/Amsterdam'),
  ('ELSEWHERE', 'Bought elsewhere', 'imported', '', 'Europe/Amsterdam');
INSERT INTO catalog.till VALUES
  ('SMKT001-1', 'SMKT001', 'Till 1', 'M1'), ('SMKT001-2', 'SMKT001', 'Till 2', 'M2'),
  ('SMKT002-1', 'SMKT002', 'Till 1', 'H1');
INSERT INTO catalog.product (id, code, barcode, name, department, vat_code) VALUES
  (1, 'TOMATO', '4000000000013', 'Tomatoes', 'fresh', 'reduced'),
  (2, 'LOAF', '4000000000020', 'Sourdough loaf', 'bakery', 'reduced'),
  (3, 'MUG', '4000000000037', 'Coffee mug', 'goods', 'standard');
INSERT INTO catalog.price (product_id, version, amount_minor) VALUES (1, 1, 240), (2, 1, 380), (3, 1, 750);
INSERT INTO books.level (branch_id, product_id, quantity)
  SELECT branch, product, 100 FROM unnest(ARRAY['SMKT001', 'SMKT002']) AS branch, unnest(ARRAY[1, 2, 3]) AS product;
INSERT INTO books.movement (branch_id, product_id, kind, quantity)
  SELECT branch_id, product_id, 'opening', quantity FROM books.level;
"""


@pytest.fixture
def shop(server: Server) -> Server:
    """Two branches with tills, three products with a hundred units of each."""
    with owner(server) as connection:
        connection.execute(text(_SHOP))
    return server


def owner(server: Server) -> Any:
    """A transaction under the role that owns every table, to arrange what a test starts from."""
    return create_engine(server.url("migrator"), poolclass=NullPool).begin()


@pytest.fixture
def arrange(shop: Server) -> Iterator[Connection]:
    """A connection of the owner on which every statement is committed at once."""
    engine = create_engine(shop.url("migrator"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection


@pytest.fixture
def promote(shop: Server) -> Callable[..., int]:
    """Put a promotion into the catalogue, and give its id."""

    def add(promotion: pricing.Promotion) -> int:
        with owner(shop) as connection:
            add_promotions(connection, [promotion])
            return int(
                connection.execute(text("SELECT max(id) FROM catalog.promotion")).scalar_one()
            )

    return add


@pytest.fixture
def settings(shop: Server) -> Settings:
    """The settings of a service on that shop, as a demo: its API is open to everybody."""
    return Settings(
        secret_key="a key for the tests",
        service_key="a key that the services of the tests share",
        database_url=shop.url("api"),
        demo=True,
    )


@pytest.fixture
def clock() -> FrozenClock:
    """A clock that stands at twenty past three on a Friday afternoon, Amsterdam time."""
    return FrozenClock(datetime(2026, 11, 20, 14, 20, tzinfo=UTC))


@pytest.fixture
def books(settings: Settings, clock: FrozenClock) -> Iterator[Collaborators]:
    """What use cases are handed, on that shop."""
    collaborators = Collaborators.of(settings, clock=clock)
    yield collaborators
    collaborators.database.close()


@pytest.fixture
def client(settings: Settings, books: Collaborators) -> Iterator[FlaskClient]:
    """A client of the books' application."""
    handlers = logging.getLogger().handlers[:]
    yield create_app(settings, books).test_client()
    logging.getLogger().handlers[:] = handlers


@pytest.fixture
def sell(client: FlaskClient) -> Callable[..., TestResponse]:
    """Post a sale to /api/v1/purchases; keywords replace its fields, `key` its Idempotency-Key."""

    def post(*, key: str | None = None, **changes: Any) -> TestResponse:
        sale = {"branch_id": "SMKT001", "lines": [{"product_id": 1, "quantity": 2}]} | changes
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return client.post("/api/v1/purchases", json=sale, headers=headers)

    return post


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    """Wait until something is so, also while the server is away; fail when it is not so for long."""

    def wait(holds: Callable[[], bool], seconds: float = 20) -> None:
        deadline = time.monotonic() + seconds
        while True:
            with suppress(DatabaseUnavailable):
                if holds():
                    return
            assert time.monotonic() < deadline, "it did not happen in time"
            time.sleep(0.02)

    return wait
