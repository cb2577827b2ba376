"""Kills what runs in a suite, part by part, in an order that a seed decides: the same seed is the same storm."""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import psutil

from suite.home import Home
from suite.selling import kill_family
from suite.state import DATABASE_PART, State
from suite.topology import HOST

#: One of PostgreSQL's processes that serve a connection: the server ends all others with it, and recovers by itself.
SESSION = "a session of postgres"


@dataclass(frozen=True, slots=True)
class Strike:
    """One kill, so many seconds after the one before."""

    after_seconds: float
    part: str


def strikes(
    seed: int, parts: Sequence[str], pause_seconds: tuple[float, float]
) -> Iterator[Strike]:
    """The storm of a seed, without end: everybody is struck once before anybody is again."""
    chance = random.Random(seed)  # noqa: S311  # not a secret
    while True:
        for part in chance.sample(sorted(parts), len(parts)):
            yield Strike(chance.uniform(*pause_seconds), part)


class Storm:
    """Strikes for as long as the block lasts, in a thread of its own; kill -9 for a part and all that it started."""

    def __init__(
        self, home: Home, seed: int, parts: Sequence[str], *, pause_seconds: tuple[float, float]
    ) -> None:
        """Between two strikes passes a pause from the shorter to the longer of the two."""
        self.struck: Counter[str] = Counter()
        self.last_at = 0.0
        """When somebody was struck last, on the monotonic clock."""
        self._home = home
        self._strikes = strikes(seed, parts, pause_seconds)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="storm")

    def __enter__(self) -> Self:
        """Let it begin."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is struck any more."""
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        for strike in self._strikes:
            if self._over.wait(strike.after_seconds):
                return
            if strike_now(self._home, strike.part):
                self.struck[strike.part] += 1
                self.last_at = time.monotonic()


def strike_now(home: Home, part: str) -> bool:
    """Kill a part that runs, with all that it started, or a `SESSION` alone; whether it ran."""
    state = State.read(home.state_file)
    name = DATABASE_PART if part == SESSION else part
    process = state.parts[name].process if state and name in state.parts else None
    if process is None or not process.is_alive:
        return False
    with suppress(psutil.NoSuchProcess):
        if part == SESSION:
            return _kill_session(process.pid)
        kill_family(process.pid)
        return True
    return False


def _kill_session(server: int) -> bool:
    for process in psutil.Process(server).children():
        # its title names whom it serves, and from where
        if HOST in "".join(process.cmdline()):
            process.kill()
            return True
    return False


def all_ready(home: Home, *, seconds: float = 60) -> None:
    """Wait until every part of the suite runs and answers.

    Raises:
        TimeoutError: one of them did not come back in this time; the message names it.
    """
    deadline = time.monotonic() + seconds
    while True:
        state = State.read(home.state_file)
        away = [name for name, part in state.parts.items() if not part.ready] if state else ["all"]
        # what prepared the database has ended, and is meant to
        away = [name for name in away if name != "prepare"]
        if not away:
            return
        if time.monotonic() > deadline:
            raise TimeoutError(f"did not come back: {', '.join(away)}")
        time.sleep(0.05)
