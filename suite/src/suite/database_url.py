"""Where a PostgreSQL database is and as whom we come, told by its URL.

`common.config` has this for the services, on top of SQLAlchemy; the supervisor must stay small, so it reads URLs
by itself.
"""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import quote, unquote, urlsplit

from suite.errors import DatabaseProblem

_SCHEMES = {"postgres", "postgresql", "postgresql+psycopg2", "postgresql+psycopg"}


@dataclass(frozen=True, slots=True)
class DatabaseUrl:
    """One database under one role; `str()` of it is the URL in SQLAlchemy's spelling."""

    user: str
    password: str
    address: str
    """Host and port as they were written."""
    database: str
    query: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read any spelling of a PostgreSQL URL.

        Raises:
            DatabaseProblem: it is no URL, names no database, or another kind of one.
        """
        parts = urlsplit(text)
        if parts.scheme.startswith(("mysql", "mariadb")):
            raise DatabaseProblem(
                "DATABASE_URL names a MySQL database. Mercato keeps its books in PostgreSQL; nothing was changed.\n"
                "Export the old data as CSV and bring it in:  ./mercato import purchases FILE"
            )
        if parts.scheme not in _SCHEMES or not parts.netloc:
            raise DatabaseProblem(
                "DATABASE_URL is not a URL like postgresql://role:password@host:5432/mercato"
            )
        database = unquote(parts.path.removeprefix("/"))
        if not database:
            raise DatabaseProblem("DATABASE_URL names no database: append /mercato to it")
        userinfo, _, address = parts.netloc.rpartition("@")
        user, _, password = userinfo.partition(":")
        return cls(unquote(user), unquote(password), address, database, parts.query)

    def as_role(self, user: str, password: str) -> Self:
        """The same database under another role."""
        return replace(self, user=user, password=password)

    @property
    def libpq(self) -> str:
        """The URL as psql, pg_dump and psycopg2 read it."""
        return self._spelled("postgresql")

    @property
    def without_password(self) -> str:
        """The URL for people to look at."""
        return replace(self, password="").libpq

    @property
    def place(self) -> str:
        """The server and the database on it, whoever comes to it."""
        return f"{self.address}/{self.database}"

    def __str__(self) -> str:
        """The URL with its driver, as SQLAlchemy reads it."""
        return self._spelled("postgresql+psycopg2")

    def _spelled(self, scheme: str) -> str:
        secret = f":{quote(self.password, safe='')}" if self.password else ""
        role = f"{quote(self.user, safe='')}{secret}@" if self.user else ""
        query = f"?{self.query}" if self.query else ""
        return f"{scheme}://{role}{self.address}/{quote(self.database, safe='')}{query}"
