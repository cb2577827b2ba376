"""Many bookings at one moment: each order and each refund happens once, and stock comes out exact."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from api_service.collaborators import Collaborators
from api_service.errors import AlreadyRefunded, ReservationBooked, ReservationLapsed
from api_service.purchases.models.refunds import AskedRefund
from api_service.purchases.models.sales import Origin, Sale
from api_service.purchases.models.web_purchases import PaidOrder
from api_service.purchases.use_cases.refunds import book_refund
from api_service.purchases.use_cases.sales import record_sale
from api_service.purchases.use_cases.web_purchases import book_web_purchase
from api_service.stock.models.reservations import Asked
from api_service.stock.use_cases.reservations import pin, release, reserve
from common.access import Caller, Kind, Role

OWNER = Caller(Kind.DEMO, Role.OWNER)
WORKERS = 16


@pytest.fixture
def books(settings, clock):
    """As every test's, with a connection for each worker."""
    crowded = settings.model_copy(update={"database_pool_size": WORKERS})
    collaborators = Collaborators.of(crowded, clock=clock)
    yield collaborators
    collaborators.database.close()


@pytest.fixture
def at_once():
    """Do one thing for each of many, from many threads."""

    def at_once(act, each_of):
        with ThreadPoolExecutor(WORKERS) as pool:
            return list(pool.map(act, each_of))

    return at_once


@pytest.fixture
def paid(books):
    """An order of some lines whose reservation is pinned."""

    def paid(*lines):
        key = uuid.uuid4()
        reserve(books, Asked(lines=lines, coupons=(), total=None), key)
        pin(books, key)
        return order(key)

    return paid


def order(reservation_id):
    return PaidOrder(
        order_id=uuid.uuid4(),
        order_number="W1001",
        reservation_id=reservation_id,
        payment_id=uuid.uuid4(),
        capture_id=str(uuid.uuid4()),
        customer_name="Ada Holm",
        customer_email="ada@example.org",
        customer_id=None,
    )


def refund_of(purchase_id):
    refund_id = uuid.uuid4()
    return AskedRefund(refund_id, purchase_id, str(refund_id), "")


def rows(connection, statement):
    return [tuple(row) for row in connection.execute(text(statement))]


def assert_levels_are_their_movements(arrange):
    wrong = rows(
        arrange,
        "SELECT level.branch_id, level.product_id FROM books.level "
        "LEFT JOIN books.movement USING (branch_id, product_id) "
        "GROUP BY level.branch_id, level.product_id, level.quantity "
        "HAVING level.quantity <> coalesce(sum(movement.quantity), 0)",
    )
    assert wrong == []


def test_an_order_that_is_delivered_fifty_times_is_booked_once(books, arrange, at_once, paid):
    asked = paid((1, 2), (3, 1))

    booked = at_once(lambda _: book_web_purchase(books, asked), range(50))

    assert len({each.purchase for each in booked}) == 1
    assert sum(not each.repeated for each in booked) == 1
    assert rows(
        arrange,
        "SELECT quantity, reserved FROM books.level WHERE product_id = 1 AND branch_id = 'SMKT001'",
    ) == [(98, 0)]
    assert_levels_are_their_movements(arrange)


def test_a_refund_that_is_delivered_fifty_times_gives_back_once(books, arrange, at_once, paid):
    purchase = book_web_purchase(books, paid((1, 2), (3, 1))).purchase
    asked = refund_of(purchase.id)

    given = at_once(lambda _: book_refund(books, asked), range(50))

    assert sum(not each.repeated for each in given) == 1
    assert rows(arrange, "SELECT DISTINCT quantity FROM books.level") == [(100,)]
    assert_levels_are_their_movements(arrange)


def test_of_many_refunds_of_one_purchase_one_is_booked(books, arrange, at_once, paid):
    purchase = book_web_purchase(books, paid((1, 2))).purchase

    def give(_):
        try:
            return book_refund(books, refund_of(purchase.id))
        except AlreadyRefunded:
            return None

    assert sum(each is not None for each in at_once(give, range(20))) == 1
    assert rows(arrange, "SELECT count(*), sum(total_minor) FROM books.refund") == [(1, 480)]
    assert_levels_are_their_movements(arrange)


def test_a_booking_beside_its_release_is_one_or_the_other(books, arrange, at_once, paid):
    orders = [paid((1, 1), (2, 1)) for _ in range(40)]

    def act(number):
        asked = orders[number // 2]
        try:
            if number % 2:
                return book_web_purchase(books, asked).purchase.id
            return release(books, asked.reservation_id) and None
        except (ReservationLapsed, ReservationBooked):
            return None

    booked = [each for each in at_once(act, range(80)) if each]

    assert rows(arrange, "SELECT count(*) FROM books.purchase") == [(len(booked),)]
    assert rows(arrange, "SELECT sum(reserved) FROM books.level") == [(0,)]
    assert rows(
        arrange,
        "SELECT quantity FROM books.level WHERE product_id = 1 AND branch_id = 'SMKT001'",
    ) == [(100 - len(booked),)]
    assert_levels_are_their_movements(arrange)


def test_tills_that_sell_what_was_kept_leave_exact_books(books, arrange, at_once, paid):
    """A hundred units, sixty kept for orders, and tills that sell a hundred and twenty at the same moment."""
    orders = [paid((1, 2), (2, 1)) for _ in range(30)]

    def act(number):
        if number % 2:
            return book_web_purchase(books, orders[number // 2])
        sale = Sale(branch_id="SMKT001", lines=((2, 1), (1, 4)), origin=Origin.API)
        return record_sale(books, sale, uuid.uuid4(), caller=OWNER)

    at_once(act, range(60))

    assert rows(arrange, "SELECT sum(reserved), min(quantity) >= 0 FROM books.level") == [(0, True)]
    assert rows(
        arrange,
        "SELECT quantity FROM books.level WHERE product_id = 1 AND branch_id = 'SMKT001'",
    ) == [(0,)]
    found = rows(
        arrange,
        "SELECT sum(quantity) FROM books.movement WHERE kind = 'found' AND product_id = 1",
    )
    assert found == [(180 - 100,)]
    assert rows(arrange, "SELECT sum(quantity) FROM books.task WHERE product_id = 1") == found
    assert_levels_are_their_movements(arrange)


def test_the_database_refuses_what_the_code_should_never_ask(arrange, paid):
    paid((1, 2))

    returned_without_refund = (
        "INSERT INTO books.movement (branch_id, product_id, kind, quantity) "
        "VALUES ('SMKT001', 1, 'returned', 1)"
    )
    for statement in (
        "UPDATE books.level SET reserved = reserved - 3 WHERE product_id = 1",
        "UPDATE books.level SET quantity = -1 WHERE product_id = 1",
        "UPDATE books.reservation SET fingerprint = NULL",
        returned_without_refund,
    ):
        with pytest.raises(Exception, match="violates check constraint"):
            arrange.execute(text(statement))
