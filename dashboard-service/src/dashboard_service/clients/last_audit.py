"""What the auditor said last, remembered for a moment, so that no page waits for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from common.errors import NeighbourUnavailable
from common.service_client import Refusal
from dashboard_service.models.audit import Audit

#: For so long the auditor is not asked again; it audits every thirty seconds.
_GOOD_FOR = timedelta(seconds=10)


class LastAudit:
    """One process's memory of the last audit. Threads share it: one asks, the others go on with what is known."""

    def __init__(self, ask: Callable[[], Audit]) -> None:
        """`ask` reads the last audit in next to no time, or raises NeighbourUnavailable or Refusal."""
        self._ask = ask
        self._known: Audit | None = None
        self._asked_at: datetime | None = None
        self._asking = Lock()

    def known(self, now: datetime) -> Audit | None:
        """What was found last as far as it is known; while the auditor is away that grows old. None: nothing is."""
        if self._asked_at is None or not timedelta(0) <= now - self._asked_at < _GOOD_FOR:
            self._learn(now)
        return self._known

    def keep(self, found: Audit) -> None:
        """Remember what somebody was told on the page of the audit."""
        if self._known is None or found.ran_at >= self._known.ran_at:
            self._known = found

    def _learn(self, now: datetime) -> None:
        if not self._asking.acquire(blocking=False):
            return
        try:
            # a failure is remembered too: one page in ten seconds waits for whoever does not answer
            self._asked_at = now
            self.keep(self._ask())
        except (NeighbourUnavailable, Refusal):
            return
        finally:
            self._asking.release()
