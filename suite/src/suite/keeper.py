"""Keeps one process running: starts it, sees that it gets ready, starts it again when it dies."""

import signal
import subprocess
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from suite.backoff import Backoff
from suite.environment import GRACE_SECONDS
from suite.errors import SuiteError
from suite.journal import complain
from suite.processes import Process, signal_group
from suite.state import PartState


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What the keeper of a process must know of it."""

    name: str
    command: Callable[[], Sequence[str]]
    """Clears the way and says what to run; called before every start. It may raise SuiteError."""
    is_ready: Callable[[int], bool]
    """Asked, with the pid, until it says yes; takes a second at most."""
    environment: Mapping[str, str]
    folder: Path
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM
    sockets: tuple[int, ...] = ()
    """Listening sockets that the process inherits."""


class Keeper(threading.Thread):
    """The thread that keeps one part running until it is told to stop."""

    def __init__(self, part: Part, report: Callable[[PartState, str], None]) -> None:
        """Nothing is started yet; `report` is told every change, with words for the log."""
        super().__init__(name=part.name, daemon=True)
        self.part = part
        self.state = PartState(part.name)
        self.was_ready = False
        self.problem: SuiteError | None = None
        self._report = report
        self._stopping = threading.Event()
        self._backoff = Backoff()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start the process again and again; ends once it was told to stop and the process has ended."""
        while True:
            began = time.monotonic()
            try:
                end = self._run_once()
            except Exception as error:  # noqa: BLE001  # a keeper that ended would be noticed by nobody
                complain(f"the keeper of {self.part.name}:\n{traceback.format_exc()}")
                self._clear_away()
                end = f"could not be looked after: {error!r}"
            if self._stopping.is_set():
                break
            delay = self._backoff.after(time.monotonic() - began)
            restarts = self.state.restarts + 1
            waiting = PartState(self.part.name, restarts=restarts, retry_at=time.time() + delay)
            self._change(waiting, f"{end}; starting it again in {delay:g} s")
            self._stopping.wait(delay)
        self._change(PartState(self.part.name, restarts=self.state.restarts), "stopped")

    def stop(self) -> None:
        """Ask the process to end, and do not start it again; join() tells when it has."""
        self._stopping.set()
        self.send(self.part.stop_signal)

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the process and its group, if it runs."""
        process = self._process
        if process and process.poll() is None:
            signal_group(process.pid, number)

    def _run_once(self) -> str:
        if self._stopping.is_set():
            return "not started"
        try:
            process = self._process = self._start()
        except SuiteError as error:
            self.problem = error
            return str(error)
        except OSError as error:
            self.problem = SuiteError(f"{self.part.name} cannot be started: {error}")
            return str(self.problem)
        if self._stopping.is_set():  # stop() came before there was a process to tell
            self.send(self.part.stop_signal)
        running = replace(self.state, process=Process.of(process.pid), retry_at=None)
        self._change(running, f"started as pid {process.pid}")
        if self._gets_ready(process):
            self.was_ready = True
            self._change(replace(running, ready=True), "ready")
        code = process.wait()
        # What is left of it (the workers of a killed gunicorn, say) ends by itself, but sooner when told.
        signal_group(process.pid, signal.SIGTERM)
        return f"ended with {_told(code)}"

    def _start(self) -> subprocess.Popen[bytes]:
        command = self.part.command()
        with self.part.log.open("ab") as log:
            # In a session of its own: the terminal's Ctrl-C reaches the supervisor alone.
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.part.folder,
                env=self.part.environment,
                pass_fds=self.part.sockets,
                start_new_session=True,
            )

    def _gets_ready(self, process: subprocess.Popen[bytes]) -> bool:
        while process.poll() is None and not self._stopping.is_set():
            if self.part.is_ready(process.pid):
                return True
            self._stopping.wait(0.02)
        return False

    def _clear_away(self) -> None:
        # Two of a kind would share a socket or a data directory.
        process = self._process
        if process is None or process.poll() is not None:
            return
        self.send(self.part.stop_signal)
        try:
            process.wait(GRACE_SECONDS + 0.5)
        except subprocess.TimeoutExpired:
            self.send(signal.SIGKILL)
            process.wait()

    def _change(self, state: PartState, words: str) -> None:
        self.state = state
        try:
            self._report(state, words)
        except Exception:  # noqa: BLE001  # the part must not suffer for what is told about it
            complain(f"the keeper of {self.part.name}:\n{traceback.format_exc()}")


def _told(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def end(keepers: Sequence[Keeper], *escalation: tuple[float, signal.Signals]) -> None:
    """Tell them to stop, then send the signals, each after so many seconds to whoever still runs."""
    for keeper in keepers:
        keeper.stop()
    for seconds, number in escalation:
        _join(keepers, seconds)
        for keeper in keepers:
            keeper.send(number)
    _join(keepers, 1)


def _join(keepers: Sequence[Keeper], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    for keeper in keepers:
        keeper.join(max(0.0, deadline - time.monotonic()))
