"""The threads of each worker process: one forgets old baskets, one finishes the checkouts that nobody is at work on."""

import threading
from collections.abc import Callable
from functools import partial

from prometheus_client import Gauge

from cart_service.collaborators import Collaborators
from cart_service.use_cases import baskets, checkouts, guessing
from common import logs
from common.errors import DatabaseUnavailable
from common.leases import Lease

#: An expired basket reads as empty anyway; sweeping only gives its room back.
_BASKETS_SECONDS = 600.0
#: A shopper waits on a page for what becomes of an abandoned payment.
_CHECKOUTS_SECONDS = 1.0

_ALIVE = Gauge(
    "checkouts_alive", "Checkouts that have not come to their end", multiprocess_mode="livemax"
)
_OLDEST = Gauge(
    "checkouts_oldest_seconds", "Since when the oldest of them is", multiprocess_mode="livemax"
)

log = logs.get(__name__)


class Sweeper(threading.Thread):
    """Sweeps every so many seconds until it is stopped or its process ends."""

    def __init__(self, what: str, sweep: Callable[[], int], *, seconds: float) -> None:
        """Nothing is opened before `start`; `sweep` answers how many it was done with."""
        super().__init__(name=f"sweeper of {what}", daemon=True)
        self._what = what
        self._sweep = sweep
        self._seconds = seconds
        self._stopped = threading.Event()

    def run(self) -> None:
        """Wait, sweep, wait; a store that is away is waited for."""
        while not self._stopped.wait(self._seconds):
            try:
                if count := self._sweep():
                    log.info("swept", what=self._what, count=count)
            except DatabaseUnavailable as error:
                log.warning("sweep waits", what=self._what, reason=error.detail)
            except Exception:  # a sweeper that ended would be noticed by nobody
                log.exception("sweep stumbled", what=self._what)

    def stop(self) -> None:
        """Let the sweep that runs end, and no other begin."""
        self._stopped.set()


def start(cart: Collaborators) -> tuple[Sweeper, ...]:
    """Start the threads of this process."""
    lease = Lease(cart.store, "checkouts", holder=cart.settings.service)
    sweepers = (
        Sweeper("baskets", partial(_forget, cart), seconds=_BASKETS_SECONDS),
        Sweeper("checkouts", partial(_finish, cart, lease), seconds=_CHECKOUTS_SECONDS),
    )
    for sweeper in sweepers:
        sweeper.start()
    return sweepers


def _forget(cart: Collaborators) -> int:
    """How many baskets went; counts that no limit looks back at go with them."""
    guessing.sweep(cart)
    return baskets.sweep(cart)


def _finish(cart: Collaborators, lease: Lease) -> int:
    """One process does it for all of them, and shows how much there is to do."""
    if not lease.take(cart.clock.now()):
        return 0
    ended = checkouts.sweep(cart)
    count, seconds = checkouts.alive(cart)
    _ALIVE.set(count)
    _OLDEST.set(seconds)
    return ended
