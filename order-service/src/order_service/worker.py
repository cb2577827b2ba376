"""The threads of each worker process: one delivers the outbox, one finishes orders that were left half-way."""

import threading
from functools import partial

from common import logs
from common.errors import DatabaseUnavailable
from common.leases import Lease
from common.outbox import Relay
from order_service.collaborators import Collaborators
from order_service.use_cases import delivering, sweeping

#: Whoever holds a task and dies is followed after so long.
_LEASE_SECONDS = 10.0

_SWEEP_SECONDS = 5.0

log = logs.get(__name__)


class Sweeper(threading.Thread):
    """Looks at orders that are due, from one process at a time, until it is stopped or its process ends."""

    def __init__(
        self, desk: Collaborators, *, lease: Lease, seconds: float = _SWEEP_SECONDS
    ) -> None:
        """Nothing is opened before `start`."""
        super().__init__(name="sweeper", daemon=True)
        self._desk = desk
        self._lease = lease
        self._seconds = seconds
        self._stopped = threading.Event()

    def run(self) -> None:
        """Wait, look, wait; a store that is away is waited for."""
        while not self._stopped.wait(self._seconds):
            try:
                self.turn()
            except DatabaseUnavailable as error:
                log.warning("sweep waits", reason=error.detail)
            except Exception:  # a sweeper that ended would be noticed by nobody
                log.exception("sweep stumbled")

    def turn(self) -> int:
        """Look at every order that is due, if nobody else does; how many there were."""
        if not self._lease.take(self._desk.clock.now()):
            return 0
        return sweeping.sweep(self._desk)

    def stop(self) -> None:
        """Let the round that runs end, and no other begin."""
        self._stopped.set()


def start(desk: Collaborators) -> tuple[Sweeper, Relay]:
    """Start the threads of this process."""
    sweeper = Sweeper(desk, lease=Lease(desk.store, "orders.sweep", seconds=_LEASE_SECONDS))
    relay = relay_of(desk)
    sweeper.start()
    relay.start()
    return sweeper, relay


def relay_of(desk: Collaborators) -> Relay:
    """Who delivers this store's outbox."""
    lease = Lease(desk.store, "orders.relay", seconds=_LEASE_SECONDS)
    return Relay(desk.store, partial(delivering.deliver, desk), desk.clock, lease=lease)
