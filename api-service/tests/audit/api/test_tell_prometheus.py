"""The thread that audits by the clock: its gauges, and what it does when nothing can be asked."""

import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from prometheus_client import REGISTRY

from api_service.audit import worker
from api_service.audit.collaborators import Auditing
from api_service.audit.models import results
from api_service.audit.models.facts import Source
from api_service.audit.use_cases import auditing
from api_service.audit.worker import Auditor
from common.testing.fakes import FrozenClock


@pytest.fixture
def clock():
    return FrozenClock(datetime.now(UTC))


def gauge(name, **labels):
    return REGISTRY.get_sample_value(name, labels)


def violations(rule):
    return gauge("books_violations", invariant=rule)


def test_a_round_tells_every_rule(thread, sell, tamper):
    sell()
    tamper("UPDATE books.level SET quantity = quantity + 1 WHERE product_id = 1")

    thread.act()

    assert violations("levels_are_movements") == 2
    assert violations("tenders_make_totals") == 0
    assert gauge("books_audit_rows", invariant="levels_are_movements") == 6
    assert gauge("books_audit_timestamp_seconds") == pytest.approx(clock_of(thread))


def clock_of(thread):
    return thread._surroundings.clock.now().timestamp()


def test_what_is_not_known_is_no_number(thread, stores):
    stores.away = {Source.LEDGER}

    thread.act()

    assert math.isnan(violations("payments_happen_once"))
    assert violations("paid_orders_are_booked") == 0


def test_a_fresh_report_is_told_and_not_made_again(thread, clock, tamper):
    thread.act()
    tamper("UPDATE books.level SET quantity = quantity + 1 WHERE product_id = 1")

    clock.move(seconds=20)
    thread.act()
    assert violations("levels_are_movements") == 0

    clock.move(seconds=20)
    thread.act()
    assert violations("levels_are_movements") == 2


def test_another_processes_report_is_told_too(thread, surroundings, clock, tamper):
    tamper("UPDATE books.level SET quantity = quantity + 1 WHERE product_id = 1")
    auditing.run_now(replace(surroundings, clock=clock))
    tamper("UPDATE books.level SET quantity = quantity - 1 WHERE product_id = 1")

    thread.act()

    assert violations("levels_are_movements") == 2


def test_an_audit_takes_a_tenth_of_the_time_at_most(thread, clock, surroundings):
    slow = auditing.run_now(replace(surroundings, clock=clock))

    clock.move(seconds=40)
    assert thread._is_old(replace(slow, seconds=1.0))
    assert not thread._is_old(replace(slow, seconds=6.0))


def test_books_that_are_away_are_waited_for(settings, stores):
    nowhere = settings.model_copy(
        update={"database_url": "postgresql+psycopg2://nobody@127.0.0.1:1/nothing"}
    )

    Auditor(Auditing.of(nowhere, stores=stores), seconds=30).act()


def test_every_rule_is_known_by_its_name_before_any_report(audit):
    assert sorted(worker._NAMES) == sorted(each.name for each in audit().results)


def test_a_report_that_a_clock_dated_ahead_is_made_again_once_the_clock_is_right(
    thread, clock, tamper
):
    clock.move(hours=1)
    thread.act()
    tamper("UPDATE books.level SET quantity = quantity + 1 WHERE product_id = 1")

    clock.move(hours=-1)
    thread.act()

    assert violations("levels_are_movements") == 2


def test_so_is_what_is_judged_less_often(thread, clock, tamper, monkeypatch):
    monkeypatch.setattr(results, "_SHORT", 0.0)
    monkeypatch.setattr(results, "_SHARE", 1e-4)
    clock.move(days=30)
    thread.act()
    tamper("UPDATE books.level SET quantity = quantity + 1 WHERE product_id = 1")

    clock.move(days=-30)
    thread.act()

    assert violations("levels_are_movements") == 2


def test_what_takes_long_is_judged_less_often_by_the_clock_and_at_once_when_somebody_asks(
    thread, clock, surroundings, tamper, monkeypatch
):
    monkeypatch.setattr(results, "_SHORT", 0.0)
    monkeypatch.setattr(results, "_SHARE", 1e-9)
    thread.act()
    tamper("UPDATE books.level SET quantity = quantity + 1 WHERE product_id = 1")

    clock.move(seconds=40)
    thread.act()
    assert violations("levels_are_movements") == 0

    found = auditing.run_now(replace(surroundings, clock=clock))
    assert found.wrong == 2


def test_what_is_wrong_is_judged_in_every_run(thread, clock, tamper, monkeypatch):
    monkeypatch.setattr(results, "_SHORT", 0.0)
    monkeypatch.setattr(results, "_SHARE", 1e-9)
    tamper("UPDATE books.level SET quantity = quantity + 1 WHERE product_id = 1")
    thread.act()
    tamper("UPDATE books.level SET quantity = quantity - 1 WHERE product_id = 1")

    clock.move(seconds=40)
    thread.act()

    assert violations("levels_are_movements") == 0
