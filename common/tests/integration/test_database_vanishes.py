"""A database whose host vanishes without a word, in a network of its own; a third of a minute, and root alone may."""

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from common.database import Database
from common.errors import DatabaseUnavailable
from suite.testing import start_postgres, stop_postgres

_TOOLS = ("unshare", "ip", "iptables")
_PATIENCE_SECONDS = 60


@pytest.mark.long
@pytest.mark.skipif(
    os.geteuid() != 0 or not all(shutil.which(tool) for tool in _TOOLS),
    reason="needs root and " + ", ".join(_TOOLS),
)
def test_a_host_that_vanishes_keeps_no_place_in_the_pool_and_no_session(tmp_path):
    tried = subprocess.run(["unshare", "--net", "true"], check=False)
    if tried.returncode:
        pytest.skip("this machine gives nobody a network of their own")

    told = subprocess.run(
        ["unshare", "--net", sys.executable, __file__, str(tmp_path)],
        stdout=subprocess.PIPE,
        check=True,
    )

    found = json.loads(told.stdout)
    assert found["told"] == ["unavailable", "unavailable"]
    assert found["places_after"] < 30
    assert found["sessions_after"] < 45


def _vanish(folder):
    """Cut two busy connections off, and tell when the pool had their places back and when the server had ended them."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    cluster, started = start_postgres(folder, durable=False)
    url = f"postgresql+psycopg2://postgres:{cluster.password}@127.0.0.1:{cluster.port}/postgres"
    try:
        database = Database(url, application="vanishes", pool_size=2)
        ports, told = [], []
        threads = [
            threading.Thread(target=_ask, args=(database, ports, told), daemon=True)
            for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        _wait_for(lambda: len(ports) == 2)
        for port in ports:
            _lose_what_passes(str(cluster.port), str(port))
        began = time.monotonic()
        _wait_for(lambda: not any(thread.is_alive() for thread in threads))
        database.ping()
        places_after = time.monotonic() - began
        _wait_for(lambda: _sessions(database, ports) == 0)
        sessions_after = time.monotonic() - began
        database.close()
        return {"told": told, "places_after": places_after, "sessions_after": sessions_after}
    finally:
        stop_postgres(started)


def _ask(database, ports, told):
    try:
        with database.statements() as connection:
            ports.append(connection.execute(text("SELECT inet_client_port()")).scalar_one())
            connection.execute(text("SELECT pg_sleep(3)"))
        told.append("answered")
    except DatabaseUnavailable:
        told.append("unavailable")


def _sessions(database, ports):
    with database.statements() as connection:
        found = text("SELECT count(*) FROM pg_stat_activity WHERE client_port = ANY(:ports)")
        return connection.execute(found, {"ports": ports}).scalar_one()


def _lose_what_passes(server, client):
    for source, target in ((server, client), (client, server)):
        what = ("-p", "tcp", "--sport", source, "--dport", target)
        subprocess.run(["iptables", "-A", "INPUT", *what, "-j", "DROP"], check=True)


def _wait_for(is_so):
    ends_at = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > ends_at:
            raise TimeoutError
        time.sleep(0.1)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_vanish(Path(sys.argv[1]))))
