"""Many reservations at one moment: none sells what is not there, none is half kept, nothing deadlocks."""

import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from api_service.collaborators import Collaborators
from api_service.errors import CouponUsed, ReservationLapsed, SoldOut
from api_service.purchases.models.sales import Origin, Sale
from api_service.purchases.use_cases.sales import record_sale
from api_service.stock.models.reservations import Asked, ReservationState
from api_service.stock.use_cases.reservations import (
    expire,
    find_reservation,
    pin,
    release,
    reserve,
)
from common.access import Caller, Kind, Role
from common.pricing import Coupon

OWNER = Caller(Kind.DEMO, Role.OWNER)
SHOPPERS = 16


@pytest.fixture
def books(settings, clock):
    """As every test's, with a connection for each shopper."""
    crowded = settings.model_copy(update={"database_pool_size": SHOPPERS})
    collaborators = Collaborators.of(crowded, clock=clock)
    yield collaborators
    collaborators.database.close()


@pytest.fixture
def at_once():
    """Do one thing for each of many, from as many threads as there are shoppers."""

    def at_once(act, each_of):
        with ThreadPoolExecutor(SHOPPERS) as pool:
            return list(pool.map(act, each_of))

    return at_once


def asked(*lines, coupons=()):
    return Asked(lines=lines, coupons=coupons, total=None)


def attempt(books, wanted, key=None):
    """The reservation, or None where it is sold out."""
    try:
        return reserve(books, wanted, key or uuid.uuid4()).reservation
    except SoldOut:
        return None


def rows(connection, statement):
    return [tuple(row) for row in connection.execute(text(statement))]


def assert_reserved_is_what_lives(arrange):
    wrong = rows(
        arrange,
        """
        SELECT level.branch_id, level.product_id, level.reserved, kept.quantity
        FROM books.level LEFT JOIN (
          SELECT fulfilled_by, product_id, sum(quantity) AS quantity
          FROM books.reservation JOIN books.reservation_line AS line ON line.reservation_id = reservation.id
          WHERE state IN ('held', 'pinned') GROUP BY fulfilled_by, product_id
        ) AS kept ON kept.fulfilled_by = level.branch_id AND kept.product_id = level.product_id
        WHERE level.reserved <> coalesce(kept.quantity, 0)
        """,
    )
    assert wrong == []


def test_of_sixteen_shoppers_for_the_last_unit_one_gets_it(books, arrange, at_once):
    for _ in range(20):
        arrange.execute(text("UPDATE books.level SET quantity = reserved + 1"))

        kept = at_once(lambda _: attempt(books, asked((1, 1))), range(SHOPPERS))

        assert sum(each is not None for each in kept) == 1
    assert rows(arrange, "SELECT count(*) FROM books.reservation") == [(20,)]
    assert_reserved_is_what_lives(arrange)


def test_a_hot_product_is_sold_to_the_last_unit_and_not_beyond(books, arrange, at_once):
    chance = random.Random(5)
    wanted = [asked((1, chance.randint(1, 4))) for _ in range(200)]

    kept = [each for each in at_once(lambda each: attempt(books, each), wanted) if each]

    left = 100 - sum(each.lines[0].quantity for each in kept)
    assert 0 <= left < 4
    assert attempt(books, asked((1, left + 1))) is None
    assert_reserved_is_what_lives(arrange)


def test_opposite_orders_never_block_each_other(books, arrange, at_once):
    there, back = asked((1, 1), (3, 1)), asked((3, 1), (1, 1))

    def round_of(number):
        key = uuid.uuid4()
        kept = attempt(books, there if number % 2 else back, key)
        if kept is not None:
            release(books, key)
        return kept is not None

    assert all(at_once(round_of, range(400)))
    assert rows(arrange, "SELECT sum(reserved) FROM books.level") == [(0,)]
    assert rows(
        arrange, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    ) == [(0,)]


def test_tills_and_shoppers_for_the_same_products_never_block_each_other(books, arrange, at_once):
    arrange.execute(text("UPDATE books.level SET quantity = 10000"))

    def one_of(number):
        lines = ((1, 1), (2, 1), (3, 1)) if number % 3 else ((3, 1), (2, 1), (1, 1))
        if number % 2:
            return attempt(books, asked(*lines))
        sale = Sale(branch_id="SMKT001", lines=lines, origin=Origin.API)
        return record_sale(books, sale, uuid.uuid4(), caller=OWNER)

    assert all(at_once(one_of, range(300)))
    assert rows(arrange, "SELECT DISTINCT reserved FROM books.level ORDER BY 1") == [(0,), (150,)]
    assert_reserved_is_what_lives(arrange)


def test_fifty_repeats_at_once_are_one_reservation(books, arrange, at_once):
    key = uuid.uuid4()

    kept = at_once(lambda _: reserve(books, asked((1, 2)), key), range(50))

    assert len({each.reservation for each in kept}) == 1
    assert sum(not each.repeated for each in kept) == 1
    assert_reserved_is_what_lives(arrange)
    assert rows(arrange, "SELECT max(reserved) FROM books.level") == [(2,)]


def test_a_release_beside_its_reservation_leaves_nothing_kept(books, arrange, at_once):
    """Whichever comes first: the units are free in the end, and the reservation cannot come any more."""
    keys = [uuid.uuid4() for _ in range(60)]

    def act(number):
        key = keys[number // 6]
        try:
            return release(books, key) if number % 3 == 0 else reserve(books, asked((1, 1)), key)
        except ReservationLapsed:
            return None

    at_once(act, range(360))

    assert {find_reservation(books, key).state for key in keys} == {ReservationState.RELEASED}
    assert rows(arrange, "SELECT sum(reserved) FROM books.level") == [(0,)]


def test_a_pin_beside_the_sweep_keeps_everything_or_nothing(books, arrange, at_once, clock):
    """A pin that was answered keeps its units; one that came too late is told so."""
    keys = [attempt(books, asked((1, 1), (2, 1))).id for _ in range(100)]
    late = clock.now() + timedelta(minutes=15)

    def act(number):
        if number % 2:
            return expire(books.database, now=late)
        try:
            return pin(books, keys[number // 2]).id
        except ReservationLapsed:
            return None

    pinned = [each for each in at_once(act, range(200)) if isinstance(each, uuid.UUID)]

    for key in keys:
        state = find_reservation(books, key).state
        assert state is (ReservationState.PINNED if key in pinned else ReservationState.EXPIRED)
    assert_reserved_is_what_lives(arrange)
    assert rows(arrange, "SELECT max(reserved) FROM books.level") == [(len(pinned),)]


def test_many_workers_expire_each_reservation_once(books, arrange, at_once, clock):
    for _ in range(60):
        attempt(books, asked((1, 1)))
    clock.move(minutes=15)

    expired = at_once(lambda _: expire(books.database, now=clock.now()), range(8))

    assert sum(expired) == 60
    assert rows(arrange, "SELECT sum(reserved) FROM books.level") == [(0,)]


def test_of_shoppers_and_tills_with_one_coupon_one_has_it(books, arrange, at_once, promote):
    promote(Coupon(id=0, version=1, name="Welcome", code="WELCOME", basis_points=1000))

    def one_of(number):
        lines = ((1 + number % 3, 1),)
        try:
            if number % 2:
                return reserve(books, asked(*lines, coupons=("WELCOME",)), uuid.uuid4())
            sale = Sale(branch_id="SMKT001", lines=lines, origin=Origin.API, coupons=("WELCOME",))
            return record_sale(books, sale, uuid.uuid4(), caller=OWNER)
        except CouponUsed:
            return None

    assert sum(each is not None for each in at_once(one_of, range(48))) == 1
    assert rows(arrange, "SELECT count(*) FROM books.coupon_hold") == [(1,)]
    assert_reserved_is_what_lives(arrange)
