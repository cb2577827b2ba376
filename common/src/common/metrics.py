"""What Prometheus reads at /metrics, over all of a service's processes.

With PROMETHEUS_MULTIPROC_DIR set, every process writes its numbers into files of that folder and any of them answers
for all; gunicorn's hooks tell it which processes died. Without it (tests, a shell) the process answers for itself.
"""

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
    multiprocess,
    values,
)

REQUESTS = Counter(
    "http_requests_total", "Requests answered", ["service", "method", "route", "status"]
)
SECONDS = Histogram(
    "http_request_seconds",
    "Time from the first byte read to the answer handed over",
    ["service", "route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)

CONTENT_TYPE = CONTENT_TYPE_LATEST


def _many_processes() -> bool:
    # Which class prometheus-client chose when it was first imported says whether it saw the folder.
    return values.ValueClass is not values.MutexValue


def exposition() -> bytes:
    """All numbers in Prometheus' text format."""
    if not _many_processes():
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it has no types
    return generate_latest(registry)


def forget_process(pid: int) -> None:
    """Drop a dead worker's live gauges; its counters stay counted."""
    if _many_processes():
        multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]  # it has no types
