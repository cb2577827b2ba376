"""From a bare PostgreSQL server to a database with its roles and the newest schema; safe to repeat."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import psycopg2
from psycopg2 import errors, sql
from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from common import migrations
from common.addresses import postgresql_url
from common.migrations import roles

#: What a server says that will take connections in a while: it boots, recovers from a crash, or is still going down.
_NOT_YET = (
    "refused",
    "starting up",
    "not yet accepting connections",
    "in recovery mode",
    "shutting down",
    "timeout expired",
    "closed the connection unexpectedly",
)


class NotAllowed(Exception):
    """The given role may not make the database or the roles; the message holds what an administrator runs."""


@dataclass(frozen=True, slots=True)
class Server:
    """A database on a server, and how to reach it under each role."""

    admin: URL
    passwords: Mapping[str, str]
    chain: str
    """What its roles are named after: the database, but for the copies that tests make of one."""

    @classmethod
    def of(cls, admin_url: str, passwords: Mapping[str, str]) -> "Server":
        """`admin_url` names the database; its role may make roles, or they exist already."""
        admin = make_url(postgresql_url(admin_url))
        return cls(admin, passwords, chain=admin.database or "mercato")

    @property
    def database(self) -> str:
        """The database's name."""
        return self.admin.database or "mercato"

    def url(self, purpose: str) -> str:
        """The database's URL under one of the roles."""
        own = self.admin.set(
            username=roles.name(self.chain, purpose), password=self.passwords[purpose]
        )
        return own.render_as_string(hide_password=False)

    def libpq(self, purpose: str | None = None, *, database: str | None = None) -> str:
        """The same for psycopg2, which knows no driver in a URL; without purpose the admin's."""
        url = make_url(self.url(purpose)) if purpose else self.admin
        plain = url.set(drivername="postgresql", database=database or self.database)
        return plain.render_as_string(hide_password=False)


def prepare(server: Server, *, wait_seconds: float = 60) -> bool:
    """Make what is missing; False when nothing was.

    Raises:
        NotAllowed: the roles are missing and the admin's role may not make them.
        psycopg2.OperationalError: the server did not answer in time.
    """
    wait_for(server, wait_seconds)
    created = _ensure_database(server)
    _ensure_roles(server)
    engine = create_engine(server.url("migrator"), poolclass=NullPool)
    with engine.begin() as connection:
        migrated = migrations.upgrade(connection)
    return created or migrated


def wait_for(server: Server, seconds: float) -> None:
    """Return when the server takes connections.

    Raises:
        psycopg2.OperationalError: it did not in this time.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            psycopg2.connect(server.libpq(database="postgres"), connect_timeout=3).close()
            return
        except psycopg2.OperationalError as error:
            waiting = any(words in str(error) for words in _NOT_YET)
            if isinstance(error, errors.InvalidCatalogName) or "permission denied" in str(error):
                return  # it answers; another database than ours is none of our business
            if not waiting or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _ensure_database(server: Server) -> bool:
    try:
        admin = psycopg2.connect(server.libpq(database="postgres"))
    except psycopg2.OperationalError:
        psycopg2.connect(
            server.libpq()
        ).close()  # ours is there, and the other none of our business
        return False
    admin.autocommit = True  # CREATE DATABASE takes no transaction
    try:
        with admin.cursor() as cursor:
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", (server.database,))
            if cursor.fetchone() is not None:
                return False
            cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(server.database)))
    except (errors.DuplicateDatabase, errors.UniqueViolation):
        return False  # another process made it at the same moment
    except errors.InsufficientPrivilege:
        raise NotAllowed(
            f"There is no database {server.database}, and {server.admin.username} may not make it. "
            f'An administrator runs:\n\nCREATE DATABASE "{server.database}" OWNER "{server.admin.username}";'
        ) from None
    finally:
        admin.close()
    return True


def _ensure_roles(server: Server) -> None:
    admin = psycopg2.connect(server.libpq())
    try:
        # first who is missing: a sign-in that fails is a FATAL in the server's log, which alarms people
        if not roles.missing(admin, server.chain) and all(
            roles.can_sign_in(server.libpq(role.purpose)) for role in roles.ROLES
        ):
            return
        if not roles.may_create_roles(admin):
            raise NotAllowed(
                "This server's roles must be made by an administrator. What to run in the database "
                f"{server.database}:\n\n"
                + ";\n".join(roles.statements(admin, server.database, server.passwords))
                + ";"
            )
        roles.ensure(admin, server.database, server.passwords)
    finally:
        admin.close()
