"""The thread of each worker process that audits by the clock, and tells Prometheus what was found."""

import math
import threading
from datetime import timedelta

from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError

from api_service.audit.collaborators import Auditing
from api_service.audit.models.results import Report, Verdict
from api_service.audit.use_cases import auditing
from api_service.config import Settings
from api_service.errors import NoChain
from common import logs
from common.errors import DatabaseUnavailable

log = logs.get(__name__)

# Of several processes the one that set a gauge last tells the truth: all of them read the same report.
VIOLATIONS = Gauge(
    "books_violations",
    "Rows that break an invariant of the books; not a number while it is not known",
    ["invariant"],
    multiprocess_mode="mostrecent",
)
ROWS = Gauge(
    "books_audit_rows",
    "Rows that the last audit looked at, with those proved before",
    ["invariant"],
    multiprocess_mode="mostrecent",
)
PENDING = Gauge(
    "books_audit_pending",
    "Rows too young to be judged, or whose turn has not come",
    ["invariant"],
    multiprocess_mode="mostrecent",
)
RAN_AT = Gauge(
    "books_audit_timestamp_seconds",
    "When the last audit ran",
    multiprocess_mode="mostrecent",
)
SECONDS = Gauge(
    "books_audit_seconds", "How long the last audit took", multiprocess_mode="mostrecent"
)

#: An audit may take this share of the time at most, however many rows there are.
_SHARE = 0.1


class Auditor(threading.Thread):
    """Audits every so many seconds until it is stopped or its process ends.

    Every worker process has one, at any number of replicas: whoever finds the last report old makes the next, and all
    of them tell it.
    """

    def __init__(self, surroundings: Auditing, *, seconds: float) -> None:
        """Nothing is opened before `start`."""
        super().__init__(name="auditor", daemon=True)
        self._surroundings = surroundings
        self._seconds = seconds
        self._stopped = threading.Event()

    def run(self) -> None:
        """Wait, audit, wait."""
        while not self._stopped.wait(self._seconds):
            self.act()
        self._surroundings.database.close()

    def stop(self) -> None:
        """Let the run at hand end, and no other begin."""
        self._stopped.set()

    def act(self) -> None:
        """Audit if it is time, and tell what is known."""
        try:
            report = auditing.last(self._surroundings)
            if report is None or self._is_old(report):
                report = auditing.run(self._surroundings, by_the_clock=True) or report
                if report and report.verdict is Verdict.VIOLATED:
                    log.error("books violated", invariants=_violated(report))
        except NoChain:
            return
        except DatabaseUnavailable as error:
            log.warning("audit waits", reason=error.detail)
            return
        except SQLAlchemyError:
            # a schema that is still being made, for one
            log.exception("audit failed")
            return
        if report:
            tell(report)

    def _is_old(self, report: Report) -> bool:
        # threads of several processes wake a little before and after one another
        every = max(self._seconds * 0.9, report.seconds / _SHARE)
        return report.ran_at <= self._surroundings.clock.now() - timedelta(seconds=every)


def tell(report: Report) -> None:
    """Set this process's gauges to what a report says."""
    for result in report.results:
        known = result.verdict is not Verdict.UNKNOWN
        VIOLATIONS.labels(result.name).set(result.wrong if known else math.nan)
        ROWS.labels(result.name).set(result.checked + result.before)
        PENDING.labels(result.name).set(result.pending)
    RAN_AT.set(report.ran_at.timestamp())
    SECONDS.set(report.seconds)


def _violated(report: Report) -> list[str]:
    return [each.name for each in report.results if each.verdict is Verdict.VIOLATED]


def start(settings: Settings) -> Auditor:
    """Start the thread of this process."""
    auditor = Auditor(Auditing.of(settings), seconds=settings.audit_seconds)
    auditor.start()
    return auditor
