"""What both kinds of store promise, also to many at once."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from common.errors import PreconditionFailed, ServiceError
from common.stores import open_store
from order_service.collaborators import Collaborators
from order_service.errors import OrderCancelled
from order_service.models.parts import By
from order_service.models.status import Status
from order_service.models.wanted import Wanted
from order_service.repository import orders
from order_service.repository.tables import STEPS
from order_service.use_cases import delivering, moving, paying, placing, reading
from order_service.use_cases.moving import by_itself
from order_service.use_cases.seeing import Viewer
from order_service.worker import relay_of

CART = By("cart-service", "service")
OWNER = Viewer(By("Rosa", "owner"), everything=True)


@pytest.fixture
def placed(desk, drafted):
    def made():
        return placing.place(desk, *drafted(), CART).order

    return made


def pay(desk, order, capture_id="c0"):
    payment = replace(order.payment, capture_id=capture_id)
    return paying.pay(desk, order.id, payment, order.total, CART)


def at_once(count, act):
    """Do it in so many threads that start together; what came of each, failures included."""
    start = threading.Barrier(count)

    def one(number):
        start.wait()
        try:
            return act(number)
        except ServiceError as error:
            return error

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_what_was_placed_and_paid_is_there_in_another_process(desk, placed, store_url):
    order = pay(desk, placed())

    other = open_store(store_url, application="tests", package="order_service", steps=STEPS)
    with other.reading() as connection:
        found = orders.find(connection, order.id)
    other.close()

    assert found == order
    assert found.lines[0].discounts[0].name == "Pens 2 for 1"


def test_of_many_orders_at_once_each_has_its_numbers_and_none_is_missing(desk, placed):
    def buy(_):
        return [pay(desk, placed()) for _ in range(4)]

    bought = [order for each in at_once(6, buy) for order in each]

    assert sorted(order.number for order in bought) == [f"W{n}" for n in range(1001, 1025)]
    assert sorted(order.invoice_number for order in bought) == [
        f"2026-{n:06d}" for n in range(1, 25)
    ]


def test_a_payment_that_fails_half_way_takes_no_invoice_number(desk, placed, monkeypatch):
    first, second = placed(), placed()
    with monkeypatch.context() as broken:
        broken.setattr(orders, "keep", _fail)
        with pytest.raises(RuntimeError):
            pay(desk, first)
    with desk.store.reading() as connection:
        assert orders.find(connection, first.id).status is Status.PLACED
        assert connection.execute(text("SELECT count(*) FROM outbox")).scalar_one() == 0

    assert pay(desk, second).invoice_number == "2026-000001"
    assert pay(desk, first).invoice_number == "2026-000002"


def test_every_year_begins_with_its_first_invoice_where_the_company_is(desk, placed, clock):
    pay(desk, placed())
    clock.move(
        days=34, hours=12
    )  # 23:00 on New Year's Eve in UTC, which is past midnight in Amsterdam
    clock.move(hours=1)

    assert pay(desk, placed()).invoice_number == "2027-000001"


def test_an_id_that_comes_many_times_at_once_is_one_order(desk, drafted):
    draft, asked = drafted()

    made = at_once(6, lambda _: placing.place(desk, draft, asked, CART))

    assert {each.order.number for each in made} == {"W1001"}


def test_a_capture_that_is_told_many_times_at_once_pays_once(desk, placed):
    order = placed()

    paid = at_once(6, lambda _: pay(desk, order))

    assert {each.invoice_number for each in paid} == {"2026-000001"}
    with desk.store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM outbox")).scalar_one() == 3


def test_of_two_that_pay_and_cancel_at_once_no_money_is_left_behind(desk, placed):
    for _ in range(6):
        order = placed()

        def act(number, order=order):
            if number:
                return moving.cancel(desk, order.id, OWNER)
            return pay(desk, order)

        paid, _ = at_once(2, act)

        with desk.store.reading() as connection:
            now = orders.find(connection, order.id)
        assert now.status is Status.CANCELLED
        # either the checkout was told to give it back, or the order does so itself
        assert isinstance(paid, OrderCancelled) is (now.refund is None)


def test_of_many_editors_at_once_one_wins(desk, placed):
    order = pay(desk, placed())

    moved = at_once(
        5, lambda _: moving.move(desk, order.id, Status.PACKED, OWNER, version=order.version)
    )

    assert sum(isinstance(each, PreconditionFailed) for each in moved) == 4


def test_an_order_cancelled_by_many_at_once_is_refunded_once(desk, placed, deliver, gateway):
    order = pay(desk, placed())

    at_once(5, lambda _: moving.cancel(desk, order.id, by_itself(desk)))
    deliver()

    with desk.store.reading() as connection:
        now = orders.find(connection, order.id)
    assert [step.status.value for step in now.history] == [
        "placed",
        "paid",
        "cancelled",
        "refunded",
    ]
    assert list(gateway.refunds.values()) == [order.total]


def test_a_refund_that_the_version_before_asked_for_is_made_once(
    desk, placed, deliver, store_url, books, gateway
):
    order = pay(desk, placed())
    deliver()
    moving.cancel(desk, order.id, OWNER)
    with desk.store.writing() as connection:
        connection.execute(text("UPDATE outbox SET aggregate = :id"), {"id": str(order.id)})
        delivering.ask(connection, order, delivering.BOOK_REFUND, desk.now())
        connection.execute(text("DELETE FROM store_version WHERE version = :v"), {"v": len(STEPS)})

    upgraded = open_store(store_url, application="tests", package="order_service", steps=STEPS)
    with upgraded.reading():
        pass
    upgraded.close()
    deliver()

    assert list(gateway.refunds.values()) == [order.total]
    assert [act for act, _ in books.done].count("refund") == 1
    assert reading.outbox_facts(desk)["waiting"] == 0

    with desk.store.writing() as connection:
        delivering.ask(connection, order, delivering.BOOK_REFUND, desk.now())
    deliver()
    assert reading.outbox_facts(desk)["waiting"] == 0
    with desk.store.reading() as connection:
        assert [each.status for each in orders.find(connection, order.id).history].count(
            Status.REFUNDED
        ) == 1


@pytest.mark.parametrize("table", ["order_step", "order_line"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET order_id = order_id"])
def test_lines_and_steps_only_grow(desk, placed, table, statement):
    placed()

    with pytest.raises(DBAPIError, match="only grows"), desk.store.writing() as connection:
        connection.execute(text(statement.format(table)))


def test_the_places_of_facts_are_those_of_the_last_changes(desk, placed):
    one, two, three = placed(), placed(), placed()
    pay(desk, two)
    moving.cancel(desk, one.id, OWNER)

    found = reading.facts(desk, 0, 10)

    assert [each.id for each in found] == [three.id, two.id, one.id]
    assert [each.place for each in found] == [3, 4, 5]


def test_facts_of_an_order_that_somebody_spoilt_do_not_hide_the_others(desk, placed):
    one, two = placed(), placed()
    with desk.store.writing() as connection:
        spoil = text("UPDATE web_order SET vat = '[[900,' WHERE id = :id")
        connection.execute(spoil, {"id": str(one.id)})

    found = {each.id: each.vat for each in reading.facts(desk, 0, 10)}

    assert found[one.id] is None
    assert found[two.id] == [[900, 349, 31, 380], [2100, 826, 174, 1000]]


def test_a_message_that_was_put_there_in_the_future_is_told(desk, placed, clock):
    pay(desk, placed())
    clock.move(seconds=-90)

    told = reading.outbox_facts(desk)

    assert (told["waiting"], told["oldest_seconds"], told["ahead_seconds"]) == (3, 0, 90)


def test_orders_are_found_by_page_branch_and_words(desk, placed):
    made = [placed() for _ in range(5)]

    def page(branch_id=None, **wanted):
        found = reading.listed(desk, Wanted(**wanted), branch_id, 2)
        return [order.number for order in found.orders], found.older, found.newer

    assert page() == (["W1005", "W1004"], 1004, None)
    assert page(before=1004) == (["W1003", "W1002"], 1002, 1003)
    assert page(after=1003) == (["W1005", "W1004"], 1004, None)
    assert page(words="marta w1002") == (["W1002"], None, None)
    assert page(branch_id="SMKT002") == ([], None, None)
    assert len(reading.of_shopper(desk, None, [made[0].id, uuid.uuid4()])) == 1


def test_two_replicas_deliver_every_message_once(desk, placed, books, settings, clock, gateway):
    bought = [pay(desk, placed()) for _ in range(4)]
    twin = Collaborators.of(
        settings,
        store=desk.store,
        books=books,
        gateway=gateway,
        clock=clock,
        people=desk.door.people,
    )
    relays = [relay_of(desk), relay_of(twin)]

    for _ in range(4):
        at_once(2, lambda number: relays[number].round())

    booked = [about for act, about in books.done if act == "book"]
    assert sorted(booked) == sorted(order.number for order in bought)


def _fail(*_, **__):
    raise RuntimeError("the machine lost its power")
