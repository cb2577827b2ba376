"""The thread of each worker process that audits by the clock, and tells Prometheus what was found."""

import math
import threading
from datetime import timedelta

from prometheus_client import Gauge

from api_service.audit.collaborators import Auditing
from api_service.audit.models.results import Report, Verdict
from api_service.audit.models.rules import RULES
from api_service.audit.models.web_rules import STORE_RULES
from api_service.audit.use_cases import auditing
from api_service.audit.use_cases.judging import PRICES_AGAIN
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

#: After so many turns that brought no report the last one says nothing any more.
_TURNS = 3

#: Every rule there is, also before any report was seen.
_NAMES = (*(rule.name for rule in RULES), PRICES_AGAIN, *(rule.name for rule in STORE_RULES))


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
        self._last: Report | None = None

    def run(self) -> None:
        """Wait, audit, wait."""
        while not self._stopped.wait(self._seconds):
            try:
                self.act()
            except Exception:  # an auditor that ended would be noticed by nobody
                log.exception("audit not told")
        self._surroundings.database.close()

    def stop(self) -> None:
        """Let the run at hand end, and no other begin."""
        self._stopped.set()

    def act(self) -> None:
        """Audit if it is time, and tell what is known; whatever goes wrong, old news is not told for new."""
        try:
            self._look()
        except NoChain:
            self._last = None
        except DatabaseUnavailable as error:
            log.warning("audit waits", reason=error.detail)
        except Exception:  # a schema that is still being made, or what nobody thought of
            log.exception("audit failed")
        if self._last and not self._is_old(self._last, turns=_TURNS):
            tell(self._last)
        else:
            tell_nothing()

    def _look(self) -> None:
        """Remember the last report, or the one that is made because that is old."""
        self._last = auditing.last(self._surroundings) or self._last
        if self._last is None or self._is_old(self._last):
            report = auditing.run(self._surroundings, by_the_clock=True)
            self._last = report or self._last
            if report and report.verdict is Verdict.VIOLATED:
                log.error("books violated", invariants=_violated(report))

    def _is_old(self, report: Report, *, turns: int = 1) -> bool:
        """Whether so many turns have passed since; so is what a clock dated that far ahead, until it was put right."""
        # threads of several processes wake a little before and after one another
        every = max(self._seconds * 0.9, report.seconds / _SHARE)
        return report.age(self._surroundings.clock.now()) >= timedelta(seconds=every) * turns


def tell(report: Report) -> None:
    """Set this process's gauges to what a report says."""
    for result in report.results:
        known = result.verdict is not Verdict.UNKNOWN
        VIOLATIONS.labels(result.name).set(result.wrong if known else math.nan)
        ROWS.labels(result.name).set(result.checked + result.before)
        PENDING.labels(result.name).set(result.pending)
    RAN_AT.set(report.ran_at.timestamp())
    SECONDS.set(report.seconds)


def tell_nothing() -> None:
    """Let this process's gauges say that nobody knows; of when the last report was, they say still."""
    for name in _NAMES:
        VIOLATIONS.labels(name).set(math.nan)


def _violated(report: Report) -> list[str]:
    return [each.name for each in report.results if each.verdict is Verdict.VIOLATED]


def start(settings: Settings) -> Auditor:
    """Start the thread of this process."""
    auditor = Auditor(Auditing.of(settings), seconds=settings.audit_seconds)
    auditor.start()
    return auditor
