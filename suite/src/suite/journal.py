"""What the supervisor writes down for everybody else: the state file, and a line in its log for each event."""

import sys
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from suite.errors import StartFailed, SuiteError
from suite.home import Home
from suite.state import SUPERVISOR, PartState, State


class Journal:
    """The state of one suite, kept up to date on disk from any thread.

    A full disk must not end the suite: what cannot be written is told on standard error, where that can be written.
    A line of the log is lost then; the state is written again by `catch_up`.
    """

    def __init__(self, home: Home, state: State) -> None:
        """Begin with this state."""
        self._home = home
        self._state = state
        self._is_behind = False
        self._writing = threading.Lock()
        self._write(state)

    def phase(self, phase: str) -> None:
        """The suite as a whole has come to this point."""
        with self._writing:
            self._write(replace(self._state, phase=phase))

    def part(self, part: PartState, words: str) -> None:
        """A part has changed."""
        with self._writing:
            self._write(self._state.with_part(part))
        self.say(part.name, words)

    def catch_up(self) -> None:
        """Write the state if the file could not take it the last time; the next change may be days away."""
        with self._writing:
            if self._is_behind:
                self._write(self._state)

    def say(self, name: str, words: str) -> None:
        """Put a line about a part into the log."""
        moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        file = self._home.log(SUPERVISOR)
        try:
            # The words may name a file that no encoding knows how to spell.
            with file.open("a", encoding="utf-8", errors="backslashreplace") as log:
                log.write(f"{moment} {name}: {words}\n")
        except OSError as error:
            _cannot_use(file, error)

    def end(self, problem: SuiteError | None) -> None:
        """The suite has ended: the state file goes, or tells the next reader what the problem was."""
        if problem is None:
            try:
                self._home.state_file.unlink(missing_ok=True)
            except OSError as error:
                _cannot_use(self._home.state_file, error)
            return
        self.say(SUPERVISOR, str(problem))
        part = problem.part if isinstance(problem, StartFailed) else ""
        failed = replace(
            self._state, phase="failed", problem=str(problem), problem_part=part, parts={}
        )
        with self._writing:
            self._write(failed)

    def _write(self, state: State) -> None:
        self._state = state
        try:
            state.write(self._home.state_file)
        except OSError as error:
            if not self._is_behind:
                _cannot_use(self._home.state_file, error)
            self._is_behind = True
        else:
            self._is_behind = False


def complain(words: str) -> None:
    """Tell it on standard error, or nobody: in a detached suite that is a file on the disk that may be full."""
    with suppress(OSError, ValueError):
        print(f"mercato: {words}", file=sys.stderr)


def _cannot_use(file: Path, error: OSError) -> None:
    complain(f"{file}: {error.strerror}")
