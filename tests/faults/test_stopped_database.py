"""PostgreSQL stopped and started under load: some requests are told to come again, nothing acknowledged is lost."""

import json
import shutil
import tempfile
import time
from pathlib import Path

import psutil
import pytest

from suite.driving import fresh_suite, wait_for
from suite.selling import BooksClient, Sellers, port_of
from suite.testing import start_postgres, stop_postgres

_OFFSET = 16_100
_SALE = {"branch_id": "SMKT002", "lines": [{"product_id": 1, "quantity": 1}]}


class Database:
    """A PostgreSQL that no suite owns, so that nobody but the test starts it again."""

    def __init__(self, folder):
        self._folder = folder
        self.cluster, self._started = start_postgres(folder)
        self.url = (
            f"postgresql://postgres:{self.cluster.password}@127.0.0.1:{self.cluster.port}/mercato"
        )

    def stop(self):
        stop_postgres(self._started)

    def start(self):
        _, self._started = start_postgres(
            self._folder, port=self.cluster.port, password=self.cluster.password
        )


@pytest.fixture
def database():
    folder = Path(tempfile.mkdtemp(prefix="mercato-stopped-"))
    database = Database(folder)
    yield database
    database.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def mercato(database):
    with fresh_suite(_OFFSET, DATABASE_URL=database.url) as mercato:
        mercato.up("api-service")
        mercato("seed")
        yield mercato


def not_ready(client):
    """What /readyz says while something is missing; nothing while all is well."""
    status, _, content = client.get("/readyz")
    return json.loads(content) if status == 503 else None


def workers_of(service):
    """The processes that answer; gunicorn starts a new one in place of one that dies."""
    return {process.pid for process in psutil.Process(service["pid"]).children()}


def test_the_books_go_on_after_the_database_was_away(mercato, database):
    before = mercato.service("api-service")
    workers = workers_of(before)
    port = port_of(before["url"])
    client = BooksClient(port)
    with Sellers(port, _SALE) as sellers:
        wait_for(lambda: len(sellers.acknowledged) > 200)
        database.stop()
        said = wait_for(lambda: not_ready(client), seconds=5)
        alive = [client.get("/livez")[0] for _ in range(5)]
        time.sleep(1)  # the outage lasts: requests must go on being refused, not pile up
        database.start()
        wait_for(lambda: client.get("/readyz")[0] == 200, seconds=5)
        so_far = len(sellers.acknowledged)
        wait_for(lambda: len(sellers.acknowledged) > so_far + 200)

    client.close()
    assert said["checks"]["database"] == "The database does not answer"
    assert alive == [200] * 5
    assert {status for status, _ in sellers.refused} == {503}
    assert all(headers["Retry-After"] for _, headers in sellers.refused)
    after = mercato.service("api-service")
    assert (after["pid"], after["restarts"]) == (before["pid"], before["restarts"])
    assert workers_of(after) == workers
    booked = dict(
        mercato.ask("SELECT id::text, total_minor FROM books.purchase WHERE origin = 'api'")
    )
    assert {key: booked.get(key) for key in sellers.acknowledged} == sellers.acknowledged
