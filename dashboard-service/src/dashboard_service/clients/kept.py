"""What was worked out a moment ago, so that however many dashboards are open, each thing is asked once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock
from typing import Any, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Entry:
    stamp: Hashable
    future: "Future[Any]" = field(default_factory=Future)


class Kept:
    """One process's memory of values, each with the stamp that it holds for. Threads share it.

    Whoever asks for a value while another works it out waits for that one, and shares its failure too. A failure is not
    remembered.
    """

    def __init__(self, *, most: int, at_once: int) -> None:
        """Keep the `most` values asked for last; work out only so many at a time."""
        self._most = most
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._lock = Lock()
        self._room = BoundedSemaphore(at_once)

    def get(self, key: Hashable, stamp: Hashable, make: Callable[[], Value]) -> Value:
        """The value that was made for `key` under this stamp, or make it now."""
        with self._lock:
            entry = self._entries.get(key)
            is_ours = entry is None or entry.stamp != stamp
            if entry is None or is_ours:
                entry = self._entries[key] = _Entry(stamp)
            self._entries.move_to_end(key)
            if len(self._entries) > self._most:
                self._entries.popitem(last=False)
        if is_ours:
            self._fill(key, entry, make)
        value: Value = entry.future.result()
        return value

    def _fill(self, key: Hashable, entry: _Entry, make: Callable[[], Any]) -> None:
        try:
            with self._room:
                entry.future.set_result(make())
        except BaseException as error:  # noqa: BLE001  # whoever waits must be told of any end
            with self._lock:
                if self._entries.get(key) is entry:
                    del self._entries[key]
            entry.future.set_exception(error)
