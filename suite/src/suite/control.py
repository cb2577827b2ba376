"""Starts, watches and stops a detached suite from another process."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from suite import leftovers
from suite.config import Settings
from suite.errors import HomeBusy, StartFailed, SuiteError
from suite.home import Home
from suite.logs import last_lines
from suite.processes import wait_until_gone
from suite.state import SUPERVISOR, State
from suite.supervisor import BUSY

#: A supervisor stops everything in ten seconds; whoever takes longer is stuck.
_STOP_SECONDS = 12.0


def supervisor_command(names: Sequence[str], offset: int, *more: str) -> list[str]:
    """The command line of a supervisor."""
    return [sys.executable, "-m", "suite.supervisor", *names, f"--port-offset={offset}", *more]


def start_detached(settings: Settings, names: Sequence[str], offset: int) -> None:
    """Start a supervisor that outlives this process, and wait until everything is ready.

    Raises:
        HomeBusy: another suite runs on this home.
        StartFailed: a part did not get ready; nothing is left running.
        SuiteError: the suite could not even begin.
    """
    home = Home(settings.home)
    home.make()
    if home.is_held():
        raise HomeBusy(home.path)
    with home.log(SUPERVISOR).open("ab") as log:
        supervisor = subprocess.Popen(
            supervisor_command(names, offset),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=settings.root,
            env=settings.for_another_process(),
            start_new_session=True,
        )
    try:
        while supervisor.poll() is None:
            state = State.read(home.state_file)
            if state and state.supervisor.pid == supervisor.pid and state.phase == "running":
                return
            time.sleep(0.02)
    except KeyboardInterrupt:
        supervisor.terminate()
        supervisor.wait()
        raise
    raise _failure(home, supervisor.returncode)


def stop(home: Home) -> bool:
    """Stop the suite of this home, or what a killed supervisor left of it; False when there was nothing.

    Raises:
        SuiteError: the home cannot be used.
    """
    if not home.path.exists():
        return False
    was_running = home.is_held()
    if was_running:
        _stop_supervisor(home)
    with home.held(patience=2):
        return bool(leftovers.clean_up(home)) or was_running


def _stop_supervisor(home: Home) -> None:
    deadline = time.monotonic() + 2
    while (state := State.read(home.state_file)) is None or not state.is_running:
        if not home.is_held() or time.monotonic() > deadline:
            return  # it ended by itself meanwhile
        time.sleep(0.05)  # it is just starting
    os.kill(state.supervisor.pid, signal.SIGTERM)
    if wait_until_gone([state.supervisor], _STOP_SECONDS):
        os.kill(state.supervisor.pid, signal.SIGKILL)
        wait_until_gone([state.supervisor], 2)


def _failure(home: Home, code: int) -> SuiteError:
    if code == BUSY:
        return HomeBusy(home.path)
    state = State.read(home.state_file)
    if code == 0:
        return SuiteError("The suite was stopped while it started.")
    if state is None or state.phase != "failed":
        return StartFailed(SUPERVISOR, "The suite ended while it started.")
    if state.problem_part:
        return StartFailed(state.problem_part, state.problem)
    return SuiteError(state.problem)


def explain(problem: SuiteError, home: Home) -> str:
    """The problem in full: with the last log lines of the part that failed."""
    if not isinstance(problem, StartFailed):
        return str(problem)
    file = home.log(problem.part)
    lines = "".join(f"\n  {line}" for line in last_lines(file, 15))
    return f"{problem} Its last log lines:{lines}\nAll of them: {file}\nNothing is left running."
