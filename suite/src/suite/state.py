"""What the supervisor tells everybody else: a file in the home that says what runs, under which pids, since when."""

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from suite.home import explained, write_private
from suite.processes import Process

#: The names of what is not a service: PostgreSQL among the parts, and two more log files.
DATABASE_PART = "postgres"
PREPARATION = "prepare"
SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class PartState:
    """One process that the supervisor keeps running."""

    name: str
    process: Process | None = None
    """None while it waits to be started again."""
    ready: bool = False
    restarts: int = 0
    retry_at: float | None = None
    """When it is started again, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class State:
    """The suite of one home as its supervisor last described it."""

    supervisor: Process
    port_offset: int
    database_url: str
    """The administrator's URL of the database, password included; the file is private."""
    own_database: bool
    demo: bool = False
    """Whether the services let everybody in as a demo does."""
    phase: str = "starting"
    """starting, running, stopping or failed"""
    problem: str = ""
    problem_part: str = ""
    parts: dict[str, PartState] = field(default_factory=dict)

    @property
    def is_running(self) -> bool:
        """Whether the supervisor that wrote this is alive."""
        return self.supervisor.is_alive

    @property
    def is_orphaned(self) -> bool:
        """Whether its processes go on although the supervisor was killed."""
        alive = (part.process and part.process.is_alive for part in self.parts.values())
        return not self.is_running and any(alive)

    def with_part(self, part: PartState) -> Self:
        """The same with this part as it is now."""
        return replace(self, parts={**self.parts, part.name: part})

    def write(self, file: Path) -> None:
        """Replace the file in one step."""
        write_private(file, json.dumps(asdict(self), indent=2) + "\n")

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """What the file says; None when nothing runs, or a crash of the machine left nothing readable.

        Raises:
            SuiteError: the file belongs to somebody else.
        """
        with explained(file):
            try:
                return cls._from_json(json.loads(file.read_text()))
            except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
                return None

    @classmethod
    def _from_json(cls, content: dict[str, Any]) -> Self:
        parts = {name: _part(part) for name, part in content.pop("parts").items()}
        return cls(**{**content, "supervisor": Process(**content["supervisor"]), "parts": parts})


def _part(content: dict[str, Any]) -> PartState:
    process = content["process"]
    return PartState(**{**content, "process": Process(**process) if process else None})
