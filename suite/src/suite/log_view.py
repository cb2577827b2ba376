"""Log lines as people read them: the part's name in its own colour, events in columns instead of JSON."""

import errno
import json
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from suite.logs import Follower

_RESET, _DIM, _RED, _YELLOW = "\x1b[0m", "\x1b[2m", "\x1b[31m", "\x1b[33m"
_SHADES = {"debug": _DIM, "warning": _YELLOW, "error": _RED, "critical": _RED}
_COLOURS = ("\x1b[36m", "\x1b[32m", "\x1b[35m", "\x1b[34m", "\x1b[33m")
#: What is shown in a place of its own; an event's other fields are shown as name=value.
_PLACED = {"timestamp", "level", "event", "service", "exception"}
#: A pipe without its reader, as in `./mercato up | head`, and a terminal that is gone. A full disk passes.
_NOBODY_READS = {errno.EPIPE, errno.EIO}


class Printer:
    """Turns log lines into what a person reads."""

    def __init__(self, names: Sequence[str], *, colour: bool) -> None:
        """Give every name its column and, in this order, its colour."""
        self._width = max(map(len, names), default=0)
        self._colours = {name: _COLOURS[i % len(_COLOURS)] for i, name in enumerate(names)}
        self._colour = colour

    def line(self, name: str, text: str) -> str:
        """One line; a JSON event is written out as time, message and facts."""
        event = _event(text)
        prefix = f"{name:<{self._width}} │ "
        shown = _written_out(event) if event else text
        if not self._colour:
            return prefix + shown
        shade = _SHADES.get(str(event.get("level")), "")
        return (
            f"{self._colours.get(name, '')}{prefix}{_RESET}{shade}{shown}{_RESET if shade else ''}"
        )


class LogShow(threading.Thread):
    """Prints what is added to log files, until it is ended."""

    def __init__(self, files: Mapping[str, Path], *, colour: bool) -> None:
        """Start at the present end of each file."""
        super().__init__(daemon=True)
        self._follower = Follower(files)
        self._printer = Printer(list(files), colour=colour)
        self._ended = threading.Event()

    def run(self) -> None:
        """Print until the end, or until nobody reads any more."""
        is_over = False
        while not is_over:
            is_over = self._ended.wait(0.15)
            try:
                self._print()
            except OSError as error:  # the suite must go on
                if error.errno in _NOBODY_READS:
                    return

    def end(self) -> None:
        """Print what is there now, and no more."""
        self._ended.set()
        self.join(2)

    def _print(self) -> None:
        for name, text in self._follower.new_lines():
            sys.stdout.write(self._printer.line(name, text) + "\n")
        sys.stdout.flush()


def _event(text: str) -> dict[str, object]:
    if not text.startswith("{"):
        return {}
    try:
        event = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) and "event" in event else {}


def _written_out(event: Mapping[str, object]) -> str:
    time = str(event.get("timestamp", ""))[11:19]
    level = str(event.get("level", "info"))
    loud = "" if level == "info" else f"{level.upper()} "
    facts = "".join(f"  {name}={value}" for name, value in event.items() if name not in _PLACED)
    trace = f"\n{event['exception']}" if event.get("exception") else ""
    return f"{time} {loud}{event['event']}{facts}{trace}"
