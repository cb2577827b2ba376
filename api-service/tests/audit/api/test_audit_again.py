"""The thread that audits by the clock goes on after whatever went wrong, and then tells no old news for new."""

import math
from datetime import UTC, datetime

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import text

from api_service.audit import worker
from api_service.audit.use_cases import auditing
from api_service.audit.worker import Auditor
from common.errors import DatabaseUnavailable
from common.testing.fakes import FrozenClock

FAILURES = [
    ValueError("a row that nobody thought of"),
    RuntimeError("can't start new thread"),
    MemoryError(),
    DatabaseUnavailable(),
]


@pytest.fixture
def clock():
    return FrozenClock(datetime.now(UTC))


def violations(rule):
    return REGISTRY.get_sample_value("books_violations", {"invariant": rule})


class Failing:
    """Fails each time, and counts how often it was asked."""

    def __init__(self, failure):
        self.failure = failure
        self.asked = 0

    def __call__(self, *_args, **_named):
        self.asked += 1
        raise self.failure


@pytest.mark.parametrize("where", ["last", "run"])
@pytest.mark.parametrize("failure", FAILURES)
def test_it_audits_again_after_any_failure_until_it_is_stopped(
    surroundings, monkeypatch, eventually, where, failure
):
    failing = Failing(failure)
    monkeypatch.setattr(auditing, where, failing)

    _goes_on(Auditor(surroundings, seconds=0.001), failing, eventually)


def test_it_audits_again_after_it_could_not_tell(surroundings, monkeypatch, eventually):
    """The gauges are in files, for which there may be no room."""
    failing = Failing(OSError("no space left on device"))
    monkeypatch.setattr(worker, "tell", failing)

    _goes_on(Auditor(surroundings, seconds=0.001), failing, eventually)


@pytest.mark.parametrize("failure", FAILURES)
def test_what_was_found_long_ago_is_no_number_while_audits_fail(
    thread, clock, monkeypatch, failure
):
    thread.act()
    monkeypatch.setattr(auditing, "run", Failing(failure))

    clock.move(seconds=60)
    thread.act()
    assert violations("levels_are_movements") == 0

    clock.move(seconds=60)
    thread.act()
    assert math.isnan(violations("levels_are_movements"))
    assert math.isnan(violations("lines_price_again"))
    assert math.isnan(violations("nothing_waits"))

    monkeypatch.undo()
    thread.act()
    assert violations("levels_are_movements") == 0


def test_nor_is_it_while_whoever_audits_comes_to_no_end(thread, clock, arrange):
    thread.act()
    arrange.execute(text("SELECT pg_advisory_lock(7420014)"))

    clock.move(minutes=2)
    thread.act()

    assert math.isnan(violations("levels_are_movements"))


def test_a_process_that_never_saw_a_report_says_that_nothing_is_known(thread, monkeypatch):
    """Else what a process told that ended meanwhile would stand."""
    thread.act()
    monkeypatch.setattr(auditing, "last", Failing(ValueError("strange")))

    Auditor(thread._surroundings, seconds=30).act()

    told = {rule for rule in worker._NAMES if not math.isnan(violations(rule))}
    assert told == set()


def _goes_on(auditor, failing, eventually):
    """See it try again and again, until it is stopped."""
    auditor.start()
    eventually(lambda: failing.asked > 3)
    auditor.stop()
    auditor.join(timeout=10)

    assert not auditor.is_alive()
