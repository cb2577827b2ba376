"""Web orders that were paid: what is booked, where its units come from, and what a repeat gives."""

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from api_service.analytics.use_cases import folding
from common.pricing import Coupon, MultiBuy


def eur(minor):
    return {"minor": minor, "currency": "EUR"}


def rows(connection, statement):
    return [tuple(row) for row in connection.execute(text(statement))]


@pytest.fixture
def pinned(reserve, asks):
    """The id of a reservation that an order has pinned."""

    def pinned(*lines, **changes):
        key = reserve(*lines, **changes).json["id"]
        asks("put", f"/api/v1/reservations/{key}/pin")
        return key

    return pinned


def test_a_reservation_becomes_a_purchase_of_the_web(pinned, book, level, arrange, asks):
    key = pinned((1, 2), (3, 1))

    booked = book(key)

    assert booked.status_code == 201
    assert (booked.json["origin"], booked.json["branch_id"], booked.json["till_id"]) == (
        "web",
        "WEB",
        None,
    )
    assert booked.json["total"] == eur(1230)
    assert [line["name"] for line in booked.json["lines"]] == ["Tomatoes", "Coffee mug"]
    assert [each["kind"] for each in booked.json["tenders"]] == ["card"]
    assert (level(1), level(3)) == ((98, 0), (99, 0))
    assert rows(
        arrange,
        "SELECT branch_id, product_id, kind, quantity FROM books.movement "
        "WHERE purchase_id IS NOT NULL ORDER BY product_id",
    ) == [("SMKT001", 1, "sale", -2), ("SMKT001", 3, "sale", -1)]
    assert asks("get", f"/api/v1/reservations/{key}").json["state"] == "booked"


@pytest.mark.parametrize(
    ("paid", "sold"), [(4, 4), (-5, 0), (90, 60), (None, 60)], ids=["so", "early", "late", "unsaid"]
)
def test_it_is_sold_when_it_was_paid_and_never_before_it_was_kept_or_later_than_now(
    pinned, book, clock, client, paid, sold
):
    reserved = clock.now()
    key = pinned((1, 2))
    clock.move(minutes=60)
    told = {} if paid is None else {"paid_at": (reserved + timedelta(minutes=paid)).isoformat()}

    booked = book(key, **told)

    assert datetime.fromisoformat(booked.json["sold_at"]) == reserved + timedelta(minutes=sold)
    assert client.get(booked.headers["Location"]).json["sold_at"] == booked.json["sold_at"]
    assert book(key).data == booked.data


@pytest.mark.parametrize(
    "paid_at",
    [
        "2026-11-20T15:20:00",
        "2026-11-20T15:20:00+16:00",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        1795187000,
    ],
)
def test_what_is_no_moment_is_not_when_it_was_paid(pinned, book, arrange, paid_at):
    refused = book(pinned((1, 2)), paid_at=paid_at)

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/paid_at")
    assert rows(arrange, "SELECT count(*) FROM books.purchase") == [(0,)]


def test_a_sale_that_the_books_hear_of_a_day_late_counts_for_its_own_day_on_both_sides_of_a_fold(
    pinned, book, clock, client, settings
):
    paid = clock.now()
    early, late = pinned((1, 2)), pinned((1, 1))
    clock.move(days=1)
    address = "/api/v1/reports/sales?from=2026-11-20&to=2026-11-20&branch=WEB"

    book(early, paid_at=paid.isoformat())
    assert client.get(address).json["totals"]["total"] == eur(480)
    folding.fold(folding.folding_database(settings.database_url))
    book(late, paid_at=paid.isoformat())
    assert client.get(address).json["totals"]["total"] == eur(720)
    folding.fold(folding.folding_database(settings.database_url))
    assert client.get(address).json["totals"]["total"] == eur(720)


def test_nothing_is_priced_again(pinned, book, promote, arrange):
    promote(
        MultiBuy(id=0, version=1, name="Three for two", units=3, paid=2, product_ids=frozenset({1}))
    )
    key = pinned((1, 3))
    arrange.execute(text("INSERT INTO catalog.price VALUES (1, 2, 9900)"))
    arrange.execute(
        text("UPDATE catalog.product SET price_version = 2, name = 'Dear' WHERE id = 1")
    )
    arrange.execute(text("UPDATE catalog.promotion SET archived_at = now()"))

    line = book(key).json["lines"][0]

    assert (line["name"], line["unit_price"], line["total"]) == ("Tomatoes", eur(240), eur(480))
    assert line["discounts"][0]["name"] == "Three for two"
    assert rows(arrange, "SELECT price_version, department FROM books.line") == [(1, "fresh")]


def test_the_same_order_again_gets_the_same_bytes(pinned, book, arrange, client):
    key = pinned((1, 2))
    first = book(key)

    again = book(key)

    assert again.data == first.data
    assert again.headers["Idempotent-Replayed"] == "true"
    assert client.get(first.headers["Location"]).data == first.data
    assert rows(arrange, "SELECT count(*) FROM books.purchase") == [(1,)]


def test_another_booking_under_the_key_is_refused(pinned, book):
    key = pinned((1, 2))
    book(key)

    other = book(key, order_number="W1002")

    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")


def test_the_key_is_the_orders_id(pinned, book, asks):
    key = pinned((1, 2))

    assert book(key, key=uuid.uuid4()).json["errors"][0]["pointer"] == "/order_id"
    without = asks("post", "/api/v1/web-purchases", json=book(key).json)
    assert without.status_code == 422  # an answer is no request
    sent = {
        "order_id": str(uuid.uuid4()),
        "order_number": "W1",
        "reservation_id": str(uuid.uuid4()),
        "payment_id": str(uuid.uuid4()),
        "capture_id": "c",
        "customer": {"email": "a@b.c"},
    }
    assert (
        asks("post", "/api/v1/web-purchases", json=sent).json["code"] == "missing_idempotency_key"
    )


def test_a_reservation_is_sold_once(pinned, book, level):
    key = pinned((1, 2))
    book(key)

    other = book(key, order_id=str(uuid.uuid4()), payment_id=str(uuid.uuid4()), capture_id="other")

    assert (other.status_code, other.json["code"]) == (409, "reservation_booked")
    assert level(1) == (98, 0)


def test_a_payment_pays_for_one_order(pinned, book, level):
    paid = str(uuid.uuid4())
    book(pinned((1, 2)), payment_id=paid)

    other = book(pinned((1, 3)), payment_id=paid)

    assert (other.status_code, other.json["code"]) == (409, "payment_booked")
    assert level(1) == (98, 3)


def test_what_is_no_longer_kept_cannot_be_booked(pinned, book, asks, reserve, clock, level):
    released, overdue = pinned((1, 2)), reserve((1, 1)).json["id"]
    asks("delete", f"/api/v1/reservations/{released}")
    clock.move(minutes=15)

    assert book(released).json["code"] == "reservation_lapsed"
    assert book(overdue).json["code"] == "reservation_lapsed"
    assert book(uuid.uuid4()).json["code"] == "reservation_not_found"
    assert level(1) == (100, 1)


def test_a_booked_reservation_cannot_be_released(pinned, book, asks, level):
    key = pinned((1, 2))
    book(key)

    refused = asks("delete", f"/api/v1/reservations/{key}")

    assert (refused.status_code, refused.json["code"]) == (409, "reservation_booked")
    assert asks("put", f"/api/v1/reservations/{key}/pin").json["state"] == "booked"
    assert level(1) == (98, 0)


def test_a_single_use_coupon_is_used_up(pinned, book, sell, reserve, promote, arrange):
    promote(Coupon(id=0, version=1, name="Welcome", code="WELCOME", basis_points=1000))
    booked = book(pinned((1, 1), coupons=["WELCOME"]))

    assert booked.json["total"] == eur(216)
    assert rows(arrange, "SELECT code FROM books.coupon_redemption") == [("WELCOME",)]
    assert sell(coupons=["WELCOME"]).json["code"] == "coupon_used"
    assert reserve((1, 1), coupons=["WELCOME"]).json["code"] == "coupon_used"


def test_what_a_till_sold_meanwhile_is_booked_as_found_with_a_task(
    pinned, book, sell, level, arrange, client
):
    key = pinned((1, 40), (2, 1))
    sell(lines=[{"product_id": 1, "quantity": 90}])
    assert level(1) == (10, 40)

    booked = book(key)

    assert booked.status_code == 201
    assert (level(1), level(2)) == ((0, 0), (99, 0))
    [task] = client.get("/api/v1/tasks").json["tasks"]
    assert (task["kind"], task["product"], task["quantity"]) == ("order_short", "Tomatoes", 30)
    assert task["purchase_id"] == booked.json["id"]
    assert (
        rows(
            arrange,
            "SELECT level.product_id FROM books.level JOIN books.movement USING (branch_id, product_id) "
            "GROUP BY level.branch_id, level.product_id, level.quantity "
            "HAVING level.quantity <> sum(movement.quantity)",
        )
        == []
    )


def test_two_orders_for_units_that_a_till_sold_are_both_booked(pinned, book, sell, level):
    first, second = pinned((1, 50)), pinned((1, 50))
    sell(lines=[{"product_id": 1, "quantity": 60}])

    assert (book(first).status_code, book(second).status_code) == (201, 201)
    assert level(1) == (0, 0)


def test_a_guest_who_buys_again_is_the_same_customer(pinned, book, arrange):
    first = book(pinned((1, 1)))
    again = book(pinned((1, 1)), customer={"name": "A. Holm", "email": "Ada@Example.org"})

    assert again.json["customer_id"] == first.json["customer_id"]
    assert rows(arrange, "SELECT name, email FROM books.customer") == [
        ("Ada Holm", "ada@example.org")
    ]


def test_a_known_customer_buys_as_themselves(pinned, book):
    marta = str(uuid.uuid4())

    booked = book(
        pinned((1, 1)), customer={"name": "", "email": "m@example.org", "customer_id": marta}
    )

    assert booked.json["customer_id"] == marta


def test_a_web_sale_counts_for_the_branch_of_the_web(pinned, book, client):
    book(pinned((1, 2)))

    report = client.get("/api/v1/reports/sales?from=2026-11-20&to=2026-11-20&branch=WEB").json

    assert report["totals"]["total"] == eur(480)
