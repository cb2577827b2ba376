"""The store in both its kinds: each test runs on a file of SQLite and on PostgreSQL."""

import secrets

import psycopg2
import pytest

from cart_service.collaborators import Collaborators
from cart_service.repository.store import open_store


@pytest.fixture
def own_database(postgres):
    """An empty database on the tests' server."""
    name = f"baskets_{secrets.token_hex(4)}"
    address = f"postgresql://postgres:{postgres.password}@127.0.0.1:{postgres.port}"
    _run(f"{address}/postgres", f"CREATE DATABASE {name}")
    yield f"{address}/{name}"
    _run(f"{address}/postgres", f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    """Where the store is."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/stores/cart.db"
    return request.getfixturevalue("own_database").replace("postgresql:", "postgresql+psycopg2:")


@pytest.fixture
def store(url):
    opened = open_store(url)
    yield opened
    opened.close()


@pytest.fixture
def cart(settings, store, shop, people, clock, coupons):
    """What use cases are handed, over that store."""
    return Collaborators.of(
        settings, store=store, shop=shop, people=people, clock=clock, coupons=coupons
    )


def _run(address, statement):
    admin = psycopg2.connect(address)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(statement)
    admin.close()
