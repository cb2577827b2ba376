"""What runs on a home right now: asked of the processes themselves, not remembered."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Any

from suite import kinds, probe
from suite.database_url import DatabaseUrl
from suite.home import Home
from suite.processes import megabytes
from suite.state import DATABASE_PART, PartState, State
from suite.topology import Service, Topology


@dataclass(frozen=True, slots=True)
class Login:
    """An account of a demo, for people to try, with the password that it began with."""

    role: str
    name: str
    email: str
    password: str
    pin: str = ""
    """What a cashier types at a till that the team shares."""


@dataclass(frozen=True, slots=True)
class PartReport:
    """A part of the suite as it is now."""

    name: str
    url: str
    pid: int | None
    """gunicorn's first process, or PostgreSQL's."""
    ready: bool
    restarts: int
    pss_mb: float
    """Memory of the process and its workers; shared pages count once."""
    retry_seconds: float | None = None
    """Seconds until it is started again, when it died."""


@dataclass(frozen=True, slots=True)
class FirstRun:
    """Where a chain is founded, and what proves that one may."""

    url: str
    code: str


@dataclass(frozen=True, slots=True)
class Report:
    """The suite of one home as it is now."""

    phase: str
    """What the supervisor says: starting, running, stopping or failed; stopped; orphaned when it was killed."""
    problem: str
    port_offset: int
    services: tuple[PartReport, ...]
    database: PartReport | None
    """None when the server is not the suite's own."""
    database_url: DatabaseUrl | None
    demo: bool = False
    logins: tuple[Login, ...] = ()
    first_run: "FirstRun | None" = None
    """Where the chain is founded, as long as it is not."""

    @property
    def is_running(self) -> bool:
        """Whether a supervisor is at work."""
        return self.phase in {"starting", "running", "stopping"}

    def as_json(self) -> dict[str, Any]:
        """What `status --json` prints."""
        return {
            "services": [_public(service) for service in self.services],
            "database": _public(self.database) if self.database else None,
            "database_url": self.database_url.libpq if self.database_url else "",
            "demo": self.demo,
            "logins": [asdict(login) for login in self.logins],
        }


def gather(home: Home, topology: Topology) -> Report:
    """Look at the suite of this home."""
    state = State.read(home.state_file)
    if state is None or not (state.is_running or state.is_orphaned):
        return _nothing_runs(topology, state.problem if state else "")
    url = DatabaseUrl.parse(state.database_url)
    server = state.parts.get(DATABASE_PART)
    with ThreadPoolExecutor() as threads:  # a service that hangs is waited for once, not in turn
        services = threads.map(
            lambda service: _service_report(service, state.parts[service.name], state.port_offset),
            [service for service in topology.services if service.name in state.parts],
        )
    return Report(
        state.phase if state.is_running else "orphaned",
        state.problem,
        state.port_offset,
        tuple(services),
        _part_report(server, url.without_password, ready=server.ready) if server else None,
        url,
        state.demo,
        _logins(home) if state.demo else (),
        _first_run(home, topology, state),
    )


def _logins(home: Home) -> tuple[Login, ...]:
    try:
        return tuple(Login(**login) for login in json.loads(home.logins_file.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return ()  # the preparation has not come so far, or was another version's


def _first_run(home: Home, topology: Topology, state: State) -> FirstRun | None:
    mark = kinds.of(home)
    if mark is None or not mark.by_page or not topology.first_run_page:
        return None
    if _is_founded(DatabaseUrl.parse(state.database_url)):
        return None
    name, path = topology.first_run_page
    return FirstRun(topology.named(name).url(state.port_offset) + path, home.secrets().setup_code)


def _is_founded(url: DatabaseUrl) -> bool:
    import psycopg2

    try:
        with (
            closing(psycopg2.connect(url.libpq, connect_timeout=3)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT EXISTS (SELECT FROM catalog.published_company)")
            found = cursor.fetchone()
    except psycopg2.Error:
        return False  # it is being prepared
    return bool(found and found[0])


def _nothing_runs(topology: Topology, problem: str) -> Report:
    services = tuple(
        _part_report(PartState(service.name), service.url(), ready=False)
        for service in topology.services
    )
    return Report("failed" if problem else "stopped", problem, 0, services, None, None)


def _service_report(service: Service, part: PartState, offset: int) -> PartReport:
    ready = part.process is not None and probe.is_ready(service.port + offset, service.ready_path)
    return _part_report(part, service.url(offset), ready=ready)


def _part_report(part: PartState, url: str, *, ready: bool) -> PartReport:
    pid = part.process.pid if part.process and part.process.is_alive else None
    return PartReport(
        name=part.name,
        url=url,
        pid=pid,
        ready=ready and pid is not None,
        restarts=part.restarts,
        pss_mb=megabytes(pid) if pid else 0.0,
        retry_seconds=max(0.0, part.retry_at - time.time()) if part.retry_at else None,
    )


def _public(part: PartReport) -> dict[str, Any]:
    shown = asdict(part)
    del shown["retry_seconds"]
    return shown
