"""Where databases, stores and services are, in the one spelling that the code knows."""

from urllib.parse import urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError


def postgresql_url(url: str) -> str:
    """Any spelling of a PostgreSQL URL, in the one that names our driver.

    SQLAlchemy 2.1 takes a bare postgresql:// for psycopg 3, so the driver is always written out.

    Raises:
        ValueError: it is no URL, or one of another database.
    """
    try:
        parsed = make_url(url.replace("postgres://", "postgresql://", 1))
    except ArgumentError:
        raise ValueError("DATABASE_URL is not a URL like postgresql://role@host/name") from None
    if parsed.drivername.startswith(("mysql", "mariadb")):
        raise ValueError(
            "DATABASE_URL names a MySQL database. Mercato keeps its books in PostgreSQL; export the "
            "old data as CSV and bring it in with: ./mercato import purchases FILE"
        )
    if not parsed.drivername.startswith("postgresql"):
        raise ValueError(f"DATABASE_URL names {parsed.drivername}; Mercato needs PostgreSQL")
    return parsed.set(drivername="postgresql+psycopg2").render_as_string(hide_password=False)


def own_store_url(given: str) -> str:
    """Where a service keeps its own store: the path of an SQLite file, or any spelling of a PostgreSQL URL.

    Raises:
        ValueError: it is neither.
    """
    if "://" not in given:
        return URL.create("sqlite", database=given).render_as_string()
    return given if given.startswith("sqlite:///") else postgresql_url(given)


def origin(url: str) -> str:
    """Another service's address without what follows the host.

    Raises:
        ValueError: it is no address.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("is not a URL like http://127.0.0.1:8001")
    return f"{parts.scheme}://{parts.netloc}"
