"""What the supervisor writes down for everybody else: the state file, and a line in its log for each event."""

import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime

from suite.errors import StartFailed, SuiteError
from suite.home import Home
from suite.state import SUPERVISOR, PartState, State


class Journal:
    """The state of one suite, kept up to date on disk from any thread.

    A full disk must not end the suite: what cannot be written is told on standard error, and the next change is
    tried again.
    """

    def __init__(self, home: Home, state: State) -> None:
        """Begin with this state."""
        self._home = home
        self._state = state
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

    def say(self, name: str, words: str) -> None:
        """Put a line about a part into the log."""
        moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
        try:
            with self._home.log(SUPERVISOR).open("a") as log:
                log.write(f"{moment} {name}: {words}\n")
        except OSError as error:
            _complain(error)

    def end(self, problem: SuiteError | None) -> None:
        """The suite has ended: the state file goes, or tells the next reader what the problem was."""
        if problem is None:
            self._home.state_file.unlink(missing_ok=True)
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
            _complain(error)


def _complain(error: OSError) -> None:
    print(f"mercato: {error.filename}: {error.strerror}", file=sys.stderr)
