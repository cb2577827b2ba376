"""The real books over a small shop in a real database, reached without a network."""

import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from api_service.app import create_app
from api_service.collaborators import Collaborators
from api_service.config import Settings
from api_service.people.models.secrets import slow_hash
from api_service.people.repository import accounts
from common.access import Caller, Role
from common.migrations.bootstrap import Server
from common.service_client import ServiceClient, acting
from common.service_tokens import ServiceTokens
from common.sessions.people import People
from common.testing.fakes import FrozenClock
from common.testing.people import PASSWORD
from common.testing.wsgi import answered_by

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
INSERT INTO catalog.product (id, code, barcode, name, department, unit, vat_code) VALUES
  (1, 'TOMATO', '4000000000013', 'Tomatoes', 'fresh', '500 g', 'reduced'),
  (2, 'LOAF', '4000000000020', 'Sourdough loaf', 'bakery', '750 g', 'reduced'),
  (3, 'MUG', '4000000000037', 'Coffee mug', 'goods', '', 'standard');
INSERT INTO catalog.price (product_id, version, amount_minor) VALUES (1, 1, 240), (2, 1, 380), (3, 1, 750);
"""

#: The products of that shop by the names that tests call them.
_IDS = {"tomatoes": 1, "loaf": 2, "mug": 3}


@pytest.fixture
def execute(server: Server) -> Callable[..., None]:
    """Change the shop under the role that owns every table; each statement is committed at once."""

    def run(statement: str, **values: Any) -> None:
        engine = create_engine(server.url("migrator"), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text(statement), values)

    return run


@pytest.fixture
def shop() -> str:
    """What the database holds; a test of an empty chain overrides it."""
    return _SHOP


@pytest.fixture
def facts() -> dict[str, Any]:
    """What the books are told besides where their database is."""
    return {"demo": True}


@pytest.fixture
def books_app(
    server: Server, execute: Callable[..., None], shop: str, facts: dict[str, Any]
) -> Iterator[Flask]:
    """The books' application on that shop, at twenty past three on a Friday afternoon."""
    if shop:
        execute(shop)
    handlers = logging.getLogger().handlers[:]
    settings = Settings(
        secret_key="a key for the tests",
        service_key="a service key that is long enough",
        database_url=server.url("api"),
        **facts,
    )
    clock = FrozenClock(datetime(2026, 11, 20, 14, 20, tzinfo=UTC))
    collaborators = Collaborators.of(settings, clock=clock)
    yield create_app(settings, collaborators)
    collaborators.database.close()
    logging.getLogger().handlers[:] = handlers


@pytest.fixture
def tokens() -> ServiceTokens:
    """What the dashboard shows the books."""
    return ServiceTokens("a service key that is long enough", service="dashboard-service")


@pytest.fixture
def client(books_app: Flask, tokens: ServiceTokens) -> ServiceClient:
    """The dashboard's way to the books."""
    made = ServiceClient(
        "api-service", "http://books", audience="api-service", tokens=tokens, timeout_seconds=5.0
    )
    answered_by(made, books_app)
    return made


@pytest.fixture
def people(client: ServiceClient) -> People:
    """Signing in, as the dashboard's door does it."""
    return People(client, service="dashboard-service", application="dashboard")


@pytest.fixture(scope="session")
def hashed() -> str:
    """PASSWORD's hash; slow on purpose, so it is made once."""
    return slow_hash(PASSWORD)


@pytest.fixture
def sign_in(books_app: Flask, people: People, hashed: str) -> Iterator[Callable[..., Caller]]:
    """Enters somebody and acts for their session from then on."""
    before = acting.get()

    def entered(
        email: str, role: Role, branch_id: str | None = None, name: str = "Rosa Lindqvist"
    ) -> Caller:
        database = books_app.extensions["collaborators"].database
        with database.transaction() as connection:
            accounts.add_account(connection, email, name, role, branch_id, hashed)
        begun = people.sign_in(email, PASSWORD, address="192.0.2.7", agent="Tests/1.0")
        acting.set(begun.token)
        return begun.session.caller

    yield entered
    acting.set(before)


@pytest.fixture
def rosa(sign_in: Callable[..., Caller]) -> Caller:
    """The owner, signed in."""
    return sign_in("rosa@example.com", Role.OWNER)


@pytest.fixture
def clock(books_app: Flask) -> FrozenClock:
    """The books' clock."""
    return books_app.extensions["collaborators"].clock


@pytest.fixture
def sell(books_app: Flask, clock: FrozenClock) -> Callable[..., None]:
    """Book a sale at a moment: so many of each product, paid in these parts."""
    client = books_app.test_client()

    def booked(
        moment: str,
        branch: str = "SMKT001",
        customer: uuid.UUID | None = None,
        tenders: Sequence[tuple[str, int]] = (),
        **products: int,
    ) -> None:
        now = clock.now()
        clock.set(datetime.fromisoformat(moment).astimezone(UTC))
        sale = {
            "branch_id": branch,
            "customer_id": str(customer or uuid.uuid4()),
            "lines": [{"product_id": _IDS[name], "quantity": n} for name, n in products.items()],
            "tenders": [
                {"kind": kind, "amount": {"minor": minor, "currency": "EUR"}}
                for kind, minor in tenders
            ]
            or None,
        }
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        answer = client.post("/api/v1/purchases", json=sale, headers=headers)
        assert answer.status_code == 201, answer.text
        clock.set(now)

    return booked
