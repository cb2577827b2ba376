"""Who brought the card waits some seconds for books or a gateway that start anew, and for nobody who hangs."""

import time

import pytest

from cart_service.models.checkout import State
from cart_service.use_cases import checkouts, driving, waiting
from common import deadlines
from common.errors import NeighbourFailed


@pytest.mark.parametrize("after", [1, 6])
@pytest.mark.parametrize("name", ["reserve", "authorise"])
@pytest.mark.parametrize("how", ["away", "lost"])
def test_a_neighbour_that_is_back_in_time_is_asked_once_more_and_the_order_is_paid(
    books, gateway, orders, waits, pay, name, how, after
):
    owner = books if name == "reserve" else gateway
    out = getattr(owner, how)
    out.add(name)
    waits.after, waits.then = after, out.clear

    found = pay()

    assert (found.state, orders.paid, len(gateway.taken)) == (State.DONE, 1, 1)
    assert (len(books.held), len(gateway.payments)) == (1, 1)
    assert owner.calls.count(name) == after + 1
    assert len(waits.pauses) == after


def test_the_waiting_ends_while_the_checkout_is_still_its_drivers(books, gateway, waits, pay):
    books.away.add("reserve")

    found = pay()

    assert (found.state, found.why, gateway.calls) == (State.CANCELLED, "interrupted", [])
    assert sum(waits.pauses) + waiting.FOR_THE_REST <= driving._PATIENCE_SECONDS
    assert driving.AT_WORK.total_seconds() > driving._PATIENCE_SECONDS


def test_who_hangs_is_not_waited_for(monkeypatch, books, waits, pay):
    """A thread that waited again for each of them would keep the basket's pages waiting too."""
    passed = [0.0]
    monkeypatch.setattr(deadlines.time, "time", lambda at=time.time: at() + passed[0])
    reserve = books.reserve

    def hangs(*given):
        passed[0] += waiting.AT_ONCE + 0.1
        return reserve(*given)

    books.reserve = hangs
    books.away.add("reserve")

    assert pay().state is State.CANCELLED
    assert waits.pauses == []


@pytest.mark.parametrize("after", [0, 2])
def test_who_answers_500_is_not_waited_for(monkeypatch, books, waits, pay, after):
    """At once, or when they are back after having been away: they would fail over the same again."""
    reserve = books.reserve

    def fails(*given):
        if len(waits.pauses) == after:
            raise NeighbourFailed("the books failed over it")
        return reserve(*given)

    monkeypatch.setattr(books, "reserve", fails)
    books.away.add("reserve")

    assert pay().state is State.CANCELLED
    assert len(waits.pauses) == after


def test_a_few_wait_and_the_others_hear_at_once(books, waits, pay):
    books.away.add("reserve")
    for _ in range(2):
        waiting.MAY_WAIT.acquire(blocking=False)
    try:
        assert pay().state is State.CANCELLED
    finally:
        waiting.MAY_WAIT.release(2)
    assert waits.pauses == []
    assert pay("k2").state is State.CANCELLED
    assert len(waits.pauses) == len(waiting.PAUSES)


def test_the_sweeper_has_no_card_and_waits_for_nobody(
    filled, clock, gateway, waits, die_at, pay, settle, only
):
    die_at("checkout.after_authorise_intent")
    with pytest.raises(SystemExit):
        pay()
    gateway.away |= {"look"}
    clock.move(seconds=11)
    checkouts.sweep(filled)
    gateway.away.clear()
    settle()

    assert (only().state, waits.pauses) == (State.CANCELLED, [])
