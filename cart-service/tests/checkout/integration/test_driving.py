"""A checkout on both kinds of store: every answer lost, every neighbour away, every crash, and never two payments."""

import pytest
from sqlalchemy import text

from cart_service.clients.gateway import (
    PaymentNotAuthorised,
    PaymentStatus,
    PaymentVoided,
    RefundTooLarge,
)
from cart_service.errors import CheckoutRunning
from cart_service.models.checkout import State
from cart_service.use_cases import checkouts
from cart_service.use_cases.baskets import Whose

MINE = Whose("a-visitors-own-basket")


@pytest.mark.parametrize("lost", ["reserve", "authorise", "place", "capture", "pay"])
def test_a_lost_answer_ends_once_and_within_a_minute(
    filled, books, gateway, orders, lost, pay, settle
):
    owner = next(each for each in (books, gateway, orders) if hasattr(each, lost))
    owner.lost.add(lost)
    found = pay()
    owner.lost.clear()
    settle()

    ended = checkouts.look(filled, MINE, found.id)
    if lost == "reserve":
        assert (ended.state, books.held, gateway.taken) == (State.CANCELLED, {}, [])
    else:
        assert (ended.state, orders.paid, len(gateway.taken)) == (State.DONE, 1, 1)


@pytest.mark.parametrize("name", ["reserve", "authorise", "place", "capture", "pay"])
def test_a_neighbour_that_is_away_is_waited_for_or_undone(
    filled, clock, books, gateway, orders, name, pay, settle
):
    owner = next(each for each in (books, gateway, orders) if hasattr(each, name))
    owner.away |= {name, "look"}
    found = pay()
    for _ in range(4):
        clock.move(seconds=10)
        checkouts.sweep(filled)
    owner.away.clear()
    settle()

    ended = checkouts.look(filled, MINE, found.id)
    if name == "pay":
        assert (ended.state, orders.paid, len(gateway.taken)) == (State.DONE, 1, 1)
        return
    assert (ended.state, books.held, gateway.taken) == (State.CANCELLED, {}, [])
    assert orders.paid == 0
    assert set(orders.orders.values()) <= {"cancelled"}
    assert all(each.status is PaymentStatus.VOIDED for each in gateway.payments.values())


POINTS = (
    "after_reserve_intent",
    "after_reserve",
    "after_authorise_intent",
    "after_authorise",
    "after_place",
    "after_capture_intent",
    "after_capture",
    "after_paid",
    "before_reply",
)


@pytest.mark.parametrize("name", POINTS)
def test_a_crash_is_swept_up_within_a_minute(
    filled, books, gateway, orders, die_at, name, pay, settle, lying
):
    die_at(f"checkout.{name}")
    with pytest.raises(SystemExit):
        pay()
    settle()

    paid = POINTS.index(name) >= POINTS.index("after_authorise")
    with filled.store.reading() as connection:
        state, why = connection.execute(text("SELECT state, why FROM checkout")).one()
    assert (state, why) == (("done", "") if paid else ("cancelled", "interrupted"))
    assert (orders.paid, len(gateway.taken), len(books.held)) == ((1, 1, 1) if paid else (0, 0, 0))
    assert lying() == ({} if paid else {"Coffee mug": 2})


@pytest.mark.parametrize("waits", [0, 12, 60])
@pytest.mark.parametrize("name", POINTS)
def test_after_a_crash_a_repeat_pays_once(clock, gateway, orders, die_at, name, waits, pay, settle):
    """The same key at once, when it was just left alone, or when it was swept up."""
    die_at(f"checkout.{name}")
    with pytest.raises(SystemExit):
        pay()
    clock.move(seconds=waits)
    if waits == 60:
        settle()
    try:
        found = pay()
    except CheckoutRunning:
        settle()
        found = pay()

    assert (found.state, orders.paid, len(gateway.taken)) == (State.DONE, 1, 1)


@pytest.mark.parametrize("name", ["after_reserve", "after_authorise", "after_capture"])
def test_a_crash_under_a_clock_that_ran_ahead_is_swept_up_when_it_is_put_right(
    clock, gateway, orders, die_at, name, pay, settle
):
    clock.move(hours=1)
    die_at(f"checkout.{name}")
    with pytest.raises(SystemExit):
        pay()

    clock.move(hours=-1)
    settle()

    paid = name != "after_reserve"
    assert (orders.paid, len(gateway.taken)) == ((1, 1) if paid else (0, 0))


def test_what_somebody_is_at_work_on_is_left_to_them_by_a_clock_that_is_a_little_behind(
    filled, clock, die_at, pay, only
):
    die_at("checkout.after_authorise")
    with pytest.raises(SystemExit):
        pay()

    clock.move(seconds=-8)

    assert checkouts.sweep(filled) == 0
    assert only().state is State.RESERVED


def test_a_payment_that_arrives_after_it_was_called_off_is_none(gateway, die_at, pay, settle, only):
    die_at("checkout.after_authorise_intent")
    with pytest.raises(SystemExit):
        pay()
    settle()
    (payment,) = gateway.payments.values()

    assert payment.status is PaymentStatus.VOIDED
    assert payment.id == only().payment_id


def test_an_old_one_is_undone_and_not_paid_hours_later(
    clock, gateway, orders, die_at, pay, settle, only
):
    die_at("checkout.after_capture_intent")
    with pytest.raises(SystemExit):
        pay()
    clock.move(hours=2)
    settle()

    assert only().state is State.CANCELLED
    assert (gateway.taken, set(orders.orders.values())) == ([], {"cancelled"})


def test_money_that_was_taken_goes_forward_however_late(
    clock, gateway, orders, die_at, pay, settle, only
):
    die_at("checkout.after_capture")
    with pytest.raises(SystemExit):
        pay()
    clock.move(hours=2)
    settle()

    assert only().state is State.DONE
    assert (len(gateway.taken), orders.paid) == (1, 1)


@pytest.mark.parametrize("refusal", [RefundTooLarge, PaymentNotAuthorised, PaymentVoided])
def test_a_refund_that_the_gateway_refuses_is_left_to_a_person(
    filled, clock, gateway, call_off, refusal, pay, settle, only
):
    refund, asked = gateway.refund, []

    def refuses(*given):
        asked.append(given)
        raise refusal

    gateway.refund = refuses
    call_off()
    left = pay()
    assert (left.state, left.ending) == (State.CAPTURED, State.CANCELLED)
    for _ in range(6):
        clock.move(seconds=10)
        checkouts.sweep(filled)
    assert len(asked) == 1
    gateway.refund = refund
    clock.move(hours=1)
    settle()
    assert (only().state, gateway.taken) == (State.CANCELLED, [])


def test_goods_that_were_let_go_before_the_order_cancel_the_payment(books, gateway, pay):
    authorise = gateway.authorise

    def too_slowly(payment_id, *given, **named):
        for held in list(books.held):
            books.release(held)
        return authorise(payment_id, *given, **named)

    gateway.authorise = too_slowly
    found = pay()

    assert (found.state, found.why) == (State.SOLD_OUT, "lapsed")
    assert gateway.taken == []


def test_whoever_was_overtaken_stops(filled, clock, gateway, pay):
    """A driver that hung is taken over by the sweeper; when it wakes up it changes nothing any more."""
    authorise = gateway.authorise

    def hangs(*given, **named):
        clock.move(seconds=20)
        checkouts.sweep(filled)
        return authorise(*given, **named)

    gateway.authorise = hangs
    found = pay()

    assert found.state is State.CANCELLED
    assert gateway.taken == []
