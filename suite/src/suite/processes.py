"""Processes told apart for sure, stopped as a group, and weighed.

A pid alone names nobody for long: the kernel hands it out again. With the moment of its start it names one process.
"""

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_PROC = Path("/proc")

#: The variable that says which supervisor started a process.
STARTED_BY = "MERCATO_STARTED_BY"


@dataclass(frozen=True, slots=True)
class Process:
    """One process, alive or not."""

    pid: int
    started: str
    """When it started, as the kernel writes it, with the boot that this was in."""

    @classmethod
    def of(cls, pid: int) -> Self | None:
        """The process that has this pid now; None when there is none, or only its remains."""
        started = _started(pid)
        return cls(pid, started) if started else None

    @classmethod
    def myself(cls) -> Self:
        """This process."""
        return cls(os.getpid(), _started(os.getpid()))

    @property
    def mark(self) -> str:
        """What stands in the environment of whatever it started, under STARTED_BY."""
        return f"{self.pid}/{self.started}"

    @property
    def is_alive(self) -> bool:
        """Whether this very process still runs."""
        return _started(self.pid) == self.started

    def signal_group(self, number: signal.Signals) -> None:
        """Send a signal to the process and the group that it leads; nothing when it has ended."""
        if self.is_alive:
            signal_group(self.pid, number)


def signal_group(leader: int, number: signal.Signals) -> None:
    """Send a signal to what is left of the group of this process."""
    with suppress(ProcessLookupError, PermissionError):  # the latter is macOS' word for zombies
        os.killpg(leader, number)


def started_by(supervisor: Process) -> list[Process]:
    """The leaders among what a supervisor started and what still runs, known by their environment."""
    import psutil

    found = []
    for each in psutil.process_iter():
        with suppress(psutil.Error, OSError):  # another user's, or gone meanwhile
            is_ours = each.environ().get(STARTED_BY) == supervisor.mark
            if is_ours and os.getpgid(each.pid) == each.pid:
                found.append(Process.of(each.pid))
    return [each for each in found if each]


def wait_until_gone(processes: Iterable[Process], seconds: float) -> list[Process]:
    """Wait until all have ended; hand back those that have not in this time."""
    deadline = time.monotonic() + seconds
    remaining = list(processes)
    while remaining := [process for process in remaining if process.is_alive]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.02)
    return remaining


def _started(pid: int) -> str:
    try:
        # A stranger's name may be any bytes, and is cut at the fifteenth.
        stat = (_PROC / str(pid) / "stat").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return "" if _PROC.joinpath("self").exists() else _started_elsewhere(pid)
    # The name in the second field may hold spaces and brackets; the state and the 22nd field follow its last bracket.
    state, *after = stat.rpartition(")")[2].split()
    return "" if state in "ZX" else f"{_boot()}:{after[18]}"


def _boot() -> str:
    return (_PROC / "sys/kernel/random/boot_id").read_text().strip()


def _started_elsewhere(pid: int) -> str:
    import psutil

    try:
        process = psutil.Process(pid)
        return "" if process.status() == psutil.STATUS_ZOMBIE else str(process.create_time())
    except psutil.Error:
        return ""


def megabytes(pid: int) -> float:
    """The memory of a process and its descendants; what they share is counted once (PSS), where that can be read."""
    import psutil

    try:
        leader = psutil.Process(pid)
        family = [leader, *leader.children(recursive=True)]
    except psutil.Error:
        return 0.0
    return round(sum(_bytes(process.pid) for process in family) / 2**20, 1)


def _bytes(pid: int) -> int:
    import psutil

    try:
        for line in (_PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass  # another user's process, another system, or gone
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.Error:
        return 0


def holder_of(port: int) -> str:
    """Who listens on a port, for people: "python3 (pid 123)"; empty when the system does not tell."""
    import psutil

    try:
        for connection in psutil.net_connections(kind="tcp"):
            if connection.status != psutil.CONN_LISTEN or connection.pid is None:
                continue
            if connection.laddr and connection.laddr.port == port:
                return f"{psutil.Process(connection.pid).name()} (pid {connection.pid})"
    except (psutil.Error, OSError):
        pass
    return ""
