"""The thread of each worker process that forgets baskets which nobody changed for thirty days."""

import threading

from cart_service.use_cases import baskets
from cart_service.collaborators import Collaborators
from common import logs
from common.errors import DatabaseUnavailable

#: An expired basket reads as empty anyway; sweeping only gives its room back.
_SECONDS = 600.0

log = logs.get(__name__)


class Sweeper(threading.Thread):
    """Sweeps every so many seconds until it is stopped or its process ends. Two at once do no harm."""

    def __init__(self, cart: Collaborators, *, seconds: float = _SECONDS) -> None:
        """Nothing is opened before `start`."""
        super().__init__(name="sweeper", daemon=True)
        self._cart = cart
        self._seconds = seconds
        self._stopped = threading.Event()

    def run(self) -> None:
        """Wait, sweep, wait; a store that is away is waited for."""
        while not self._stopped.wait(self._seconds):
            try:
                if gone := baskets.sweep(self._cart):
                    log.info("swept", baskets=gone)
            except DatabaseUnavailable as error:
                log.warning("sweep waits", reason=error.detail)

    def stop(self) -> None:
        """Let the sweep that runs end, and no other begin."""
        self._stopped.set()


def start(cart: Collaborators) -> Sweeper:
    """Start the thread of this process."""
    sweeper = Sweeper(cart)
    sweeper.start()
    return sweeper
