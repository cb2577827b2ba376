"""Orders that were left half-way: what becomes of each, and when."""

import uuid
from dataclasses import replace
from threading import Semaphore

import pytest

from common.errors import NeighbourUnavailable
from common.leases import Lease
from common.service_client import Refusal
from order_service.use_cases import sweeping
from order_service.worker import Sweeper

#: On a file of SQLite and on PostgreSQL.
pytestmark = pytest.mark.usefixtures("store_url")


@pytest.fixture
def sweep(desk, clock):
    def swept(**after):
        clock.move(**after)
        return sweeping.sweep(desk)

    return swept


@pytest.fixture
def status(shop):
    def found(order):
        return shop.get(f"/api/v1/orders/{order['id']}").json["status"]

    return found


@pytest.fixture
def half_placed(shop, books, checkout):
    """An order that was stored, and whose goods nobody could be asked to hold."""
    shop.placed()
    body = checkout()
    books.away = True
    assert shop.place(body).status_code == 503
    books.away = False
    return body


def test_what_was_stored_and_not_held_is_held_later(half_placed, books, sweep, status):
    held = uuid.UUID(half_placed["reservation"]["id"])
    sweep(seconds=9)
    assert held not in books.pinned

    sweep(seconds=2)

    assert held in books.pinned
    assert status(half_placed) == "placed"


def test_what_cannot_be_held_any_more_is_cancelled(half_placed, books, sweep, status, shop):
    books.lapsed.add(uuid.UUID(half_placed["reservation"]["id"]))

    sweep(seconds=11)

    assert status(half_placed) == "cancelled"
    paying = half_placed | {"payment": {"id": half_placed["payment_id"]}}
    total = half_placed["reservation"]["total"]
    assert shop.pay(paying | {"total": total}).json["code"] == "order_cancelled"


def test_what_was_captured_without_a_word_becomes_paid(
    shop, gateway, sweep, status, deliver, books
):
    order = shop.placed()
    capture_id = str(uuid.uuid4())
    gateway.tells(order["payment"]["id"], "captured", 1380, capture_id)
    sweep(seconds=11)
    assert status(order) == "placed"

    sweep(seconds=50)

    assert status(order) == "paid"
    deliver()
    assert ("book", order["number"]) in books.done
    late = shop.pay(order, capture_id=capture_id)
    assert (late.status_code, late.json["invoice_number"]) == (200, "2026-000001")


@pytest.mark.parametrize("became", ["voided", "declined", None])
def test_a_payment_that_came_to_nothing_cancels_the_order(
    shop, gateway, sweep, status, became, books, deliver
):
    order = shop.placed()
    if became:
        gateway.tells(order["payment"]["id"], became)
    sweep(seconds=11)

    sweep(seconds=50)

    assert status(order) == "cancelled"
    deliver()
    assert [act for act, _ in books.done] == ["release"]


def test_what_is_only_authorised_is_left_to_the_checkout_for_a_day(shop, gateway, sweep, status):
    order = shop.placed()
    gateway.tells(order["payment"]["id"], "authorised")
    sweep(seconds=11)
    for _ in range(23):
        sweep(hours=1)
        assert status(order) == "placed"

    sweep(hours=1, minutes=5)

    assert status(order) == "cancelled"
    assert gateway.payments[uuid.UUID(order["payment"]["id"])].status == "voided"
    assert shop.pay(order).json["code"] == "order_cancelled"


def test_a_capture_that_is_faster_than_the_end_of_the_day_pays(
    shop, gateway, sweep, status, monkeypatch
):
    order = shop.placed()
    payment_id = order["payment"]["id"]
    gateway.tells(payment_id, "authorised")
    sweep(seconds=11)
    call_off = gateway.void

    def captured_before(asked):
        gateway.tells(payment_id, "captured", 1380, str(uuid.uuid4()))
        call_off(asked)

    monkeypatch.setattr(gateway, "void", captured_before)
    sweep(hours=25)
    assert status(order) == "placed"

    sweep(seconds=11)

    assert status(order) == "paid"


def test_an_order_of_the_documents_waits_a_day_and_asks_nobody(
    client, books, gateway, sweep, status
):
    body = {
        "customer": {"name": "M", "email": "m@example.org"},
        "items": [{"product_id": 1, "name": "Tomatoes", "quantity": 1, "price": 2.4}],
        "total": 2.4,
    }
    order = client.post("/api/orders", json=body).json
    books.away = gateway.away = True
    sweep(hours=23, minutes=59)
    assert status(order) == "placed"

    sweep(minutes=1)

    assert status(order) == "cancelled"
    assert sweep(days=3) == 0


def test_while_the_gateway_is_away_nothing_is_guessed(shop, gateway, sweep, status, desk, clock):
    order = shop.placed()
    sweep(seconds=11)
    gateway.away = True
    sweeper = Sweeper(desk, lease=Lease(desk.store, "test"), seconds=0.01)
    for _ in range(3):
        assert sweep(minutes=10) == 1
        assert status(order) == "placed"

    gateway.away = False
    clock.move(seconds=11)
    gateway.tells(order["payment"]["id"], "captured", 1380, str(uuid.uuid4()))
    assert sweeper.turn() == 1
    assert status(order) == "paid"


@pytest.mark.parametrize("minutes", [0, 30])
def test_one_that_a_clock_ran_ahead_with_is_looked_at_when_it_is_put_right(
    shop, gateway, sweep, status, minutes
):
    """It was placed while the clock ran ahead, or half an hour before."""
    before = shop.placed()
    gateway.tells(before["payment"]["id"], "authorised")
    sweep(minutes=minutes)
    sweep(hours=3)
    placed = shop.placed()
    sweep(seconds=11)
    for order in (before, placed):
        gateway.tells(order["payment"]["id"], "captured", 1380, str(uuid.uuid4()))

    sweep(hours=-3)
    sweep(seconds=61)

    assert (status(before), status(placed)) == ("paid", "paid")


def test_one_that_waits_for_its_turn_is_not_looked_at_before(shop, gateway, sweep):
    """However young it is, and also when it needs a person."""
    for became in ("authorised", "captured"):
        gateway.tells(shop.placed()["payment"]["id"], became, 1, str(uuid.uuid4()))
    looks = [sweep(seconds=10) for _ in range(6 * 15)]

    assert sum(looks) < 2 * 10


def test_one_that_needs_a_person_keeps_no_other_waiting(shop, gateway, sweep, status):
    wrong, right = shop.placed(), shop.placed()
    gateway.tells(wrong["payment"]["id"], "captured", 1, str(uuid.uuid4()))
    gateway.tells(right["payment"]["id"], "captured", 1380, str(uuid.uuid4()))
    sweep(seconds=11)

    sweep(seconds=50)

    assert (status(wrong), status(right)) == ("placed", "paid")


@pytest.mark.parametrize(
    "stumble", [Refusal(403, {"code": "not_allowed"}), NeighbourUnavailable(), TypeError("None")]
)
def test_whatever_fails_over_one_keeps_no_other_waiting(shop, gateway, sweep, status, stumble):
    first, second = shop.placed(), shop.placed()
    gateway.stumbles[uuid.UUID(first["payment"]["id"])] = stumble
    for order in (first, second):
        gateway.tells(order["payment"]["id"], "captured", 1380, str(uuid.uuid4()))
    sweep(seconds=11)

    assert sweep(seconds=50) == 2

    assert (status(first), status(second)) == ("placed", "paid")
    gateway.stumbles.clear()
    assert sweep(seconds=9) == 0
    assert sweep(seconds=2) == 1
    assert status(first) == "paid"


def test_while_the_books_are_away_the_gateway_is_heard(
    shop, books, gateway, sweep, status, checkout
):
    paid, waits = shop.placed(), checkout()
    gateway.tells(paid["payment"]["id"], "captured", 1380, str(uuid.uuid4()))
    sweep(seconds=11)
    books.away = True
    assert shop.place(waits).status_code == 503

    assert sweep(seconds=50) == 2

    assert (status(paid), status(waits)) == ("paid", "placed")


def test_a_sweeper_outlives_a_mistake(desk, monkeypatch):
    turns = Semaphore(0)

    def stumble(_):
        turns.release()
        raise TypeError

    monkeypatch.setattr(sweeping, "sweep", stumble)
    sweeper = Sweeper(desk, lease=Lease(desk.store, "test"), seconds=0.01)
    sweeper.start()

    assert turns.acquire(timeout=10)
    assert turns.acquire(timeout=10)
    sweeper.stop()
    sweeper.join(10)


def test_a_sweeper_that_is_not_the_holder_looks_at_nothing(desk, shop, clock):
    shop.placed()
    clock.move(seconds=11)
    first = Sweeper(desk, lease=Lease(desk.store, "sweep"))
    second = Sweeper(replace(desk), lease=Lease(desk.store, "sweep"))

    assert (first.turn(), second.turn()) == (1, 0)


def test_settled_orders_are_not_looked_at_again(shop, sweep):
    shop.paid()
    placed = shop.placed()
    shop.post(f"/api/v1/orders/{placed['id']}/cancel", {})

    assert sweep(days=2) == 0
