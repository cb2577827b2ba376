"""The process that runs the suite: it owns the sockets, starts everything, restarts what dies, and stops it in order.

`mercato up` becomes this process, or starts it detached. It stays small: no Flask, no SQLAlchemy, and threads that
mostly sleep.
"""

import argparse
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from suite import kinds, leftovers, parts, ports
from suite.config import Settings
from suite.database_url import DatabaseUrl
from suite.environment import GRACE_SECONDS, Environments
from suite.errors import HomeBusy, StartFailed, SuiteError
from suite.home import Home, explained
from suite.journal import Journal
from suite.keeper import Keeper, Part, end
from suite.kinds import Kind, Mark
from suite.log_view import LogShow
from suite.logs import rotate
from suite.postgres import Cluster
from suite.processes import Process, signal_group
from suite.state import DATABASE_PART, PREPARATION, SUPERVISOR, PartState, State
from suite.stopping import Stop
from suite.topology import POSTGRES_PORT, Topology, load

#: The exit code that says: another suite runs on this home.
BUSY = 75

#: How long a start may take; the first one on a slow laptop included.
_START_SECONDS = 120.0
#: A part that died this often without ever having been ready will not get ready.
_HOPELESS_RESTARTS = 3
#: The ports of a crashed suite are free once its last worker has noticed.
_CRASHED_PORT_SECONDS = 3.0
_ROTATE_SECONDS = 5.0
#: Until then the services and PostgreSQL end as they like; force and the last words fit into the ten seconds.
_STOP_SECONDS = 8.0


class Supervisor:
    """One suite on one home, from its start to its end."""

    def __init__(
        self, settings: Settings, topology: Topology, names: Sequence[str], offset: int
    ) -> None:
        """Decide what to run; nothing is touched yet.

        Raises:
            SuiteError: a service is unknown, or DATABASE_URL cannot be used.
        """
        self._settings = settings
        self._topology = topology
        self._services = topology.with_needs(names)
        self._offset = offset
        self._home = Home(settings.home)
        self._foreign = DatabaseUrl.parse(settings.database_url) if settings.database_url else None
        self._keepers: list[Keeper] = []
        self._preparation: subprocess.Popen[bytes] | None = None
        self._prepared = threading.Event()
        self._stop = Stop()
        self._port_patience = 0.0
        self._journal: Journal

    def run(self, *, foreground: bool) -> int:
        """Run until a signal says stop; the exit code.

        Raises:
            HomeBusy: another suite runs on this home.
            SuiteError: the home cannot be used.
        """
        self._stop.on_signals()
        self._home.make()
        with self._home.held(), ExitStack() as resources:
            if foreground:
                show = LogShow(self._log_files(), colour=self._settings.colour)
                resources.callback(show.end)
                show.start()
            crashed = self._home.state_file.exists()
            cleaned = leftovers.clean_up(self._home)
            self._port_patience = _CRASHED_PORT_SECONDS if crashed else 0.0
            problem = self._run(cleaned, resources, foreground=foreground)
        if problem and foreground:
            print(f"\n{problem}", file=sys.stderr)
        return 1 if problem else 0

    def _run(
        self, cleaned: Iterable[str], resources: ExitStack, *, foreground: bool
    ) -> SuiteError | None:
        environments = self._environments()
        own = self._foreign is None
        state = State(
            Process.myself(),
            self._offset,
            str(environments.database),
            own_database=own,
            demo=environments.demo,
        )
        self._journal = Journal(self._home, state)
        for name in cleaned:
            self._journal.say(name, "ended; a killed supervisor had left it running")
        problem: SuiteError | None = None
        try:
            with explained(self._home.path):
                self._start(environments, resources)
            self._await_ready()
            self._attend(foreground=foreground)
        except SuiteError as error:
            problem = error
        finally:
            try:
                self._journal.phase("stopping")
            finally:
                self._end_everything()
        self._journal.end(problem)
        return problem

    def _environments(self) -> Environments:
        secrets = self._home.secrets()
        database = self._foreign or self._cluster(secrets.postgres_password).url
        mark = kinds.of(self._home)
        kinds.check_server(mark, self._foreign.place if self._foreign else "")
        return Environments(
            self._settings,
            self._topology,
            self._home,
            secrets,
            database,
            self._offset,
            demo=mark is None or mark.kind is Kind.DEMO,
            first_run=mark is not None and mark.by_page,
        )

    def _cluster(self, password: str) -> Cluster:
        port, log = POSTGRES_PORT + self._offset, self._home.log(DATABASE_PART)
        return Cluster(self._home.postgres, port, password, log)

    def _start(self, environments: Environments, resources: ExitStack) -> None:
        """Start everything at once: the services load while PostgreSQL boots, and wait for it by themselves.

        Only where a demo may meet books that it did not make, the preparation has its say first.
        """
        ask_first = environments.demo and not self._is_surely_a_demo()
        listeners = [
            resources.enter_context(
                ports.listen(
                    service.port + self._offset, service.name, patience=self._port_patience
                )
            )
            for service in self._services
        ]
        if self._foreign is None:
            cluster = self._cluster(environments.secrets.postgres_password)
            cluster.clear_leftovers()
            ports.check_free(cluster.port, "PostgreSQL", patience=self._port_patience)
            self._keep(parts.postgres(cluster, environments))
        self._prepare(environments)
        if ask_first:
            self._await_ready()
        for service, listener in zip(self._services, listeners, strict=True):
            part = parts.service(service, listener, environments)
            self._keep(replace(part, is_ready=self._once_prepared(part.is_ready)))

    def _keep(self, part: Part) -> None:
        keeper = Keeper(part, self._journal.part)
        keeper.start()
        self._keepers.append(keeper)  # only now: a thread that could not start cannot be waited for

    def _is_surely_a_demo(self) -> bool:
        """Whether the database is the home's own, and a demo's or not there yet."""
        if self._foreign:
            return False
        return kinds.of(self._home) is not None or not self._home.postgres.exists()

    def _once_prepared(self, is_ready: Callable[[int], bool]) -> Callable[[int], bool]:
        # A service asked earlier would only fail to sign in, which PostgreSQL logs as FATAL.
        return lambda pid: self._prepared.is_set() and is_ready(pid)

    def _prepare(self, environments: Environments) -> None:
        words: tuple[str, ...] = ()
        if environments.demo:
            words = ("--logins", str(self._home.logins_file))
            if self._foreign is None:  # only the home's own database is filled unasked
                words = ("--seed", *words)
        with self._home.log(PREPARATION).open("ab") as log:
            self._preparation = subprocess.Popen(
                [sys.executable, "-m", *self._topology.preparation, *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._settings.root,
                env=environments.preparation(),
                start_new_session=True,
            )
        # In the state, so that whoever comes after a killed supervisor ends it too.
        running = PartState(PREPARATION, Process.of(self._preparation.pid))
        self._journal.part(running, f"started as pid {self._preparation.pid}")

    def _await_ready(self) -> None:
        """Wait for the preparation and for every part, or until told to stop.

        Raises:
            SuiteError: one of them will not get there.
        """
        deadline = time.monotonic() + _START_SECONDS
        while not self._stop.wait(0.02):
            prepared = self._preparation.poll() if self._preparation else 0
            if prepared:
                raise StartFailed(PREPARATION, "The database could not be prepared.")
            if prepared == 0 and not self._prepared.is_set():
                self._journal.part(PartState(PREPARATION), "done")
                self._prepared.set()
            for keeper in self._keepers:
                _check_hope(keeper)
            waiting = [keeper.part.name for keeper in self._keepers if not keeper.state.ready]
            if prepared is None:
                waiting.append(PREPARATION)
            if not waiting:
                return
            if time.monotonic() > deadline:
                names = ", ".join(waiting)
                raise StartFailed(waiting[0], f"Not ready after {_START_SECONDS:.0f} s: {names}.")

    def _attend(self, *, foreground: bool) -> None:
        if not self._stop.is_told:
            if self._foreign is None and kinds.of(self._home) is None:
                kinds.remember(self._home, Mark(Kind.DEMO))
            self._journal.phase("running")
            self._journal.say(SUPERVISOR, "everything is ready")
            if foreground:
                with suppress(OSError):  # no room for one more process must not end the suite
                    subprocess.run([sys.executable, "-m", "suite.welcome"], check=False)
        while not self._stop.is_told:
            self._journal.catch_up()
            for file in self._log_files().values():
                with suppress(OSError):  # a full disk must not end the suite
                    rotate(file)
            self._stop.wait(_ROTATE_SECONDS)

    def _end_everything(self) -> None:
        """Stop the services, then PostgreSQL, with force where needed, so that it takes ten seconds at most."""
        began = time.monotonic()
        if self._preparation and self._preparation.poll() is None:
            signal_group(self._preparation.pid, signal.SIGKILL)  # its transactions are undone
        services = [keeper for keeper in self._keepers if keeper.part.name != DATABASE_PART]
        database = [keeper for keeper in self._keepers if keeper.part.name == DATABASE_PART]
        end(services, (GRACE_SECONDS + 0.5, signal.SIGKILL))
        # What the services leave of the time is PostgreSQL's. SIGQUIT ends it at once; it recovers at its next start,
        # which takes longer, and nothing committed is lost.
        left = max(1.2, _STOP_SECONDS - (time.monotonic() - began))
        end(database, (left, signal.SIGQUIT), (0.5, signal.SIGKILL))

    def _log_files(self) -> dict[str, Path]:
        services = [service.name for service in self._services]
        names = [SUPERVISOR, DATABASE_PART, PREPARATION, *services]
        return {name: self._home.log(name) for name in names}


def _check_hope(keeper: Keeper) -> None:
    if keeper.was_ready:
        return
    if keeper.problem:
        raise keeper.problem
    if keeper.state.restarts >= _HOPELESS_RESTARTS:
        name, times = keeper.part.name, keeper.state.restarts
        raise StartFailed(name, f"{name} ended {times} times before it was ready.")


def main() -> int:
    """Run a suite; the command line is `mercato up`'s."""
    parser = argparse.ArgumentParser(prog="python -m suite.supervisor")
    parser.add_argument("services", nargs="*")
    parser.add_argument("--port-offset", type=int, default=0)
    parser.add_argument("--foreground", action="store_true")
    arguments = parser.parse_args()
    settings = Settings.from_env()
    try:
        supervisor = Supervisor(
            settings, load(settings.topology), arguments.services, arguments.port_offset
        )
        return supervisor.run(foreground=arguments.foreground)
    except SuiteError as problem:
        print(problem, file=sys.stderr)
        return BUSY if isinstance(problem, HomeBusy) else 1


if __name__ == "__main__":
    sys.exit(main())
