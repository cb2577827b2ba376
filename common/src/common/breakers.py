"""A circuit breaker: a neighbour that failed several times in a row is left alone for a moment, then asked once."""

import time
from threading import Lock

from prometheus_client import Gauge

_FAILURES = 5
_SECONDS = 2.0

_OPEN = Gauge(
    "neighbour_open",
    "How many clients leave a neighbour alone for a while, because it failed several times in a row",
    ["neighbour"],
    multiprocess_mode="livesum",
)


class Breaker:
    """Open after so many failures in a row; after so many seconds one call may try whether the neighbour is back."""

    def __init__(
        self, neighbour: str, *, failures: int = _FAILURES, seconds: float = _SECONDS
    ) -> None:
        """Closed."""
        self._neighbour = neighbour
        self._most = failures
        self._seconds = seconds
        self._lock = Lock()
        self._failures = 0
        self._asks_again_at = 0.0

    def admits(self) -> bool:
        """Whether the neighbour may be asked now; whoever asks says afterwards how it went."""
        with self._lock:
            if self._failures < self._most:
                return True
            now = time.monotonic()
            if now < self._asks_again_at:
                return False
            # the one who tries; should they never say how it went, another follows as late as after a failure
            self._asks_again_at = now + self._seconds
            return True

    def answered(self) -> None:
        """The neighbour is there, whatever it said."""
        with self._lock:
            if self._failures >= self._most:
                _OPEN.labels(self._neighbour).dec()
            self._failures = 0

    def failed(self) -> None:
        """It is not, or cannot work."""
        with self._lock:
            self._failures += 1
            if self._failures == self._most:
                _OPEN.labels(self._neighbour).inc()
            if self._failures >= self._most:
                self._asks_again_at = time.monotonic() + self._seconds
