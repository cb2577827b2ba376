"""A server that is killed or restarted: what was acknowledged is counted once, and folding goes on by itself."""

import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from api_service.analytics.repository import rollups
from api_service.analytics.use_cases.folding import folding_database
from api_service.worker import Folder
from common.errors import DatabaseUnavailable
from common.migrations import bootstrap, roles
from common.migrations.bootstrap import Server
from suite.postgres import SUPERUSER, Cluster
from suite.testing import free_port, start_postgres, stop_postgres

numbers = itertools.count(1)
PASSWORDS = {role.purpose: f"the {role.purpose}'s" for role in roles.ROLES}


class DurableServer:
    """A PostgreSQL server of its own that loses nothing it has committed, to be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port, self._password = folder, free_port(), "kept"
        self.cluster: Cluster
        self.start()

    def start(self) -> None:
        """Start it, on the port that it always has."""
        self.cluster, self._process = start_postgres(
            self._folder, port=self._port, password=self._password
        )

    def stop(self) -> None:
        """Stop it."""
        stop_postgres(self._process)

    def url(self, database: str) -> str:
        """One of its databases under the superuser."""
        return f"postgresql://{SUPERUSER}:{self._password}@127.0.0.1:{self._port}/{database}"


@pytest.fixture(scope="module")
def durable() -> Iterator[DurableServer]:
    """A durable server for this file."""
    folder = Path(tempfile.mkdtemp(prefix="mercato-durable-"))
    running = DurableServer(folder)
    yield running
    running.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server(durable) -> Server:
    """A migrated, empty database on it."""
    server = Server.of(durable.url(f"durable_{next(numbers)}"), PASSWORDS)
    bootstrap.prepare(server)
    return server


@pytest.fixture
def folder(settings):
    """The thread that folds, very often."""
    started = Folder(folding_database(settings.database_url), seconds=0.02)
    started.start()
    yield started
    started.stop()
    started.join()


def test_a_fold_whose_server_process_is_killed_changes_nothing(
    arrange, sold, folding_way, fold, contents, counted, folded, eventually, noon
):
    sold(noon)
    before = contents()
    _let_go(arrange)

    with pytest.raises(DatabaseUnavailable):
        _fold_and_kill(folding_way)

    eventually(lambda: counted() == 1)
    assert contents() == before
    fold()
    assert (counted(), folded()) == (1, 1)


def test_folding_goes_on_by_itself_after_the_server_was_restarted(
    arrange, sold, folder, counted, folded, eventually, durable, noon
):
    sold(noon)
    eventually(lambda: folded() == 1)
    _let_go(arrange)

    durable.stop()
    durable.start()
    sold(noon)

    eventually(lambda: folded() == 2)
    assert folder.is_alive()
    assert counted() == 2


def _let_go(connection):
    """Have it connect again, because the server ends every connection."""
    connection.rollback()
    connection.invalidate()
    connection.rollback()


def _fold_and_kill(database):
    """Fold a step, and kill the server's process of this connection before it can commit."""
    with database.transaction() as connection:
        old = rollups.lock_watermark(connection)
        rollups.fold(connection, rollups.next_step(connection, old, most=100))
        os.kill(connection.execute(text("SELECT pg_backend_pid()")).scalar_one(), signal.SIGKILL)
