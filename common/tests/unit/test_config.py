"""Settings: read once, every mistake in one message, the documents' names understood."""

from typing import ClassVar

import pytest

from common.addresses import origin, own_store_url, postgresql_url
from common.config import ConfigurationError, DatabaseSettings, variables


class BooksSettings(DatabaseSettings):
    """Settings of a service with a database."""

    service: ClassVar[str] = "books"


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch):
    for variable in variables(BooksSettings):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def complete(monkeypatch):
    """The least environment that a service starts with."""
    monkeypatch.setenv("SECRET_KEY", "a key for the tests")
    monkeypatch.setenv("SERVICE_KEY", "a service key for tests")
    monkeypatch.setenv("DATABASE_URL", "postgresql://role@host/books")


def test_everything_that_is_missing_is_named_at_once(monkeypatch):
    monkeypatch.setenv("LOG_LEVEL", "INFO")

    with pytest.raises(ConfigurationError) as refused:
        BooksSettings.from_env()

    for variable in ("SECRET_KEY", "SERVICE_KEY", "DATABASE_URL"):
        assert f"{variable} is missing" in str(refused.value)


def test_a_missing_secret_is_named_with_its_meaning(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://role@host/books")

    with pytest.raises(ConfigurationError) as refused:
        BooksSettings.from_env()

    assert "SECRET_KEY is missing; `./mercato env` makes it (Signs cursors" in str(refused.value)


@pytest.mark.usefixtures("complete")
@pytest.mark.parametrize("name", ["SECRET_KEY", "SERVICE_KEY", "METRICS_TOKEN"])
@pytest.mark.parametrize(
    "value", ["short", "your-secret-key-here", "ChangeMeChangeMe", "abababababababababababab"]
)
def test_a_secret_that_is_none_is_refused_with_the_command_that_makes_one(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(
        ConfigurationError, match=f"{name} is no secret.*`./mercato env`"
    ) as refused:
        BooksSettings.from_env()

    assert value not in str(refused.value)


@pytest.mark.usefixtures("complete")
def test_nothing_is_a_demo_unless_it_says_so():
    assert not BooksSettings.from_env().demo


@pytest.mark.usefixtures("complete")
@pytest.mark.parametrize(("name", "is_one"), [("MERCATO_DEMO", True), ("DEMO", False)])
def test_a_demo_is_said_by_its_whole_name(monkeypatch, name, is_one):
    monkeypatch.setenv(name, "1")

    assert BooksSettings.from_env().demo is is_one
    assert BooksSettings(demo=True).demo


@pytest.mark.usefixtures("complete")
def test_document_001s_parts_make_one_url(monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DATABASE_HOST", "db")
    monkeypatch.setenv("DATABASE_USERNAME", "books")
    monkeypatch.setenv("DATABASE_PASSWORD", "p@ss/word")
    monkeypatch.setenv("DATABASE_NAME", "shop")

    settings = BooksSettings.from_env()

    assert settings.database_url == "postgresql+psycopg2://books:p%40ss%2Fword@db:5432/shop"


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch):
    for name in ("SECRET_KEY", "SERVICE_KEY", "METRICS_TOKEN"):
        monkeypatch.setenv(name, f"canary of the {name}")
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


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("cart.db", "sqlite:///cart.db"),
        ("/var/mercato/cart.db", "sqlite:////var/mercato/cart.db"),
        ("sqlite:///cart.db", "sqlite:///cart.db"),
        ("postgres://r:p@h/d", "postgresql+psycopg2://r:p@h/d"),
    ],
)
def test_a_store_is_a_path_or_a_database(given, url):
    assert own_store_url(given) == url


@pytest.mark.parametrize("given", ["mysql://r@h/d", "sqlite://cart.db"])
def test_what_can_be_no_store_is_refused(given):
    with pytest.raises(ValueError, match="PostgreSQL"):
        own_store_url(given)


def test_a_services_address_is_kept_without_its_path():
    assert origin("http://127.0.0.1:8001/api/v1") == "http://127.0.0.1:8001"
    with pytest.raises(ValueError, match="not a URL"):
        origin("127.0.0.1:8001")
