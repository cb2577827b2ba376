"""The suite's settings: the only reader of the environment in this package."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from suite.database_url import DatabaseUrl

#: What is ours alone: services get a DATABASE_URL of their own role, and know nothing of homes.
_NOT_PASSED_ON = {"DATABASE_URL", "MERCATO_HOME", "MERCATO_ROOT", "MERCATO_TOPOLOGY"}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says, read once."""

    root: Path
    """MERCATO_ROOT: the clone."""
    home: Path
    """MERCATO_HOME: the folder that holds all state."""
    database_url: str
    """DATABASE_URL: a PostgreSQL server to use; empty: the suite runs its own."""
    topology: str
    """MERCATO_TOPOLOGY: `module:name` of the list of services; tests hand in their own."""
    environment: Mapping[str, str]
    """Everything else, which the suite's processes inherit."""

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read the environment; every setting has a default."""
        given = os.environ if environment is None else environment  # noqa: TID251  # this is that config.py
        root = Path(given.get("MERCATO_ROOT") or Path(__file__).parents[3])
        return cls(
            root=root.resolve(),
            home=Path(given.get("MERCATO_HOME") or root / ".mercato").expanduser().resolve(),
            database_url=given.get("DATABASE_URL", "").strip(),
            topology=given.get("MERCATO_TOPOLOGY") or "suite.topology:MERCATO",
            environment={name: given[name] for name in given if name not in _NOT_PASSED_ON},
        )

    @property
    def server(self) -> str:
        """The server that DATABASE_URL names, with the database on it; empty: the suite's own.

        Raises:
            DatabaseProblem: it cannot be used.
        """
        return DatabaseUrl.parse(self.database_url).place if self.database_url else ""

    @property
    def colour(self) -> bool:
        """Whether to print in colour: on a terminal, unless NO_COLOR is set."""
        return sys.stdout.isatty() and not self.environment.get("NO_COLOR")

    def for_another_process(self) -> dict[str, str]:
        """An environment in which from_env gives these settings again."""
        return {
            **self.environment,
            "MERCATO_ROOT": str(self.root),
            "MERCATO_HOME": str(self.home),
            "MERCATO_TOPOLOGY": self.topology,
            "DATABASE_URL": self.database_url,
        }
