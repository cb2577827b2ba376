"""Refunds of web orders: everything, once, with the units back where they were sent from."""

import uuid

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from common.pricing import Coupon, MultiBuy


def eur(minor):
    return {"minor": minor, "currency": "EUR"}


def rows(connection, statement):
    return [tuple(row) for row in connection.execute(text(statement))]


@pytest.fixture
def bought(reserve, book):
    """The id of a purchase on the web."""

    def bought(*lines):
        return book(reserve(*lines).json["id"]).json["id"]

    return bought


def test_a_coupon_of_single_use_stays_used(reserve, book, refund, promote):
    promote(Coupon(id=0, version=1, name="Welcome", code="WELCOME", basis_points=1000))
    booked = book(reserve((1, 1), coupons=["WELCOME"]).json["id"])

    assert refund(booked.json["id"]).status_code == 201

    assert reserve((1, 1), coupons=["WELCOME"]).json["code"] == "coupon_used"


def test_a_purchase_is_given_back_as_it_was_paid(bought, refund, level, arrange, promote):
    promote(
        MultiBuy(id=0, version=1, name="Three for two", units=3, paid=2, product_ids=frozenset({1}))
    )
    purchase = bought((1, 3), (3, 1))

    given = refund(purchase)

    assert given.status_code == 201
    assert given.json["total"] == eur(1230)
    assert [(each["name"], each["total"]) for each in given.json["lines"]] == [
        ("Tomatoes", eur(480)),
        ("Coffee mug", eur(750)),
    ]
    assert given.json["vat"] == [
        {"basis_points": 900, "net": eur(440), "vat": eur(40), "gross": eur(480)},
        {"basis_points": 2100, "net": eur(620), "vat": eur(130), "gross": eur(750)},
    ]
    assert (level(1), level(3)) == ((100, 0), (100, 0))
    assert rows(
        arrange,
        "SELECT branch_id, product_id, quantity FROM books.movement "
        "WHERE kind = 'returned' ORDER BY product_id",
    ) == [("SMKT001", 1, 3), ("SMKT001", 3, 1)]


def test_the_same_refund_again_gets_the_same_bytes(bought, refund, level):
    purchase = bought((1, 2))
    first = refund(purchase)

    again = refund(purchase)

    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert level(1) == (100, 0)


def test_a_purchase_that_was_given_back_is_answered_as_the_first_time(reserve, book, refund):
    key = reserve((1, 2)).json["id"]
    first = book(key)
    refund(first.json["id"])

    again = book(key)

    assert (again.status_code, again.data) == (201, first.data)


def test_a_purchase_is_given_back_once(bought, refund, level):
    purchase = bought((1, 2))
    refund(purchase)
    another = str(uuid.uuid4())

    again = refund(purchase, refund_id=another, gateway_refund_id=another)

    assert (again.status_code, again.json["code"]) == (409, "already_refunded")
    assert level(1) == (100, 0)


def test_another_refund_under_the_key_is_refused(bought, refund):
    purchase = bought((1, 2))
    refund(purchase)

    other = refund(purchase, reason="Another")

    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")


def test_the_key_is_the_refunds_id(bought, refund, asks):
    purchase = bought((1, 2))

    assert refund(purchase, key=uuid.uuid4()).json["errors"][0]["pointer"] == "/refund_id"
    sent = {"purchase_id": purchase, "refund_id": str(uuid.uuid4()), "gateway_refund_id": "g"}
    missing = asks("post", "/api/v1/refunds", json=sent)
    assert (missing.status_code, missing.json["code"]) == (400, "missing_idempotency_key")


def test_what_a_till_sold_is_not_given_back_this_way(sell, refund):
    refused = refund(sell().json["id"])

    assert (refused.status_code, refused.json["code"]) == (409, "cannot_refund")


def test_what_was_never_sold_cannot_be_given_back(refund):
    assert refund(uuid.uuid4()).json["code"] == "purchase_not_found"


def test_units_go_back_to_the_shop_that_sent_them(bought, refund, client, level):
    purchase = bought((1, 2))
    before = client.get("/api/v1/web-orders")
    client.put(
        "/api/v1/web-orders",
        json={"fulfilled_by": "SMKT002"},
        headers={"If-Match": before.headers["ETag"]},
    )

    refund(purchase)

    assert level(1, "SMKT001") == (100, 0)
    assert level(1, "SMKT002") == (100, 0)


@pytest.mark.parametrize(
    "table", ["refund", "refund_line", "web_purchase", "reservation_line", "notice"]
)
def test_what_was_booked_never_changes(bought, refund, arrange, table):
    refund(bought((1, 2)))

    with pytest.raises(IntegrityError, match="only grows"):
        arrange.execute(text(f"DELETE FROM books.{table}"))


def test_the_report_of_sales_shows_what_was_given_back_beside_what_was_sold(
    bought, refund, client, clock
):
    purchase = bought((1, 2))
    clock.move(days=1)
    bought((3, 1))
    refund(purchase)

    days = client.get("/api/v1/reports/sales?from=2026-11-20&to=2026-11-21").json
    first = client.get("/api/v1/reports/sales?from=2026-11-20&to=2026-11-20").json
    hours = client.get("/api/v1/reports/sales?from=2026-11-21&to=2026-11-21&branch=WEB").json

    assert days["totals"]["total"] == eur(1230)
    assert days["refunded"] == {"refunds": 1, "total": eur(480)}
    assert [row["refunded"] for row in days["rows"]] == [eur(0), eur(480)]
    assert {each["branch_id"]: each["refunded"] for each in days["branches"]} == {
        "SMKT001": eur(0),
        "SMKT002": eur(0),
        "WEB": eur(480),
    }
    assert first["refunded"] == {"refunds": 0, "total": eur(0)}
    assert sum(row["refunded"]["minor"] for row in hours["rows"]) == 480


def test_a_report_is_as_new_as_the_newest_refund(bought, refund, client):
    purchase = bought((1, 2))
    asked = "/api/v1/reports/sales?from=2026-11-20&to=2026-11-20"
    client.get(asked)

    refund(purchase)

    assert client.get(asked).json["refunded"]["total"] == eur(480)
