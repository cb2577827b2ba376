"""Founds a chain on a fresh home: PostgreSQL runs for as long as that takes, and no service does."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from suite import kinds, leftovers, ports
from suite.config import Settings
from suite.database_url import DatabaseUrl
from suite.environment import Environments
from suite.errors import StartFailed, SuiteError
from suite.home import Home
from suite.kinds import Kind, Mark
from suite.postgres import Cluster, stop
from suite.processes import Process
from suite.state import DATABASE_PART, PREPARATION
from suite.topology import Topology

_START_SECONDS = 60.0


def refuse_a_demo(home: Home) -> None:
    """See that the home may become a chain's.

    Raises:
        SuiteError: it holds a demo.
    """
    mark = kinds.of(home)
    if mark is not None and mark.kind is Kind.DEMO:
        raise SuiteError(
            f"{home.path} holds a demo, and made-up sales have no place in a chain's books. "
            "Nothing was changed.\n"
            "Take another home:              MERCATO_HOME=FOLDER ./mercato init\n"
            "or give the demo up for good:   ./mercato reset && ./mercato init"
        )


def show_help(topology: Topology) -> int:
    """Print what the command takes; the exit code."""
    command = [sys.executable, "-m", topology.preparation[0], "init", "--help"]
    return subprocess.run(command, check=False).returncode


def mark_for_a_page(settings: Settings, home: Home) -> None:
    """Make the home a chain's that is founded on a page; the next start says where.

    Raises:
        HomeBusy: a suite runs on it.
        SuiteError: it holds a demo.
    """
    refuse_a_demo(home)
    home.make()
    with home.held():
        kinds.remember(home, Mark(Kind.CHAIN, by_page=True, server=settings.server))


def found(settings: Settings, topology: Topology, home: Home, words: Sequence[str]) -> int:
    """Let api-service's own command ask for the chain and found it; its exit code.

    The home is a chain's from before the first row on, so that a crash never leaves a chain that a start takes for a
    demo.

    Raises:
        HomeBusy: a suite runs on it.
        SuiteError: it holds a demo, or the database cannot be prepared.
    """
    refuse_a_demo(home)
    kinds.check_server(kinds.of(home), settings.server)
    home.make()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))  # on the way out PostgreSQL is stopped
    with home.held():
        leftovers.clean_up(home)
        before = kinds.of(home)
        secrets = home.secrets()
        cluster = None if settings.database_url else _cluster(home, secrets.postgres_password)
        url = cluster.url if cluster else DatabaseUrl.parse(settings.database_url)
        environments = Environments(settings, topology, home, secrets, url)
        done = 1
        with _running(cluster):
            _prepare(environments)
            kinds.remember(home, Mark(Kind.CHAIN, server=settings.server))
            try:
                command = [sys.executable, "-m", topology.preparation[0], "init", *words]
                done = subprocess.run(
                    command, env=environments.command("api"), check=False
                ).returncode
            finally:
                if done and before is None:
                    kinds.forget(home)
                elif done and before is not None:
                    kinds.remember(home, before)
        return done


def _cluster(home: Home, password: str) -> Cluster:
    # any port will do, and the usual one may be another home's
    return Cluster(home.postgres, ports.free(), password, home.log(DATABASE_PART))


@contextmanager
def _running(cluster: Cluster | None) -> Iterator[None]:
    """PostgreSQL, where it is the home's own."""
    if cluster is None:
        yield
        return
    cluster.clear_leftovers()
    cluster.prepare()
    with cluster.log.open("ab") as log:
        server = subprocess.Popen(
            cluster.command(), cwd="/", stdout=log, stderr=log, start_new_session=True
        )
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not cluster.is_ready(server.pid):
            if server.poll() is not None or time.monotonic() > deadline:
                raise StartFailed(DATABASE_PART, "PostgreSQL does not start.")
            time.sleep(0.02)
        yield
    finally:
        process = Process.of(server.pid)
        if process is not None:
            stop(process)
        server.wait()


def _prepare(environments: Environments) -> None:
    with environments.home.log(PREPARATION).open("ab") as log:
        done = subprocess.run(
            [sys.executable, "-m", *environments.topology.preparation],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=environments.settings.root,
            env=environments.preparation(),
            check=False,
        )
    if done.returncode:
        raise StartFailed(PREPARATION, "The database could not be prepared.")
