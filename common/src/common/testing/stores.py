"""Where a test may keep a service's own store: a test with `store_url` runs on a file of SQLite and on PostgreSQL."""

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest


@pytest.fixture
def own_database(postgres: Any) -> Iterator[str]:
    """The URL of an empty database on the tests' server."""
    name = f"own_{secrets.token_hex(4)}"
    address = f"postgres:{postgres.password}@127.0.0.1:{postgres.port}"
    _run(f"postgresql://{address}/postgres", f"CREATE DATABASE {name}")
    yield f"postgresql+psycopg2://{address}/{name}"
    _run(f"postgresql://{address}/postgres", f"DROP DATABASE {name} WITH (FORCE)")


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
