"""However many ask, a thing is worked out once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard_service.clients.kept import Kept
from suite.driving import wait_for


@pytest.fixture
def kept():
    return Kept(most=2, at_once=2)


def counting(values):
    return lambda: next(values)


def test_a_value_holds_as_long_as_its_stamp(kept):
    make = counting(iter("abc"))

    assert [kept.get("key", stamp, make) for stamp in (1, 1, 2, 2)] == ["a", "a", "b", "b"]


def test_what_was_not_asked_for_in_a_long_time_is_forgotten(kept):
    make = counting(iter("abcd"))

    found = [kept.get(key, 1, make) for key in ("one", "two", "one", "three", "one", "two")]

    assert found == ["a", "b", "a", "c", "a", "d"]


def test_twenty_who_ask_at_once_share_one_answer(kept):
    asked, go = [], threading.Event()

    def make():
        asked.append(1)
        go.wait(5)
        return "answer"

    with ThreadPoolExecutor(20) as people:
        waiting = [people.submit(kept.get, "key", 1, make) for _ in range(20)]
        wait_for(lambda: asked)
        go.set()
        answers = [each.result(5) for each in waiting]

    assert answers == ["answer"] * 20
    assert len(asked) == 1


def test_a_failure_is_told_to_all_who_wait_and_then_forgotten(kept):
    go, asked = threading.Event(), []

    def fail():
        asked.append(1)
        go.wait(5)
        raise ConnectionError

    with ThreadPoolExecutor(4) as people:
        waiting = [people.submit(kept.get, "key", 1, fail) for _ in range(4)]
        wait_for(lambda: asked)
        wait_for(lambda: people._work_queue.empty())
        go.set()
        failures = [each.exception(5) for each in waiting]

    assert all(isinstance(each, ConnectionError) for each in failures)
    assert kept.get("key", 1, lambda: "back again") == "back again"


def test_only_so_many_things_are_worked_out_at_a_time():
    kept, lock, running, most = Kept(most=20, at_once=2), threading.Lock(), [], []

    def make():
        with lock:
            running.append(1)
            most.append(len(running))
        threading.Event().wait(0.01)
        with lock:
            running.pop()

    with ThreadPoolExecutor(8) as people:
        for key in range(16):
            people.submit(kept.get, key, 1, make)

    assert len(most) == 16
    assert max(most) <= 2
