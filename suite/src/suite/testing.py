"""Test fixtures with a real PostgreSQL: one server for a test run, a fresh migrated database for each test.

A database is a copy of a template that was migrated once, which takes some 15 ms in memory and 60 and more on a disk.
"""

import gc
import itertools
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg2
import pytest
from psycopg2 import sql

from common.migrations import bootstrap
from common.migrations.bootstrap import Server
from suite.postgres import SUPERUSER, Cluster, stop
from suite.processes import Process

_TEMPLATE = "template_mercato"
_PASSWORDS = {
    "migrator": "migrates",
    "api": "keeps books",
    "importer": "imports",
    "store": "keeps shop",
}
_numbers = itertools.count(1)

#: How a server is set that need not survive a power cut; it keeps little of its log, which may lie in memory.
_FORGETFUL = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_wal_size=64MB",
    "min_wal_size=32MB",
)

#: Where Linux keeps files in memory; in a container it is often too small for a server.
_MEMORY = Path("/dev/shm")  # noqa: S108  # the folder made in it is ours alone
_ROOM = 2 * 1024**3


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_postgres(
    folder: Path, *, port: int | None = None, password: str | None = None, durable: bool = True
) -> tuple[Cluster, subprocess.Popen[bytes]]:
    """A server on a port of its own; without `durable` it never waits for the disk."""
    cluster = Cluster(folder, port or free_port(), password or secrets.token_hex(8), folder / "log")
    cluster.prepare()
    command = cluster.command()
    if not durable:
        for setting in _FORGETFUL:
            command += ["-c", setting]
    with cluster.log.open("ab") as log:
        started = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    deadline = time.monotonic() + 20
    while not cluster.is_ready(started.pid):
        if started.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(cluster.log.read_text())
        time.sleep(0.02)
    return cluster, started


def stop_postgres(started: subprocess.Popen[bytes]) -> None:
    """End a server that `start_postgres` started."""
    found = Process.of(started.pid)
    if found is not None and started.poll() is None:
        stop(found)
    started.wait(timeout=10)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server for the whole run; nothing on it is meant to survive a power cut."""
    folder = Path(tempfile.mkdtemp(prefix="mercato-postgres-", dir=_roomy_memory()))
    cluster, started = start_postgres(folder, durable=False)
    yield cluster
    stop_postgres(started)
    shutil.rmtree(folder, ignore_errors=True)


def _roomy_memory() -> Path | None:
    return _MEMORY if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM else None


@pytest.fixture(scope="session")
def template(postgres: Cluster) -> Server:
    """A migrated, empty database that the tests' own are copied from."""
    admin = f"postgresql://{SUPERUSER}:{postgres.password}@127.0.0.1:{postgres.port}/{_TEMPLATE}"
    server = Server.of(admin, _PASSWORDS)
    bootstrap.prepare(server)
    return server


@pytest.fixture
def server(template: Server) -> Iterator[Server]:
    """A migrated, empty database for one test, with the URL of each role."""
    with copied(template) as own:
        yield own


@contextmanager
def copied(template: Server) -> Iterator[Server]:
    """A database that holds what another does, to which nobody may be connected at that moment."""
    own = replace(template, admin=template.admin.set(database=f"test_{next(_numbers)}"))
    # copied as files: a tenth of the work of PostgreSQL's own choice, which logs every page
    statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy"
    _run(template, statement, own.database, template.database)
    yield own
    _run(template, "DROP DATABASE {} WITH (FORCE)", own.database)


def _run(template: Server, statement: str, *names: str) -> None:
    admin = psycopg2.connect(template.libpq(database="postgres"))
    admin.autocommit = True
    with admin.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
    admin.close()


def pytest_addoption(parser: pytest.Parser) -> None:
    """What a drill decides by chance comes again with the seed that it printed."""
    parser.addoption("--seed", type=int, help="the seed of a drill that is to be repeated")


def pytest_collection_finish() -> None:
    """Have the collector of garbage pass over what stays to the end; it takes a tenth of the time otherwise."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test's kind is told by the folder that it lies in, or the file, or the store that it runs on."""
    for item in items:
        folders = {*item.path.relative_to(item.config.rootpath).parts}
        if item.path.name in {"test_contract_of_every_route.py", "test_rights.py"}:
            folders.add("contract")
        if "[postgresql" in item.name:
            folders.add("integration")
        for kind in {"integration", "e2e", "faults", "contract"}.intersection(folders):
            item.add_marker(kind)
