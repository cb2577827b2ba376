"""Drives the command mercato from tests and benchmarks: a suite on a home and ports of its own."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from suite import port_offsets
from suite.config import Settings
from suite.database_url import DatabaseUrl
from suite.home import Home
from suite.state import State
from suite.topology import MERCATO

T = TypeVar("T")


class Stores(StrEnum):
    """What services keep their own in: a file each in the home, or a database each on the suite's own server."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


@dataclass(frozen=True)
class Mercato:
    """The command line, always on the same home and port offset."""

    home: Home
    offset: int
    environment: Mapping[str, str] = field(default_factory=dict)
    """What differs from this process's environment."""
    python: tuple[str, ...] = (sys.executable,)
    """What runs the command line's modules."""

    def __call__(
        self, *words: str, check: bool = True, typed: str | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run one command to its end; `typed` is what its input holds.

        Raises:
            RuntimeError: `check` is set and it failed; the message is all it printed.
        """
        done = subprocess.run(
            self.command(*words),
            env=self.full_environment(),
            capture_output=True,
            text=True,
            input=typed,
            stdin=subprocess.DEVNULL if typed is None else None,
            timeout=150,
            check=False,
        )
        if check and done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done

    def up(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Start it detached; back when everything is ready."""
        return self("up", "--detach", f"--port-offset={self.offset}", *words, check=check)

    def status(self) -> Any:
        """What `status --json` says."""
        return json.loads(self("status", "--json", check=False).stdout)

    def service(self, name: str) -> Any:
        """One service of it."""
        return next(service for service in self.status()["services"] if service["name"] == name)

    def supervisor(self) -> int:
        """The pid of the supervisor."""
        return self._state().supervisor.pid

    def pid(self, name: str) -> int:
        """The pid of a service that runs, at once and without asking how it is."""
        process = self._state().parts[name].process
        if process is None:
            raise RuntimeError(f"{name} does not run at this moment")
        return process.pid

    def url(self, name: str) -> str:
        """Where a service of the running suite answers."""
        return str(self.service(name)["url"])

    def topology_url(self, name: str) -> str:
        """Where a service answers while it runs; asks nobody."""
        return MERCATO.named(name).url(self.offset)

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Run SQL in its database as administrator, and hand back the rows if it gives any."""
        import psycopg2

        with closing(psycopg2.connect(self.database().libpq)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []

    def dump(self, database: str = "") -> str:
        """Everything in its database, or in another one on its server, as SQL."""
        from suite.postgres import programs

        url = self.database()
        url = replace(url, database=database or url.database)
        done = subprocess.run(
            [programs() / "pg_dump", "--inserts", url.without_password],
            env={"PGPASSWORD": url.password},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def database(self) -> DatabaseUrl:
        """The administrator's way to its database."""
        return DatabaseUrl.parse(self._state().database_url)

    def _state(self) -> State:
        state = State.read(self.home.state_file)
        if state is None:
            raise RuntimeError("no supervisor ever ran here")
        return state

    def command(self, *words: str) -> list[str]:
        """The command line as it is run."""
        return [*self.python, "-m", "suite", *words]

    def full_environment(self) -> dict[str, str]:
        """The environment that it is run in."""
        inherited = Settings.from_env().for_another_process()
        return {**inherited, "MERCATO_HOME": str(self.home.path), **self.environment}


@contextmanager
def fresh_suite(*, stores: Stores = Stores.SQLITE, **environment: str) -> Iterator[Mercato]:
    """A command line on ports of its own and a home that is not there yet; in the end all is stopped and removed."""
    with port_offsets.one_of_ones_own() as offset:
        yield from _on_a_fresh_home(offset, stores, environment)


def _on_a_fresh_home(offset: int, stores: Stores, environment: dict[str, str]) -> Iterator[Mercato]:
    folder = Path(tempfile.mkdtemp(prefix="mercato-suite-"))
    mercato = Mercato(Home(folder / "home"), offset, environment)
    try:
        if stores is Stores.POSTGRESQL:
            from suite.own_databases import make_all

            mercato = replace(mercato, environment=environment | make_all(mercato.home, offset))
        yield mercato
    finally:
        mercato("down")
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(condition: Callable[[], T], *, seconds: float = 20) -> T:
    """Wait until the condition gives something true, and hand that back.

    Raises:
        TimeoutError: it did not in this time.
    """
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise TimeoutError("it did not come to pass in time")
        time.sleep(0.02)
    return found
