"""The ledger in both its kinds: each test runs on a file of SQLite and on PostgreSQL."""

import pytest

from common.stores import open_store
from payment_gateway.collaborators import Collaborators
from payment_gateway.repository import STEPS


@pytest.fixture
def store(store_url):
    opened = open_store(
        store_url, application="payment-gateway", package="payment_gateway", steps=STEPS
    )
    yield opened
    opened.close()


@pytest.fixture
def gateway(settings, store, clock, waited):
    """What use cases are handed, over that store."""
    return Collaborators.of(settings, store=store, clock=clock, wait=waited.append)
