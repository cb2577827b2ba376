"""Where a test may keep a service's own store: a test with `store_url` runs on a file of SQLite and on PostgreSQL."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

#: Whoever is still at it belongs to the test before; to make a database anew takes ten times as long.
_EMPTY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid();
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
"""


@pytest.fixture(scope="session")
def kept_database(postgres: Any) -> Iterator[str]:
    """The address of a database on the tests' server that all tests of this process share, one after the other."""
    name = f"own_{secrets.token_hex(4)}"
    server = f"postgresql://postgres:{postgres.password}@127.0.0.1:{postgres.port}"
    _run(f"{server}/postgres", f"CREATE DATABASE {name}")
    yield f"{server}/{name}"
    _run(f"{server}/postgres", f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_database(kept_database: str) -> str:
    """The URL of an empty database on the tests' server."""
    _run(kept_database, _EMPTY)
    return kept_database.replace("postgresql://", "postgresql+psycopg2://")


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store is, in each of its kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/stores/own.db"
    url: str = request.getfixturevalue("own_database")
    return url


def _run(address: str, statement: str) -> None:
    admin = psycopg2.connect(address)
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(statement)
    admin.close()
