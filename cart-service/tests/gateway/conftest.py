"""A payment gateway without a network: its callers' requests, a clock that stands still, banks that answer at once."""

import logging
import uuid
from datetime import UTC, datetime

import pytest

from common.service_tokens import ServiceTokens
from common.testing.fakes import FrozenClock
from payment_gateway.app import create_app
from payment_gateway.collaborators import Collaborators
from payment_gateway.config import Settings

SERVICE_KEY = "a service key for tests"
GOOD = "4242424242424242"


class Caller:
    """cart-service, as it talks to the gateway."""

    def __init__(self, client):
        self.client = client
        self.headers = {
            "Authorization": "Bearer "
            + ServiceTokens(SERVICE_KEY, service="cart-service").issue("payment-gateway")
        }

    def authorise(self, payment_id, minor=3250, number=GOOD, **changes):
        card = {"number": number, "expiry": "12/30", "code": "123", "name": "Marta Ruiz"}
        fields = {key: changes.pop(key) for key in card.keys() & changes.keys()}
        body = {"amount": money(minor), "card": card | fields, "reference": "W1001"}
        return self.post(payment_id, "authorise", body | changes)

    def capture(self, payment_id, minor=3250):
        return self.post(payment_id, "capture", {"amount": money(minor)})

    def void(self, payment_id):
        return self.post(payment_id, "void", {})

    def refund(self, payment_id, minor=3250, key=None):
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        return self.post(payment_id, "refunds", {"amount": money(minor)}, headers)

    def post(self, payment_id, act, body, headers=None):
        path = f"/api/v1/payments/{payment_id}/{act}"
        return self.client.post(path, json=body, headers=self.headers | (headers or {}))

    def look(self, payment_id):
        return self.client.get(f"/api/v1/payments/{payment_id}", headers=self.headers)

    def facts(self, **query):
        return self.client.get("/api/v1/facts/ledger", query_string=query, headers=self.headers)


def money(minor, currency="EUR"):
    return {"minor": minor, "currency": currency}


@pytest.fixture
def clock():
    return FrozenClock(datetime(2026, 11, 20, 14, 20, tzinfo=UTC))


@pytest.fixture
def waited():
    """For how many seconds banks have let their callers wait."""
    return []


@pytest.fixture
def settings(tmp_path):
    return Settings(
        secret_key="a key for the tests",
        service_key=SERVICE_KEY,
        demo=True,
        gateway_db_url=str(tmp_path / "stores" / "gateway.db"),
    )


@pytest.fixture
def gateway(settings, clock, waited):
    made = Collaborators.of(settings, clock=clock, wait=waited.append)
    yield made
    made.store.close()


@pytest.fixture
def client(settings, gateway):
    handlers = logging.getLogger().handlers[:]
    yield create_app(settings, gateway).test_client()
    logging.getLogger().handlers[:] = handlers


@pytest.fixture
def caller(client):
    return Caller(client)


@pytest.fixture
def payment_id():
    return uuid.UUID("6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44")
