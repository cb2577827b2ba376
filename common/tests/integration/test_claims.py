"""An act under a key happens once, whatever becomes of the process that does it, and is answered alike ever after."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from common.claims import KEPT_SECONDS, Claims, Kept
from common.clock import SystemClock
from common.errors import IdempotencyKeyReused, InvalidRequest, NeighbourUnavailable
from common.idempotency import StillRunning
from common.stores import open_store
from common.testing.fakes import FrozenClock

STEPS = ("common:claims.sql",)
ASKED = b'{"amount": 5}'

CLAIM_AND_DIE = """
import os, sys
from sqlalchemy import text
from common.claims import Claims
from common.clock import SystemClock
from common.stores import open_store

def finish(connection):
    connection.execute(text("INSERT INTO charge VALUES (5)"))
    os._exit(137)

store = open_store(sys.argv[1], application="dies", package="common", steps=("common:claims.sql",))
asked = b'{"amount": 5}'
Claims(store, SystemClock(), seconds=30).run("POST /charges", "a key", asked, lambda: finish)
"""


@pytest.fixture
def store(store_url):
    opened = open_store(store_url, application="tests", package="common", steps=STEPS)
    with opened.writing() as connection:
        connection.execute(text("CREATE TABLE charge (amount integer NOT NULL)"))
    yield opened
    opened.close()


@pytest.fixture
def clock():
    return FrozenClock(datetime(2026, 11, 20, 12, tzinfo=UTC))


@pytest.fixture
def claims(store, clock):
    return Claims(store, clock, seconds=30)


def charging(amount=5):
    """An act that charges."""

    def finish(connection):
        connection.execute(text("INSERT INTO charge VALUES (:amount)"), {"amount": amount})
        number = connection.execute(text("SELECT count(*) FROM charge")).scalar_one()
        return Kept(201, f'{{"charge": {number}}}')

    return finish


def charging_act():
    return charging()


def charges(store):
    with store.reading() as connection:
        return list(connection.execute(text("SELECT amount FROM charge")).scalars())


def run(claims, act, *, key="a key", asked=ASKED, scope="POST /charges"):
    return claims.run(scope, key, asked, act)


def test_a_repeat_is_answered_as_the_first_time_and_does_nothing(claims, store):
    first = run(claims, charging_act)
    run(claims, charging_act, key="another key")

    assert run(claims, charging_act) == first == Kept(201, '{"charge": 1}')
    assert charges(store) == [5, 5]


def test_something_else_under_the_key_is_refused(claims, store):
    run(claims, charging_act)

    with pytest.raises(IdempotencyKeyReused):
        run(claims, charging_act, asked=b'{"amount": 6}')
    assert run(claims, charging_act, scope="POST /refunds").body == '{"charge": 2}'
    assert charges(store) == [5, 5]


def test_of_many_at_once_one_acts_and_the_others_are_told_to_wait(claims, store):
    start, working = threading.Barrier(6), threading.Event()

    def act():
        working.wait(10)
        return charging()

    def ask(_):
        start.wait()
        try:
            return run(claims, act)
        except StillRunning as told:
            return told.headers["Retry-After"]
        finally:
            working.set()

    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(ask, range(6)))

    assert charges(store) == [5]
    assert set(answers) == {"1", Kept(201, '{"charge": 1}')}


def test_what_a_dead_process_claimed_is_done_again_after_a_while_and_not_answered_as_done(
    store, store_url, clock
):
    command = [sys.executable, "-c", CLAIM_AND_DIE, store_url]
    died = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert died.returncode == 137, died.stderr
    clock.set(SystemClock().now())
    claims = Claims(store, clock, seconds=30)
    with pytest.raises(StillRunning):
        run(claims, charging_act)

    clock.move(seconds=31)

    assert run(claims, charging_act).body == '{"charge": 1}'
    assert charges(store) == [5]


def test_who_was_too_slow_and_was_followed_leaves_no_effect(claims, store, clock):
    def slow():
        clock.move(seconds=31)
        assert run(claims, lambda: charging(7)).status == 201
        return charging(5)

    with pytest.raises(StillRunning):
        run(claims, slow)

    assert charges(store) == [7]
    assert run(claims, charging_act).body == '{"charge": 1}'


def test_a_refusal_is_not_kept_and_its_key_may_ask_for_something_else(claims, store):
    def refuse():
        raise InvalidRequest("too little")

    with pytest.raises(InvalidRequest):
        run(claims, refuse)

    assert run(claims, charging_act, asked=b'{"amount": 8}').status == 201
    assert charges(store) == [5]


def test_after_an_unknown_outcome_the_same_request_goes_on_at_once_and_no_other(claims, store):
    def lost():
        raise NeighbourUnavailable

    with pytest.raises(NeighbourUnavailable):
        run(claims, lost)

    with pytest.raises(IdempotencyKeyReused):
        run(claims, charging_act, asked=b'{"amount": 8}')
    assert run(claims, charging_act).status == 201
    assert charges(store) == [5]


def test_an_effect_that_fails_keeps_no_answer(claims, store):
    def act():
        def finish(connection):
            charging()(connection)
            raise KeyError("half way")

        return finish

    with pytest.raises(KeyError):
        run(claims, act)

    assert charges(store) == []
    assert run(claims, charging_act).status == 201


def test_a_key_is_known_for_a_day(claims, store, clock):
    run(claims, charging_act)
    clock.move(seconds=KEPT_SECONDS - 1)
    with store.writing() as connection:
        assert claims.forget_older(connection, clock.now()) == 0
    clock.move(seconds=2)
    with store.writing() as connection:
        assert claims.forget_older(connection, clock.now()) == 1
