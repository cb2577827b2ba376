"""A service's way to its database, over restarts and forks."""

import multiprocessing
import os
import socket
import threading
import time
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from common.database import Database
from common.errors import DatabaseUnavailable
from suite.testing import start_postgres, stop_postgres


@pytest.fixture
def database(server):
    database = Database(server.url("api"), application="test", pool_size=2, lock_seconds=0.5)
    yield database
    database.close()


def test_a_block_that_raises_is_undone(server):
    owner = Database(server.url("migrator"), application="test")
    with pytest.raises(ProgrammingError), owner.transaction() as connection:  # noqa: PT012  # the first is to be undone
        connection.execute(text("INSERT INTO catalog.vat_rate VALUES ('x', 'X', 1)"))
        connection.execute(text("SELECT nothing"))

    with owner.transaction() as connection:
        found = connection.execute(text("SELECT count(*) FROM catalog.vat_rate")).scalar_one()
    owner.close()

    assert found == 0


def test_a_mistake_in_a_statement_is_no_outage(database):
    with pytest.raises(ProgrammingError), database.statements() as connection:
        connection.execute(text("SELECT nothing"))


def test_a_pool_that_is_empty_for_long_is_an_outage(database, monkeypatch):
    monkeypatch.setattr("common.database._POOL_WAIT_SECONDS", 0.1)

    with (
        database.statements(),
        database.statements(),
        pytest.raises(DatabaseUnavailable) as refused,
        database.statements(),
    ):
        pass

    assert refused.value.headers == {"Retry-After": "1"}


@pytest.mark.parametrize("way", ["statements", "transaction", "snapshot"])
def test_a_session_that_ends_after_its_last_statement_leaves_its_place_in_the_pool(server, way):
    small = Database(server.url("api"), application="test", pool_size=1)
    ways = {
        "statements": small.statements,
        "transaction": small.transaction,
        "snapshot": lambda: small.transaction(isolation="REPEATABLE READ"),
    }

    small.ping()  # a connection that was configured before has more to put back
    with suppress(DatabaseUnavailable), ways[way]() as connection:
        _end_session(server, connection.execute(text("SELECT pg_backend_pid()")).scalar_one())

    small.ping()
    small.close()


def test_a_connection_comes_back_as_it_was(server):
    small = Database(server.url("api"), application="test", pool_size=1)
    levels = text("SELECT current_setting('transaction_isolation'), txid_current()")

    with small.transaction(isolation="REPEATABLE READ") as connection:
        snapshot = connection.execute(levels).one()
    with small.statements() as connection:
        first, second = (connection.execute(levels).one() for _ in range(2))
    with small.transaction() as connection:
        usual, again = (connection.execute(levels).one() for _ in range(2))
    small.close()

    assert [each[0] for each in (snapshot, first, usual)] == [
        "repeatable read",
        "read committed",
        "read committed",
    ]
    assert first[1] != second[1], "each statement is a transaction"
    assert usual[1] == again[1]


def test_a_statement_that_takes_too_long_is_an_outage(server):
    impatient = Database(server.url("api"), application="test", statement_seconds=0.1)

    with pytest.raises(DatabaseUnavailable), impatient.statements() as connection:
        connection.execute(text("SELECT pg_sleep(5)"))
    impatient.close()


def test_who_vanishes_without_a_word_is_found_out_from_either_side(server, database):
    bulk = Database(server.url("api"), application="test", pool_size=1, statement_seconds=0)

    names = ("keepalives_idle", "keepalives_interval", "keepalives_count", "user_timeout")
    with database.statements() as connection:
        ours = _kernel_knows(connection)
        theirs = [connection.execute(text(f"SHOW tcp_{name}")).scalar_one() for name in names]
    with bulk.statements() as connection:
        in_bulk = _kernel_knows(connection)
    bulk.close()

    assert ours == {"on": 1, "idle": 5, "interval": 2, "count": 3, "unheard": 10_000}
    assert theirs == ["10", "5", "3", "20000"]
    assert in_bulk == ours | {"unheard": 0}, "a server that is too busy to read is not gone"


def test_the_first_request_after_a_restart_of_the_server_succeeds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("postgres")
    cluster, started = start_postgres(folder)
    database = Database(
        f"postgresql+psycopg2://postgres:{cluster.password}@127.0.0.1:{cluster.port}/postgres",
        application="test",
    )
    database.ping()
    stop_postgres(started)
    _, started = start_postgres(folder, port=cluster.port, password=cluster.password)

    database.ping()

    stop_postgres(started)
    with pytest.raises(DatabaseUnavailable):
        database.ping()
    database.close()


def test_a_forked_process_gets_connections_of_its_own(database):
    with database.statements() as connection:
        ours = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    receiver, sender = multiprocessing.Pipe(duplex=False)

    def ask():
        with database.statements() as connection:
            sender.send(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())

    child = multiprocessing.get_context("fork").Process(target=ask)
    child.start()
    theirs = receiver.recv()
    child.join()

    assert theirs != ours
    database.ping()


def test_threads_share_the_pool(database):
    seen, gate = set(), threading.Barrier(2)

    def ask():
        with database.statements() as connection:
            seen.add(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())
            gate.wait(5)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == 2


def _kernel_knows(connection):
    """What a connection's socket is set to."""
    with socket.socket(fileno=os.dup(connection.connection.driver_connection.fileno())) as found:
        return {
            "on": found.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE),
            "idle": found.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE),
            "interval": found.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL),
            "count": found.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT),
            "unheard": found.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT),
        }


def _end_session(server, backend):
    """End it from another session of the same role, and wait until it is gone."""
    other = Database(server.url("api"), application="test")
    with other.statements() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:backend)"), {"backend": backend})
        still = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :backend")
        while connection.execute(still, {"backend": backend}).scalar_one():
            time.sleep(0.01)
    other.close()
