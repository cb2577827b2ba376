"""Settings: read once, every mistake in one message, the documents' names understood."""

from typing import ClassVar

import pytest

from common.config import ConfigurationError, DatabaseSettings, postgresql_url, variables


class BooksSettings(DatabaseSettings):
    """Settings of a service with a database."""

    service: ClassVar[str] = "books"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch):
    for variable in variables(BooksSettings):
        monkeypatch.delenv(variable, raising=False)


def test_everything_that_is_missing_is_named_at_once(monkeypatch):
    monkeypatch.setenv("LOG_LEVEL", "INFO")

    with pytest.raises(ConfigurationError) as refused:
        BooksSettings.from_env()

    assert "DATABASE_URL is missing" in str(refused.value)


def test_a_missing_secret_is_named_with_its_meaning(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://role@host/books")

    with pytest.raises(ConfigurationError) as refused:
        BooksSettings.from_env()

    assert "SECRET_KEY is missing (Signs cursors" in str(refused.value)


def test_document_001s_parts_make_one_url(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "key")
    monkeypatch.setenv("DATABASE_HOST", "db")
    monkeypatch.setenv("DATABASE_USERNAME", "books")
    monkeypatch.setenv("DATABASE_PASSWORD", "p@ss/word")
    monkeypatch.setenv("DATABASE_NAME", "shop")

    settings = BooksSettings.from_env()

    assert settings.database_url == "postgresql+psycopg2://books:p%40ss%2Fword@db:5432/shop"


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "canary-key")
    monkeypatch.setenv("DATABASE_URL", "postgresql://role:canary-password@host/books")

    assert "canary" not in repr(BooksSettings.from_env())


@pytest.mark.parametrize(
    "url",
    [
        "postgres://r@h/d",
        "postgresql://r@h/d",
        "postgresql+psycopg2://r@h/d",
        "postgresql+psycopg://r@h/d",
    ],
)
def test_any_spelling_of_postgresql_means_our_driver(url):
    assert postgresql_url(url) == "postgresql+psycopg2://r@h/d"


@pytest.mark.parametrize(
    "url", ["mysql://root:x@db/shop", "mysql+pymysql://db/shop", "mariadb://db/x"]
)
def test_mysql_is_refused_with_a_way_in_for_its_data(url):
    with pytest.raises(ValueError, match="mercato import purchases"):
        postgresql_url(url)


@pytest.mark.parametrize("url", ["", "books", "sqlite:///books.db"])
def test_what_is_no_postgresql_url_is_refused(url):
    with pytest.raises(ValueError, match="DATABASE_URL"):
        postgresql_url(url)
