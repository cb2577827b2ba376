"""The store in both its kinds: each test runs on a file of SQLite and on PostgreSQL."""

import pytest

from cart_service.collaborators import Collaborators
from cart_service.repository.tables import STEPS
from common.stores import open_store


@pytest.fixture
def store(store_url):
    opened = open_store(store_url, application="tests", package="cart_service", steps=STEPS)
    yield opened
    opened.close()


@pytest.fixture
def cart(settings, store, shop, people, clock, coupons, neighbours):
    """What use cases are handed, over that store."""
    return Collaborators.of(
        settings, store=store, shop=shop, people=people, clock=clock, coupons=coupons, **neighbours
    )
