"""One holder at a time, in any number of processes; another follows where the holder died."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from common.leases import Lease
from common.stores import open_store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def later(seconds):
    return NOON + timedelta(seconds=seconds)


@pytest.fixture
def store(store_url):
    opened = open_store(store_url, application="tests", package="common", steps=("leases.sql",))
    yield opened
    opened.close()


def test_of_many_that_offer_themselves_one_holds_it(store):
    offers = [Lease(store, "sweep", holder=str(number)) for number in range(8)]
    start = threading.Barrier(8)

    def take(lease):
        start.wait()
        return lease.take(NOON)

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(take, offers))

    assert taken.count(True) == 1


def test_its_holder_keeps_it_and_the_next_follows_when_it_ran_out(store):
    first, second = (Lease(store, "sweep", seconds=10) for _ in range(2))

    assert first.take(NOON)
    assert not second.take(later(9))
    assert first.take(later(9))
    assert not second.take(later(18))
    assert second.take(later(19))
    assert not first.take(later(20))


def test_one_that_a_clock_ran_ahead_with_is_free_when_it_is_put_right(store):
    first, second = (Lease(store, "sweep", seconds=10) for _ in range(2))
    assert first.take(later(3600))

    assert not second.take(later(3590))  # it may still be another's, whose clock is a little ahead
    assert second.take(NOON)
    assert not first.take(later(1))
    assert first.take(later(10))


def test_its_holder_takes_it_anew_when_its_clock_was_put_right(store):
    first, second = (Lease(store, "sweep", seconds=10) for _ in range(2))
    assert first.take(later(3600))

    assert first.take(NOON)
    assert not second.take(later(9))
    assert second.take(later(10))


def test_a_holder_asks_the_store_only_when_half_of_it_is_over(store, monkeypatch):
    lease = Lease(store, "sweep", seconds=10)
    assert lease.take(NOON)
    asked = []
    monkeypatch.setattr(store, "reading", lambda: asked.append(1))

    assert lease.take(later(4))
    assert asked == []


def test_what_was_given_up_is_free_at_once_and_only_by_its_holder(store):
    first, second = (Lease(store, "sweep") for _ in range(2))
    assert first.take(NOON)

    second.give_up()
    assert not second.take(NOON)
    first.give_up()
    assert second.take(NOON)


def test_it_is_held_while_a_block_runs(store):
    first, second = (Lease(store, "sweep") for _ in range(2))

    with first.held(NOON) as mine, second.held(NOON) as also_mine:
        assert (mine, also_mine) == (True, False)
    with second.held(NOON) as mine:
        assert mine


def test_each_task_has_its_own(store):
    assert Lease(store, "sweep").take(NOON)
    assert Lease(store, "relay").take(NOON)


def test_a_process_that_was_forked_off_does_not_hold_what_its_parent_holds(store, monkeypatch):
    lease = Lease(store, "sweep")
    assert lease.take(NOON)

    monkeypatch.setattr(os, "getpid", lambda: -1)

    assert not lease.take(NOON)
