"""A service's store as a database of its own: its role opens it, and nothing else."""

from contextlib import closing
from dataclasses import replace

import psycopg2
import pytest

from suite import own_databases
from suite.topology import MERCATO


@pytest.fixture
def made(postgres):
    names = ("drill_cart", "drill_orders")
    yield [own_databases.make(postgres.url, name) for name in names]
    server = replace(postgres.url, database="postgres")
    with closing(psycopg2.connect(server.libpq)) as connection:
        connection.autocommit = True
        for name in names:
            connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
            connection.cursor().execute(f"DROP ROLE {name}")


def test_a_role_makes_tables_in_its_own_database_and_enters_no_other(made):
    cart, orders = made
    with closing(psycopg2.connect(cart.libpq)) as connection:
        connection.cursor().execute("CREATE TABLE basket (id integer)")

    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        psycopg2.connect(replace(cart, database=orders.database).libpq)


def test_every_store_has_a_variable_that_takes_a_url():
    stores = [each.store for each in MERCATO.services if each.store]

    assert sorted(map(own_databases.variable, stores)) == [
        "CART_DB_URL",
        "GATEWAY_DB_URL",
        "ORDER_DB_URL",
    ]
