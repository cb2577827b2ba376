"""What happens at the points that MERCATO_FAULTS names: `order.after_pin=exit@3,checkout.after_reserve=sleep:2.5`.

`exit` ends the process as kill -9 would, at its first pass or at the one after the @; `sleep` pauses every pass.
`MERCATO_FAULTS=@FILE` looks into a file at every pass, which may be written and removed while processes run. Whoever
dies by it takes it away first, so that the process which comes in its place lives.
"""

import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from common.config import FaultSettings

#: What a shell tells of a process that was killed.
KILLED = 137

_WHAT = re.compile(
    r"(?P<point>[a-z_]+\.[a-z_]+)=(?:exit(?:@(?P<pass>\d+))?|sleep:(?P<pause>\d+(?:\.\d+)?))"
)
_CALL = re.compile(r'faults\.point\(\s*"([a-z_]+\.[a-z_]+)"\s*\)')

_lock = Lock()
_passes: Counter[tuple[str, int]] = Counter()


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at a point."""

    exit_at: int = 0
    sleep_seconds: float = 0.0


def planned(words: str) -> dict[str, Fault]:
    """The faults that MERCATO_FAULTS names, by point.

    Raises:
        ValueError: it cannot be read; a drill that never strikes would pass for the wrong reason.
    """
    found = {}
    for word in words.split(","):
        read = _WHAT.fullmatch(word.strip())
        if read is None:
            raise ValueError(
                f"MERCATO_FAULTS: {word!r} is not like name.point=exit@2 or name.point=sleep:1.5"
            )
        pause = read["pause"]
        found[read["point"]] = (
            Fault(sleep_seconds=float(pause)) if pause else Fault(exit_at=int(read["pass"] or 1))
        )
    return found


def strike(name: str) -> None:
    """Pass a point."""
    plan, edition = (_PLAN, 0) if _FILE is None else _read(_FILE)
    fault = plan.get(name)
    if fault is None:
        return
    with _lock:
        _passes[name, edition] += 1
        passed = _passes[name, edition]
    if passed == fault.exit_at and _is_mine():
        os._exit(KILLED)
    time.sleep(fault.sleep_seconds)


def _read(file: Path) -> tuple[dict[str, Fault], int]:
    """What the file says now, and which of its editions that is: each counts its passes from the first."""
    try:
        return planned(file.read_text()), file.stat().st_mtime_ns
    except FileNotFoundError:
        return {}, 0


def _is_mine() -> bool:
    """Whether this process is the one that dies; of several that pass at once only one takes the file away."""
    if _FILE is None:
        return True
    try:
        _FILE.unlink()
    except FileNotFoundError:
        return False
    return True


def points(root: Path) -> list[str]:
    """Every fault point in the code under a folder, so that a drill can strike at each."""
    return sorted(name for path in _sources(root) for name in _CALL.findall(path.read_text()))


def _sources(root: Path) -> Iterator[Path]:
    return (path for path in root.glob("*/src/**/*.py") if "testing" not in path.parts)


_FAULTS = FaultSettings.from_env().faults
_FILE = Path(_FAULTS[1:]) if _FAULTS.startswith("@") else None
_PLAN = planned(_FAULTS) if _FAULTS and _FILE is None else {}
