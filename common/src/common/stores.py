"""A service's own store: a file of SQLite or a PostgreSQL database, with the same tables and transactions."""

import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from common.database import Database
from common.errors import DatabaseUnavailable

#: How long a writer waits for the one before it.
_BUSY_SECONDS = 5
_POOL_WAIT_SECONDS = 2
_POOL_SIZE = 8

#: Keeps two processes from making the tables of one PostgreSQL database at the same time.
_MIGRATION_LOCK = 5_002_001


class Store(ABC):
    """One store. Its tables are made at first use in each process, so that nothing is opened before a fork.

    `steps` bring it from each version to the next, in this order for ever: names of files in the package's folder
    sql/, or in common's where the name begins with `common:`.
    """

    def __init__(self, package: str, steps: Sequence[str]) -> None:
        """Nothing is opened yet."""
        self._package = package
        self._steps = tuple(steps)
        self._ready_in = 0
        self._preparing = Lock()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that changes something: committed, and on the disk, when the block ends; undone when it raises.

        In SQLite it has the file for itself, so nothing slow may happen in it, least of all a call to somebody else.

        Raises:
            DatabaseUnavailable: the store is away, or its other writers took too long.
        """
        self._prepare()
        with self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store.

        Raises:
            DatabaseUnavailable: the store is away.
        """
        self._prepare()
        with self._transaction(writes=False) as connection:
            yield connection

    def ping(self) -> None:
        """Ask the store for an answer.

        Raises:
            DatabaseUnavailable: there is none.
        """
        with self.reading() as connection:
            connection.execute(text("SELECT 1"))

    @abstractmethod
    def close(self) -> None:
        """Give everything back that is open."""

    @abstractmethod
    def _transaction(self, *, writes: bool) -> Any:
        """A context manager around a connection."""

    @abstractmethod
    def _keep_others_out(self, connection: Connection) -> None:
        """Wait until nobody else makes the tables."""

    def _prepare(self) -> None:
        if self._ready_in == os.getpid():
            return
        with self._preparing, self._transaction(writes=True) as connection:
            self._keep_others_out(connection)
            _bring_up_to_date(connection, self._package, self._steps)
        self._ready_in = os.getpid()


class SqliteStore(Store):
    """A file, with its write-ahead log beside it. Readers never wait; writers wait for each other."""

    def __init__(self, url: str, *, package: str, steps: Sequence[str]) -> None:
        """Remember where the file is, or will be."""
        super().__init__(package, steps)
        self._url = url
        self._engine: Engine | None = None
        self._process = 0
        self._turn = Lock()

    def close(self) -> None:
        """Close the file."""
        if self._engine is not None:
            self._engine.dispose(close=self._process == os.getpid())
        self._engine = None
        self._ready_in = 0

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        # a transaction that reads first and writes later fails at once when somebody wrote between: take the lock first
        begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
        with (
            self._waited_for() if writes else nullcontext(),
            _told_apart(),
            self._opened().connect().execution_options(begin=begin) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _waited_for(self) -> Iterator[None]:
        """Threads queue here: SQLite lets its writers sleep and try again, and some of them for seconds."""
        if not self._turn.acquire(timeout=_BUSY_SECONDS):
            raise DatabaseUnavailable(headers={"Retry-After": "1"})
        try:
            yield
        finally:
            self._turn.release()

    def _keep_others_out(self, connection: Connection) -> None:
        """A writer is alone anyway."""

    def _opened(self) -> Engine:
        if self._engine is None or self._process != os.getpid():
            file = make_url(self._url).database
            if file:
                Path(file).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            engine = create_engine(
                self._url, pool_size=_POOL_SIZE, max_overflow=0, pool_timeout=_POOL_WAIT_SECONDS
            )
            event.listen(engine, "connect", _configure)
            event.listen(engine, "begin", _begin)
            self._engine, self._process = engine, os.getpid()
        return self._engine


class PostgresStore(Store):
    """A database of its own; a row's lock keeps two writers of one row apart."""

    def __init__(self, url: str, *, application: str, package: str, steps: Sequence[str]) -> None:
        """Remember where it is."""
        super().__init__(package, steps)
        self._database = Database(url, application=application, pool_size=_POOL_SIZE)

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()
        self._ready_in = 0

    def _transaction(self, *, writes: bool) -> Any:
        if writes:
            return self._database.transaction()
        return self._database.transaction(isolation="REPEATABLE READ")

    def _keep_others_out(self, connection: Connection) -> None:
        connection.execute(
            text("SELECT pg_advisory_xact_lock(:number)"), {"number": _MIGRATION_LOCK}
        )


def open_store(url: str, *, application: str, package: str, steps: Sequence[str]) -> Store:
    """The store that a URL names; nothing is opened yet. `application` is what PostgreSQL calls its connections."""
    if url.startswith("sqlite"):
        return SqliteStore(url, package=package, steps=steps)
    return PostgresStore(url, application=application, package=package, steps=steps)


def insert(connection: Connection, table: Table) -> Any:
    """The INSERT of this store's kind, which knows what to do with a row that is there already."""
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    return kind.insert(table)


def _bring_up_to_date(connection: Connection, package: str, steps: Sequence[str]) -> None:
    """Take the steps that the store has not taken yet; the caller's transaction keeps everybody else out."""
    connection.execute(text("CREATE TABLE IF NOT EXISTS store_version (version integer NOT NULL)"))
    taken = connection.execute(text("SELECT max(version) FROM store_version")).scalar_one() or 0
    for version, step in enumerate(steps[taken:], start=taken + 1):
        for statement in _statements(package, step, connection.dialect.name):
            connection.execute(text(statement))
        connection.execute(
            text("INSERT INTO store_version (version) VALUES (:version)"), {"version": version}
        )


def _statements(package: str, step: str, dialect: str) -> Iterator[str]:
    """A step's statements: those of name.sql, then of name.sqlite.sql or name.postgresql.sql; one may be missing."""
    if step.startswith("common:"):
        package, step = "common", step.removeprefix("common:")
    folder = files(package).joinpath("sql")
    name = step.removesuffix(".sql")
    scripts = [folder.joinpath(file) for file in (step, f"{name}.{dialect}.sql")]
    found = [script for script in scripts if script.is_file()]
    if not found:
        raise FileNotFoundError(scripts[0])
    for script in found:
        yield from _split(script.read_text(), dialect)


def _split(script: str, dialect: str) -> Iterator[str]:
    """Statements end with a semicolon at a line's end, but for those inside a trigger's or a function's body."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if not line.rstrip().endswith(";"):
            continue
        whole = (
            sqlite3.complete_statement(statement)
            if dialect == "sqlite"
            else statement.count("$$") % 2 == 0
        )
        if whole:
            yield statement.rstrip().removesuffix(";")
            statement = ""
    if statement.strip():
        yield statement


def _configure(connection: Any, _record: Any) -> None:
    """Every connection: we begin transactions ourselves, and what was answered survives a power cut."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


@contextmanager
def _told_apart() -> Iterator[None]:
    """A file that is locked, full or out of reach, told as every service tells it."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout, OSError) as error:
        raise DatabaseUnavailable(headers={"Retry-After": "1"}) from error
