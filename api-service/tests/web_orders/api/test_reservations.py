"""Reservations: what is kept for a web order, until when, and what a repeat gives."""

import uuid

import pytest
from sqlalchemy import text

from api_service.stock.use_cases.reservations import expire
from common.pricing import Coupon, MultiBuy


def eur(minor):
    return {"minor": minor, "currency": "EUR"}


def rows(connection, statement):
    return [tuple(row) for row in connection.execute(text(statement))]


def test_units_are_kept_at_the_prices_of_the_moment(reserve, level):
    kept = reserve((1, 2), (3, 1), total=eur(1230))

    assert kept.status_code == 201
    assert (kept.json["state"], kept.json["branch_id"], kept.json["sold_by"]) == (
        "held",
        "SMKT001",
        "WEB",
    )
    assert kept.json["total"] == eur(1230)
    assert [(line["code"], line["quantity"], line["total"]) for line in kept.json["lines"]] == [
        ("TOMATO", 2, eur(480)),
        ("MUG", 1, eur(750)),
    ]
    assert kept.json["vat"] == [
        {"basis_points": 900, "net": eur(440), "vat": eur(40), "gross": eur(480)},
        {"basis_points": 2100, "net": eur(620), "vat": eur(130), "gross": eur(750)},
    ]
    assert kept.json["expires_at"] == "2026-11-20T14:35:00Z"
    assert level(1) == (100, 2)
    assert level(3) == (100, 1)


def test_the_same_key_and_body_get_the_same_bytes(reserve, level, promote):
    promote(
        MultiBuy(id=0, version=1, name="Three for two", units=3, paid=2, product_ids=frozenset({1}))
    )
    key = uuid.uuid4()
    first = reserve((2, 1), (1, 3), key=key)

    again = reserve((1, 3), (2, 1), key=key)

    assert again.data == first.data
    assert again.headers["Idempotent-Replayed"] == "true"
    assert first.json["lines"][1]["discounts"][0]["name"] == "Three for two"
    assert level(1) == (100, 3)


def test_a_repeat_is_answered_as_the_first_time_whatever_happened_since(reserve, asks, arrange):
    key = uuid.uuid4()
    first = reserve((1, 2), key=key, total=eur(480))
    asks("put", f"/api/v1/reservations/{key}/pin")
    arrange.execute(text("INSERT INTO catalog.price VALUES (1, 2, 300)"))
    arrange.execute(text("UPDATE catalog.product SET price_version = 2 WHERE id = 1"))

    again = [reserve((1, 2), key=key, total=eur(480))]
    asks("delete", f"/api/v1/reservations/{key}")
    again.append(reserve((1, 2), key=key, total=eur(480)))

    assert [(each.status_code, each.data) for each in again] == [(201, first.data)] * 2
    assert asks("get", f"/api/v1/reservations/{key}").json["state"] == "released"


def test_the_same_key_with_another_body_is_refused(reserve, level):
    key = uuid.uuid4()
    reserve((1, 2), key=key)

    other = reserve((1, 3), key=key)

    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert level(1) == (100, 2)


def test_without_a_key_nothing_is_kept(asks, level):
    refused = asks(
        "post", "/api/v1/reservations", json={"lines": [{"product_id": 1, "quantity": 2}]}
    )

    assert (refused.status_code, refused.json["code"]) == (400, "missing_idempotency_key")
    assert level(1) == (100, 0)


def test_another_total_is_refused_with_the_right_one(reserve, level):
    refused = reserve((1, 2), total=eur(1))

    assert (refused.status_code, refused.json["code"]) == (409, "wrong_total")
    assert refused.json["total"] == eur(480)
    assert refused.json["lines"][0]["total"] == eur(480)
    assert level(1) == (100, 0)


def test_units_are_kept_at_the_catalogue_of_the_moment_whatever_a_process_remembers(
    reserve, arrange
):
    reserve((1, 2), total=eur(480))
    arrange.execute(text("INSERT INTO catalog.price VALUES (1, 2, 9900)"))
    arrange.execute(text("UPDATE catalog.product SET price_version = 2 WHERE id = 1"))

    assert reserve((1, 2)).json["total"] == eur(19800)


def test_a_corrected_total_may_come_under_the_same_key(reserve):
    key = uuid.uuid4()
    reserve((1, 2), key=key, total=eur(1))

    assert reserve((1, 2), key=key, total=eur(480)).status_code == 201


def test_more_than_is_available_is_refused_and_says_of_what_there_is_how_much(reserve, level):
    reserve((1, 95))

    refused = reserve((1, 6), (2, 1), (3, 101))

    assert (refused.status_code, refused.json["code"]) == (409, "sold_out")
    assert refused.json["short"] == [
        {"product_id": 1, "wanted": 6, "available": 5},
        {"product_id": 3, "wanted": 101, "available": 100},
    ]
    assert (level(1), level(2), level(3)) == ((100, 95), (100, 0), (100, 0))


def test_lines_of_one_product_count_together(reserve, level):
    refused = reserve((1, 60), (1, 60))
    kept = reserve((1, 60), (1, 40))

    assert refused.json["short"] == [{"product_id": 1, "wanted": 120, "available": 100}]
    assert [line["quantity"] for line in kept.json["lines"]] == [100]
    assert level(1) == (100, 100)


def test_what_the_shop_never_had_is_sold_out(reserve, arrange):
    arrange.execute(text("INSERT INTO catalog.branch VALUES ('A1', 'First', 'shop', '', 'UTC')"))

    assert reserve((2, 1)).json["short"] == [{"product_id": 2, "wanted": 1, "available": 0}]


def test_without_a_branch_of_the_web_nothing_is_kept(asks, arrange):
    arrange.execute(text("DELETE FROM catalog.branch WHERE id = 'WEB'"))

    refused = asks(
        "post",
        "/api/v1/reservations",
        key=uuid.uuid4(),
        json={"lines": [{"product_id": 1, "quantity": 2}]},
    )

    assert (refused.status_code, refused.json["code"]) == (409, "no_web_branch")
    assert rows(arrange, "SELECT count(*) FROM books.reservation") == [(0,)]


@pytest.mark.parametrize(
    ("lines", "more", "code"),
    [
        ([(77, 1)], {}, "unknown_product"),
        ([(1, 1)], {"coupons": ["NOSUCH"]}, "unknown_coupon"),
        ([(1, 1)], {"total": {"minor": 240, "currency": "USD"}}, "wrong_currency"),
        ([], {}, "invalid_request"),
        ([(1, 0)], {}, "invalid_request"),
    ],
)
def test_what_makes_no_sense_is_refused(reserve, lines, more, code):
    refused = reserve(*lines, **more)

    assert (refused.status_code, refused.json["code"]) == (422, code)


def test_a_pinned_reservation_does_not_expire(reserve, asks, clock, books, level):
    key = reserve((1, 2)).json["id"]
    pinned = asks("put", f"/api/v1/reservations/{key}/pin")
    clock.move(hours=3)

    assert pinned.json["state"] == "pinned"
    assert expire(books.database, now=clock.now()) == 0
    assert asks("put", f"/api/v1/reservations/{key}/pin").data == pinned.data
    assert level(1) == (100, 2)


def test_an_overdue_reservation_has_lapsed_before_anybody_sweeps_it(reserve, asks, clock):
    key = uuid.uuid4()
    reserve((1, 2), key=key)
    clock.move(minutes=15)

    pinned = asks("put", f"/api/v1/reservations/{key}/pin")

    assert (pinned.status_code, pinned.json["code"]) == (409, "reservation_lapsed")


def test_what_expired_can_be_sold_again(reserve, asks, clock, books):
    keys = [reserve((1, 50)).json["id"], reserve((1, 50)).json["id"]]
    clock.move(minutes=15)

    assert expire(books.database, now=clock.now()) == 2
    assert [asks("get", f"/api/v1/reservations/{key}").json["state"] for key in keys] == [
        "expired",
        "expired",
    ]
    assert reserve((1, 100)).status_code == 201


def test_a_released_reservation_gives_its_units_back_once(reserve, asks, level):
    key = reserve((1, 2), (2, 1)).json["id"]
    asks("put", f"/api/v1/reservations/{key}/pin")

    released = asks("delete", f"/api/v1/reservations/{key}")
    again = asks("delete", f"/api/v1/reservations/{key}")

    assert (released.status_code, released.json["state"]) == (200, "released")
    assert again.data == released.data
    assert (level(1), level(2)) == ((100, 0), (100, 0))
    assert asks("put", f"/api/v1/reservations/{key}/pin").json["code"] == "reservation_lapsed"


def test_one_that_is_released_before_it_comes_cannot_come_any_more(reserve, asks, level):
    key = uuid.uuid4()

    released = asks("delete", f"/api/v1/reservations/{key}")
    late = reserve((1, 2), key=key)

    assert (released.status_code, released.json["state"]) == (200, "released")
    assert released.json["lines"] == []
    assert (late.status_code, late.json["code"]) == (409, "reservation_lapsed")
    assert asks("put", f"/api/v1/reservations/{key}/pin").json["code"] == "reservation_lapsed"
    assert level(1) == (100, 0)


def test_an_unknown_reservation_is_404(asks):
    unknown = f"/api/v1/reservations/{uuid.uuid4()}"

    assert asks("get", unknown).json["code"] == "reservation_not_found"
    assert asks("put", unknown + "/pin").json["code"] == "reservation_not_found"


@pytest.fixture
def welcome(promote):
    """A coupon that can be used once."""
    promote(Coupon(id=0, version=1, name="Welcome", code="WELCOME", basis_points=1000))
    return "WELCOME"


def test_a_coupon_of_single_use_is_held_too(reserve, asks, sell, welcome):
    kept = reserve((1, 1), coupons=[welcome])

    assert kept.json["total"] == eur(216)
    for refused in (reserve((1, 1), coupons=[welcome]), sell(coupons=[welcome])):
        assert (refused.json["code"], refused.json["coupons"]) == ("coupon_used", [welcome])
    asked = asks("post", "/api/v1/coupons/look-up", json={"codes": [welcome]})
    assert asked.json["coupons"][0]["used"] is False, "it may come free again"
    asks("delete", f"/api/v1/reservations/{kept.json['id']}")
    assert sell(coupons=[welcome]).status_code == 201


def test_a_coupon_that_a_till_took_cannot_be_held(reserve, sell, welcome, level):
    sell(coupons=[welcome])

    assert reserve((1, 1), coupons=[welcome]).json["code"] == "coupon_used"
    assert level(1) == (98, 0)


def test_a_coupon_that_takes_nothing_off_is_not_held(reserve, sell, promote):
    promote(
        Coupon(
            id=0, version=1, name="Mugs", code="MUGS", basis_points=1000, product_ids=frozenset({3})
        )
    )
    reserve((1, 1), coupons=["MUGS"])

    assert sell(lines=[{"product_id": 3, "quantity": 1}], coupons=["MUGS"]).status_code == 201


def test_a_till_sells_what_is_in_the_hand_whatever_is_reserved(reserve, sell, level, client):
    reserve((1, 100))

    assert sell(lines=[{"product_id": 1, "quantity": 30}]).status_code == 201
    assert level(1) == (70, 100)
    listed = client.get("/api/v1/levels?branch=SMKT001&limit=1").json["levels"][0]
    assert (listed["quantity"], listed["reserved"], listed["available"]) == (70, 100, 0)
    assert reserve((1, 1)).json["short"] == [{"product_id": 1, "wanted": 1, "available": 0}]


def test_only_services_may_reserve(client):
    body = {"lines": [{"product_id": 1, "quantity": 1}]}
    refused = client.post(
        "/api/v1/reservations", json=body, headers={"Idempotency-Key": str(uuid.uuid4())}
    )

    assert refused.status_code == 403
