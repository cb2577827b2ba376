"""Many sales at one moment: each happens once, stock and receipts come out exact, nothing deadlocks."""

import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Timer

import pytest
from sqlalchemy import text

from api_service.errors import CouponUsed, WrongTotal
from api_service.purchases.models.sales import Origin, Sale
from api_service.purchases.use_cases.sales import record_sale
from common.access import Caller, Kind, Role
from common.money import Money
from common.pricing import Coupon

OWNER = Caller(Kind.DEMO, Role.OWNER)


def sale(*lines, branch="SMKT001", till=None, **changes):
    return Sale(branch_id=branch, lines=lines, origin=Origin.API, till_id=till, **changes)


@pytest.fixture
def at_once(books):
    """Book sales from many threads, and give what each became."""

    def at_once(asked):
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(lambda each: record_sale(books, *each, caller=OWNER), asked))

    return at_once


def rows(connection, statement):
    return [tuple(row) for row in connection.execute(text(statement))]


def test_fifty_repeats_at_once_are_one_purchase(at_once, arrange):
    key = uuid.uuid4()

    with arrange.engine.connect() as holding:
        # the first ones all look before any of them has booked: the level that they need is somebody's for a moment
        holding.execution_options(isolation_level="READ COMMITTED").execute(
            text("SELECT FROM books.level WHERE branch_id = 'SMKT001' FOR UPDATE")
        )
        Timer(0.3, holding.rollback).start()
        booked = at_once([(sale((1, 2), till="SMKT001-1"), key)] * 50)

    assert len({each.purchase for each in booked}) == 1
    assert sum(not each.repeated for each in booked) == 1
    assert rows(arrange, "SELECT count(*) FROM books.purchase") == [(1,)]
    assert rows(arrange, "SELECT last_number FROM books.receipt_counter") == [(1,)]
    assert rows(
        arrange, "SELECT quantity FROM books.level WHERE branch_id = 'SMKT001' AND product_id = 1"
    ) == [(98,)]


def test_fifty_repeats_at_once_without_stock_or_till_are_one_purchase_too(at_once, arrange):
    arrange.execute(text("INSERT INTO catalog.branch VALUES ('NEW', 'New', 'shop', '', 'UTC')"))
    key = uuid.uuid4()

    at_once([(sale((1, 2), branch="NEW"), key)] * 50)

    assert rows(arrange, "SELECT count(*) FROM books.purchase") == [(1,)]
    assert rows(arrange, "SELECT sum(quantity) FROM books.movement WHERE branch_id = 'NEW'") == [
        (0,)
    ]


def test_receipts_of_a_till_have_no_gap_under_parallel_sales(at_once, arrange):
    asked = [(sale((1, 1), till=f"SMKT001-{1 + number % 2}"), uuid.uuid4()) for number in range(80)]
    asked += random.Random(7).sample(asked, 40)  # some of them sent twice

    at_once(asked)

    numbers = rows(
        arrange,
        "SELECT till_id, count(*), min(receipt_number), max(receipt_number) FROM books.purchase "
        "GROUP BY till_id ORDER BY till_id",
    )
    assert numbers == [("SMKT001-1", 40, 1, 40), ("SMKT001-2", 40, 1, 40)]


def test_levels_are_the_sum_of_their_movements_whatever_is_sold_at_once(at_once, arrange):
    chance = random.Random(11)

    at_once(
        [
            (
                sale(
                    *chance.sample(
                        [(1, chance.randint(1, 5)), (2, 1), (3, 2)], k=chance.randint(1, 3)
                    )
                ),
                uuid.uuid4(),
            )
            for _ in range(150)
        ]
    )

    assert (
        rows(
            arrange,
            "SELECT level.product_id FROM books.level LEFT JOIN books.movement USING (branch_id, product_id) "
            "GROUP BY level.branch_id, level.product_id, level.quantity "
            "HAVING level.quantity <> coalesce(sum(movement.quantity), 0)",
        )
        == []
    )
    assert rows(arrange, "SELECT min(quantity) >= 0 FROM books.level") == [(True,)]


def test_the_found_units_of_a_race_for_the_last_ones_are_exact(at_once, arrange):
    at_once([(sale((1, 10)), uuid.uuid4()) for _ in range(30)])  # 300 of a hundred

    assert rows(arrange, "SELECT sum(quantity) FROM books.movement WHERE kind = 'found'") == [
        (200,)
    ]
    assert rows(arrange, "SELECT sum(quantity) FROM books.task") == [(200,)]


def test_sales_of_the_same_products_in_opposite_order_do_not_block_each_other(at_once):
    there, back = ((1, 1), (2, 1), (3, 1)), ((3, 1), (2, 1), (1, 1))

    booked = at_once(
        [(sale(*(there if number % 2 else back)), uuid.uuid4()) for number in range(200)]
    )

    assert len(booked) == 200


def test_a_price_that_changes_between_pricing_and_booking_is_noticed(books, arrange, monkeypatch):
    """The price rises just after the sale was priced, and just before it is booked."""
    from api_service.purchases.repository import sales as repository

    record_sale(
        books, sale((1, 1)), uuid.uuid4(), caller=OWNER
    )  # the process remembers the old price
    real = repository.record_sale
    raised = []

    def raise_first(connection, *arguments, **values):
        if not raised:
            raised.append(True)
            arrange.execute(text("INSERT INTO catalog.price VALUES (1, 2, 300)"))
            arrange.execute(text("UPDATE catalog.product SET price_version = 2 WHERE id = 1"))
        return real(connection, *arguments, **values)

    monkeypatch.setattr(repository, "record_sale", raise_first)

    booked = record_sale(books, sale((1, 1)), uuid.uuid4(), caller=OWNER)

    assert booked.purchase.total == Money(300, "EUR")
    with pytest.raises(WrongTotal):
        record_sale(books, sale((1, 1), total=Money(240, "EUR")), uuid.uuid4(), caller=OWNER)


def test_every_sale_balances(at_once, arrange):
    at_once([(sale((1, 3), (3, 2)), uuid.uuid4()) for _ in range(20)])

    assert (
        rows(
            arrange,
            """
        SELECT purchase.id FROM books.purchase
        WHERE total_minor <> (SELECT sum(total_minor) FROM books.line WHERE purchase_id = purchase.id)
           OR total_minor <> (SELECT sum(amount_minor) FROM books.tender WHERE purchase_id = purchase.id)
        """,
        )
        == []
    )


def test_of_many_sales_with_one_coupon_at_once_one_is_booked(books, promote, arrange):
    promote(Coupon(id=0, version=1, name="Welcome", code="WELCOME", basis_points=1000))
    asked = [
        (sale((1 + number % 3, 1), coupons=("WELCOME",)), uuid.uuid4()) for number in range(24)
    ]

    def attempt(each):
        try:
            return record_sale(books, *each, caller=OWNER)
        except CouponUsed:
            return None

    with ThreadPoolExecutor(8) as pool:
        booked = [each for each in pool.map(attempt, asked) if each]

    assert len(booked) == 1
    assert rows(arrange, "SELECT purchase_id FROM books.coupon_redemption") == [
        (booked[0].purchase.id,)
    ]
    assert rows(arrange, "SELECT count(*) FROM books.purchase") == [(1,)]
    assert rows(arrange, "SELECT sum(quantity) FROM books.movement WHERE kind = 'sale'") == [(-1,)]
