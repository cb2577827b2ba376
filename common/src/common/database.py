"""A service's way to its database: short transactions, small pools, failures told apart from mistakes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

# Loaded here, before the fork, so that workers share it; create_engine would load it in each of them.
import psycopg2.extras
import sqlalchemy.dialects.postgresql.psycopg2  # noqa: F401  # see above
from psycopg2.errorcodes import UNIQUE_VIOLATION
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from common.errors import DatabaseUnavailable

_CONNECT_SECONDS = 3
_POOL_WAIT_SECONDS = 2
_RECYCLE_SECONDS = 300

#: A host that vanishes without a word keeps a place in the pool for about ten seconds, where the system's own patience
#: is two hours. None of it applies to a Unix socket.
_ASK_THE_SERVER = {
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
}
#: For what was sent and not received. A server that is there receives at once, however long it thinks about it.
_UNHEARD_MILLISECONDS = 10_000
#: How the server finds out that we vanished, with a session's locks in our name.
_ASK_US = {
    "tcp_keepalives_idle": 10,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


class Database:
    """One PostgreSQL database under one role.

    The engine is made at first use in each process, so that a preloaded application can be forked: a connection
    shared by two processes would mix their answers.
    """

    def __init__(
        self,
        url: str,
        *,
        application: str,
        pool_size: int = 4,
        statement_seconds: float = 10,
        lock_seconds: float = 4,
    ) -> None:
        """Remember where the database is; nothing is opened yet."""
        self._url = url
        self._application = application
        self._pool_size = pool_size
        self._options = " ".join(
            f"-c {name}={value}"
            for name, value in {
                "statement_timeout": int(statement_seconds * 1000),
                "lock_timeout": int(lock_seconds * 1000),
                "idle_in_transaction_session_timeout": 15_000,
                "timezone": "UTC",
                "jit": "off",  # its compiling costs more than our short queries
                **_ASK_US,
            }.items()
        )
        # who sends without a limit fills a busy server's buffers, which looks the same as a server that is gone
        self._unheard = _UNHEARD_MILLISECONDS if statement_seconds else 0
        self._engine: Engine | None = None
        self._process = 0

    @property
    def engine(self) -> Engine:
        """This process's engine."""
        if self._engine is None or self._process != os.getpid():
            self._engine = self._connectable()
            self._process = os.getpid()
        return self._engine

    @contextmanager
    def transaction(self, *, isolation: str = "READ COMMITTED") -> Iterator[Connection]:
        """One transaction: committed when the block ends, undone when it raises.

        Raises:
            DatabaseUnavailable: the server is away, restarting, overloaded, or a lock took too long.
        """
        with _told_apart(), self.engine.connect() as connection:
            # said with BEGIN, so it costs no round trip
            _driver(connection).isolation_level = isolation
            with connection.begin():
                yield connection

    @contextmanager
    def statements(self) -> Iterator[Connection]:
        """A connection on which each statement is its own transaction, in one round trip.

        Raises:
            DatabaseUnavailable: as above.
        """
        with _told_apart(), self.engine.connect() as connection:
            _driver(connection).autocommit = True
            yield connection

    def ping(self) -> None:
        """Ask the server for an answer.

        Raises:
            DatabaseUnavailable: there is none.
        """
        with self.statements() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Give all connections back to the server."""
        if self._engine is not None:
            self._engine.dispose(close=self._process == os.getpid())
        self._engine = None

    def _connectable(self) -> Engine:
        arguments: dict[str, Any] = {
            "connect_timeout": _CONNECT_SECONDS,
            "application_name": self._application,
            "options": self._options,
            "tcp_user_timeout": self._unheard,
            **_ASK_THE_SERVER,
        }
        engine = create_engine(
            self._url,
            pool_size=self._pool_size,
            max_overflow=0,
            pool_timeout=_POOL_WAIT_SECONDS,
            pool_recycle=_RECYCLE_SECONDS,
            # 50 microseconds a checkout, for no failed request after a restart of the server
            pool_pre_ping=True,
            connect_args=arguments,
        )
        event.listen(engine, "reset", _as_it_was)
        return engine


def broken_key(error: IntegrityError) -> str:
    """The name of the unique key that a statement broke.

    Raises:
        IntegrityError: it broke another kind of rule, which is a mistake of ours.
    """
    if getattr(error.orig, "pgcode", None) != UNIQUE_VIOLATION:
        raise error
    return str(getattr(getattr(error.orig, "diag", None), "constraint_name", None))


def like(words: str) -> str:
    """Words as a LIKE pattern that means just them."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _driver(connection: Connection) -> Any:
    """The driver's connection, which is configured directly.

    SQLAlchemy's own option puts the isolation level back in a step whose failure keeps the pool's place for ever: a
    service whose sessions died at that moment, one after another, would answer nothing any more.
    """
    return connection.connection.driver_connection


def _as_it_was(driver: Any, *_: object) -> None:
    """Put back how `transaction` and `statements` configured a connection; one that fails here leaves the pool."""
    driver.rollback()
    driver.autocommit = False
    driver.isolation_level = None


@contextmanager
def _told_apart() -> Iterator[None]:
    """Turn a server that is away into DatabaseUnavailable; a wrong statement stays what it is.

    The driver's own errors come from configuring a connection that has just died, outside of any statement.
    """
    try:
        yield
    except (
        OperationalError,
        InterfaceError,
        PoolTimeout,
        psycopg2.OperationalError,
        psycopg2.InterfaceError,
    ) as error:
        raise DatabaseUnavailable(headers={"Retry-After": "1"}) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise DatabaseUnavailable(headers={"Retry-After": "1"}) from error
        raise
