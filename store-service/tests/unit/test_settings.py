"""The shop's settings as documents 001 and 002 name them."""

import pytest

from store_service.config import Settings


@pytest.mark.parametrize(
    ("host", "role", "password", "name"),
    [
        ("DATABASE_HOST", "DATABASE_USERNAME", "DATABASE_PASSWORD", "DATABASE_NAME"),
        ("DB_HOST", "DB_USER", "DB_PASSWORD", "DB_NAME"),
    ],
    ids=["document 001", "document 002"],
)
def test_either_documents_parts_make_one_url(monkeypatch, host, role, password, name):
    for secret in ("SECRET_KEY", "SERVICE_KEY"):
        monkeypatch.setenv(secret, f"a {secret} that nobody guesses")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    for variable, value in {host: "db", role: "shop", password: "p@ss", name: "chain"}.items():
        monkeypatch.setenv(variable, value)

    url = Settings.from_env().database_url

    assert url == "postgresql+psycopg2://shop:p%40ss@db:5432/chain"
