"""What can keep the suite from doing what it was told, each told to a person in full.

SuiteError
├── HomeBusy            another suite runs on this home
├── PortTaken           somebody else listens on a port we need
├── DatabaseProblem     PostgreSQL is missing, refuses to start, or must not be touched
└── StartFailed         a part of the suite does not get ready; `part` names it
"""

from pathlib import Path


class SuiteError(Exception):
    """The message says what happened, what is safe and what to do next."""


class HomeBusy(SuiteError):
    """Another suite runs on this home."""

    def __init__(self, home: Path) -> None:
        """Tell what can be done about it."""
        super().__init__(
            f"A suite already runs on {home}.\n"
            "See it:  ./mercato status     Stop it:  ./mercato down\n"
            "A second one beside it needs a home and ports of its own:\n"
            "  MERCATO_HOME=FOLDER ./mercato up --port-offset 100"
        )


class PortTaken(SuiteError):
    """Somebody else listens on a port that the suite needs."""


class DatabaseProblem(SuiteError):
    """PostgreSQL is missing, refuses to start, or holds data that must not be touched."""


class StartFailed(SuiteError):
    """A part of the suite does not get ready; its log file says why."""

    def __init__(self, part: str, message: str) -> None:
        """Remember which part, so that its last log lines can be shown."""
        super().__init__(message)
        self.part = part
