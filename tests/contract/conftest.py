"""The real books over a small shop in a real database, reached without a network."""

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from api_service.app import create_app
from api_service.collaborators import Collaborators
from api_service.config import Settings
from common.migrations.bootstrap import Server
from common.testing.fakes import FrozenClock

_SHOP = """
INSERT INTO catalog.company VALUES (true, 'Mercato', 'Quay 12', 'NL 0000.00.000', 'EUR', 'Europe/Amsterdam');
INSERT INTO catalog.vat_rate VALUES ('reduced', 'Reduced', 900), ('standard', 'Standard', 2100);
INSERT INTO catalog.branch VALUES
  ('SMKT001', 'Market Hall', 'shop', 'Market Square 1', 'Europe/Amsterdam'),
  ('SMKT002', 'Harbour', 'shop', 'Quay 12', 'Europe/Amsterdam'),
  ('ELSEWHERE', 'Bought elsewhere', 'imported', '', 'Europe/Amsterdam');
INSERT INTO catalog.till VALUES
  ('SMKT001-1', 'SMKT001', 'Till 1', 'M1'), ('SMKT001-2', 'SMKT001', 'Till 2', 'M2'),
  ('SMKT002-1', 'SMKT002', 'Till 1', 'H1');
INSERT INTO catalog.product (id, code, barcode, name, department, unit, vat_code) VALUES
  (1, 'TOMATO', '4000000000013', 'Tomatoes', 'fresh', '500 g', 'reduced'),
  (2, 'LOAF', '4000000000020', 'Sourdough loaf', 'bakery', '750 g', 'reduced'),
  (3, 'MUG', '4000000000037', 'Coffee mug', 'goods', '', 'standard');
INSERT INTO catalog.price (product_id, version, amount_minor) VALUES (1, 1, 240), (2, 1, 380), (3, 1, 750);
"""


@pytest.fixture
def execute(server: Server) -> Callable[..., None]:
    """Change the shop under the role that owns every table; each statement is committed at once."""

    def run(statement: str, **values: Any) -> None:
        engine = create_engine(server.url("migrator"), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text(statement), values)

    return run


@pytest.fixture
def books_app(server: Server, execute: Callable[..., None]) -> Iterator[Flask]:
    """The books' application on that shop, at twenty past three on a Friday afternoon."""
    execute(_SHOP)
    handlers = logging.getLogger().handlers[:]
    settings = Settings(
        secret_key="a key for the tests",
        service_key="a service key for tests",
        demo=True,
        database_url=server.url("api"),
    )
    clock = FrozenClock(datetime(2026, 11, 20, 14, 20, tzinfo=UTC))
    collaborators = Collaborators.of(settings, clock=clock)
    yield create_app(settings, collaborators)
    collaborators.database.close()
    logging.getLogger().handlers[:] = handlers
