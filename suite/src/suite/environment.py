"""What each process of the suite finds in its environment."""

from collections.abc import Mapping
from dataclasses import dataclass

from suite.config import Settings
from suite.database_url import DatabaseUrl
from suite.home import Home, Secrets
from suite.processes import STARTED_BY, Process
from suite.topology import HOST, Service, Topology

#: Seconds that requests in flight get when a service stops; PostgreSQL's own stop must fit into the ten of `down`.
GRACE_SECONDS = 6


@dataclass(frozen=True, slots=True)
class Environments:
    """The environments of one suite's processes: the caller's own, and what the suite decides."""

    settings: Settings
    topology: Topology
    home: Home
    secrets: Secrets
    database: DatabaseUrl
    """The administrator's way to the database."""
    offset: int = 0
    demo: bool = False
    """Whether the books are a demo's, open to everybody on this machine."""
    first_run: bool = False
    """Whether the chain may be founded on a page."""

    def service(self, service: Service) -> dict[str, str]:
        """For one service: where it listens, whom it calls, what it may open."""
        decided = {
            "PORT": str(service.port + self.offset),
            "BIND_HOST": HOST,
            "PUBLIC_URL": service.url(self.offset),
            **self._shared(),
            "METRICS_TOKEN": self.secrets.metrics_token,
            "WEB_CONCURRENCY": str(service.workers),
            "WEB_THREADS": str(service.threads),
            "GRACEFUL_TIMEOUT": str(GRACE_SECONDS),
            "PROMETHEUS_MULTIPROC_DIR": str(self.home.metrics(service.name)),
            STARTED_BY: Process.myself().mark,
        }
        decided |= self._urls(service.neighbours) | self._urls(service.asks)
        decided |= self._public_urls()  # pages lead to each other
        if service.store:
            decided[service.store] = str(self.home.store(service.name))
        if service.database_role:
            decided["DATABASE_URL"] = self._as(service.database_role)
            decided["SETUP_CODE"] = self.secrets.setup_code if self.first_run else ""
        return self._inherited() | decided

    def preparation(self) -> dict[str, str]:
        """For the command that creates the roles, migrates and seeds: it comes as administrator."""
        decided = {
            "ADMIN_DATABASE_URL": str(self.database),
            **self._shared(),
            STARTED_BY: Process.myself().mark,
        }
        for role, password in self.secrets.of_roles().items():
            decided[f"{role.upper()}_PASSWORD"] = password
        return self._inherited() | decided

    def command(self, role: str) -> dict[str, str]:
        """For a command that works on the books under one of the roles."""
        decided = {"DATABASE_URL": self._as(role), **self._shared(), **self._public_urls()}
        for service in self.topology.services:
            if service.database_role == role:
                decided |= self._urls(service.asks)
        return self._inherited() | decided

    def _urls(self, services: Mapping[str, str]) -> dict[str, str]:
        """Where services answer, each under the variable that carries it."""
        return {
            variable: self.topology.named(name).url(self.offset)
            for variable, name in services.items()
        }

    def _public_urls(self) -> dict[str, str]:
        return {
            f"{each.name.removesuffix('-service').upper()}_PUBLIC_URL": each.url(self.offset)
            for each in self.topology.services
            if each.has_pages
        }

    def _shared(self) -> dict[str, str]:
        return {
            "SECRET_KEY": self.secrets.secret_key,
            "SERVICE_KEY": self.secrets.service_key,
            # said either way: nobody's environment turns a chain into a demo
            "MERCATO_DEMO": "1" if self.demo else "0",
        }

    def _as(self, role: str) -> str:
        name = f"{self.database.database}_{role}"
        return str(self.database.as_role(name, self.secrets.of_roles()[role]))

    def _inherited(self) -> dict[str, str]:
        # Log lines reach their file when they are written, not when a buffer is full.
        return {**self.settings.environment, "PYTHONUNBUFFERED": "1"}
