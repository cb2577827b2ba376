"""The suite's own PostgreSQL server: how it is made, and what it survives."""

import os
import subprocess
from contextlib import closing

import psycopg2
import pytest

from suite.accounts import Account
from suite.database_url import DatabaseUrl
from suite.driving import wait_for
from suite.postgres import programs
from suite.processes import Process
from suite.testing import start_postgres, stop_postgres


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    cluster, started = start_postgres(tmp_path_factory.mktemp("server") / "postgres")
    yield cluster
    stop_postgres(started)


@pytest.fixture
def stopped(tmp_path):
    """A cluster that ran and was stopped."""
    cluster, started = start_postgres(tmp_path / "postgres")
    stop_postgres(started)
    return cluster


def start_again(cluster):
    again, started = start_postgres(cluster.folder, port=cluster.port)
    stop_postgres(started)
    return again


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("data_checksums", "on"),
        ("password_encryption", "scram-sha-256"),
        ("listen_addresses", "127.0.0.1"),
        ("unix_socket_directories", ""),
        ("server_encoding", "UTF8"),
    ],
)
def test_nothing_acknowledged_is_lost_and_nobody_else_gets_in(server, setting, value):
    assert _ask(server.url, f"SHOW {setting}") == value


def test_a_wrong_password_is_refused(server):
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        _ask(server.url.as_role("postgres", "guess"), "SELECT 1")


def test_nobody_else_may_look_into_its_folder(server):
    assert server.folder.stat().st_mode & 0o077 == 0
    assert not (server.folder / "password").exists()


def test_a_pid_file_that_names_somebody_else_does_not_keep_it_from_starting(stopped):
    owner = (stopped.data / "PG_VERSION").stat()
    stranger = subprocess.Popen(["sleep", "60"], user=owner.st_uid)
    pid_file = stopped.data / "postmaster.pid"
    pid_file.write_text(f"{stranger.pid}\n{stopped.data}\n0\n{stopped.port}\n\n\n\nready\n")
    os.chown(pid_file, owner.st_uid, owner.st_gid)

    start_again(stopped)

    assert Process.of(stranger.pid)
    stranger.kill()
    stranger.wait()


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 60, b"\xff\xfe\n"], ids=["empty", "zeros", "noise"]
)
def test_a_pid_file_that_a_power_cut_spoilt_does_not_keep_it_from_starting(stopped, content):
    owner = (stopped.data / "PG_VERSION").stat()
    pid_file = stopped.data / "postmaster.pid"
    pid_file.write_bytes(content)
    os.chown(pid_file, owner.st_uid, owner.st_gid)

    was_ready = stopped.is_ready(os.getpid())
    start_again(stopped)

    assert not was_ready


def test_a_server_whose_pid_file_is_spoilt_is_found_and_stopped(tmp_path):
    cluster, started = start_postgres(tmp_path / "postgres")
    (cluster.data / "postmaster.pid").write_bytes(b"\0" * 60)

    cluster.clear_leftovers()

    assert started.wait(5) == 0
    assert not (cluster.data / "postmaster.pid").exists()


def test_a_first_start_that_was_cut_short_is_done_again(tmp_path):
    folder = tmp_path / "postgres"
    (folder / "data.new").mkdir(parents=True)
    (folder / "data.new" / "PG_VERSION").write_text("18\n")

    cluster, started = start_postgres(folder)
    stop_postgres(started)

    assert (cluster.data / "global").exists()
    assert not (folder / "data.new").exists()


def test_an_initdb_that_nobody_waits_for_any_more_is_in_nobodys_way(tmp_path):
    """Its supervisor was killed in the middle of a first start, and the next one begins at once."""
    folder = tmp_path / "postgres"
    new = folder / "data.new"
    new.mkdir(parents=True)
    account = Account.choose(folder, programs())
    for each in (folder, new):
        account.own(each)
    orphan = subprocess.Popen(
        account.command([programs() / "initdb", f"--pgdata={new}", "--auth=trust"]),
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    wait_for((new / "global").exists)

    cluster, started = start_postgres(folder)
    orphan.wait(timeout=20)
    answer = _ask(cluster.url, "SELECT 1")
    stop_postgres(started)

    assert answer == 1


def _ask(url: DatabaseUrl, question):
    address = url.libpq.replace("/mercato", "/postgres")
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]
