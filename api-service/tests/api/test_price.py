"""POST /api/v1/price and GET /api/v1/promotions: what a basket costs, and why."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from common.pricing import Coupon, MultiBuy, PercentOff, promotion_of

MUGS = frozenset({3})


def eur(minor):
    return {"minor": minor, "currency": "EUR"}


def two_for_one(**changes):
    return MultiBuy(
        **{"id": 0, "version": 1, "name": "2 for 1", "product_ids": MUGS, "units": 2, "paid": 1}
        | changes
    )


def welcome(**changes):
    return Coupon(
        **{"id": 0, "version": 1, "name": "Welcome", "code": "WELCOME", "basis_points": 1000}
        | changes
    )


@pytest.fixture
def price(client):
    """Ask what so many of these products cost."""

    def ask(counts, **more):
        lines = [{"product_id": number, "quantity": count} for number, count in counts.items()]
        return client.post("/api/v1/price", json={"lines": lines} | more)

    return ask


def test_the_answer_explains_the_price(price, promote):
    promotion = promote(two_for_one())

    answer = price({1: 2, 3: 3}).json

    assert (answer["list_total"], answer["saving"], answer["total"]) == (
        eur(2730),
        eur(750),
        eur(1980),
    )
    tomatoes, mugs = answer["lines"]
    assert tomatoes["discounts"] == []
    assert mugs["discounts"] == [
        {
            "promotion_id": promotion,
            "promotion_version": 1,
            "name": "2 for 1",
            "reason": "2 for 1",
            "amount": eur(750),
        }
    ]
    assert (mugs["list_total"], mugs["total"]) == (eur(2250), eur(1500))
    assert [(each["basis_points"], each["gross"]) for each in answer["vat"]] == [
        (900, eur(480)),
        (2100, eur(1500)),
    ]
    assert answer["hints"] == [
        {
            "promotion_id": promotion,
            "name": "2 for 1",
            "product_ids": [3],
            "missing_units": 1,
            "free_units": 1,
            "basis_points": 0,
            "saving": eur(750),
        }
    ]
    assert answer["exact"] is True


def test_a_new_promotion_and_a_new_price_count_at_once(price, promote, arrange):
    assert price({3: 2}).json["total"] == eur(1500)

    promote(two_for_one())
    assert price({3: 2}).json["total"] == eur(750)

    arrange.execute(text("INSERT INTO catalog.price VALUES (3, 2, 900)"))
    arrange.execute(text("UPDATE catalog.product SET price_version = 2 WHERE id = 3"))
    assert price({3: 2}).json["total"] == eur(900)

    arrange.execute(text("UPDATE catalog.promotion SET archived_at = now()"))
    assert price({3: 2}).json["total"] == eur(1800)


def test_pricing_books_nothing(price, arrange):
    price({1: 1})

    assert arrange.execute(text("SELECT count(*) FROM books.purchase")).scalar_one() == 0


def test_the_same_product_twice_is_one_line(client):
    line = {"product_id": 1, "quantity": 1}

    answer = client.post("/api/v1/price", json={"lines": [line, line]}).json

    assert [each["quantity"] for each in answer["lines"]] == [2]


def test_what_is_not_on_sale_is_refused(price):
    refused = price({1: 1, 99: 1})

    assert (refused.status_code, refused.json["code"]) == (422, "unknown_product")
    assert refused.json["product_id"] == 99


@pytest.mark.parametrize("typed", ["WELCOME", "welcome", " Welcome "])
def test_a_coupon_counts_for_whoever_shows_its_code(price, promote, typed):
    promote(welcome())

    assert price({1: 1}).json["total"] == eur(240)
    assert price({1: 1}, coupons=[typed]).json["total"] == eur(216)


def test_a_coupon_that_is_unknown_or_not_on_is_refused(price, promote, clock):
    promote(welcome(ends_at=clock.now()))
    promote(welcome(code="LATER", starts_at=clock.now() + timedelta(days=1)))

    for code in ("NOBODYS", "WELCOME", "LATER"):
        refused = price({1: 1}, coupons=[code])
        assert (refused.status_code, refused.json["code"]) == (422, "unknown_coupon")
        assert refused.json["errors"][0]["pointer"] == "/coupons/0"


def test_a_coupon_that_was_used_is_said_to_be(price, promote, sell):
    promote(welcome())
    assert sell(coupons=["WELCOME"]).status_code == 201

    refused = price({1: 1}, coupons=["WELCOME"])

    assert (refused.status_code, refused.json["code"]) == (409, "coupon_used")
    assert refused.json["coupons"] == ["WELCOME"]


def test_coupons_are_looked_up_with_whether_they_were_used(client, promote, sell, clock):
    promote(welcome())
    always = promote(welcome(code="ALWAYS", single_use=False, ends_at=clock.now()))

    def used():
        sent = {"codes": ["welcome", "ALWAYS", "NOBODYS"]}
        found = client.post("/api/v1/coupons/look-up", json=sent).json["coupons"]
        return {each["code"]: each["used"] for each in found}, found

    assert used()[0] == {"WELCOME": False, "ALWAYS": False}
    assert sell(coupons=["WELCOME"]).status_code == 201
    told, found = used()

    assert told == {"WELCOME": True, "ALWAYS": False}
    rule = next(each for each in found if each["code"] == "ALWAYS")
    assert (rule["id"], rule["kind"], rule["reason"]) == (
        always,
        "coupon",
        "10 % off with a coupon",
    )
    assert promotion_of(rule) == welcome(
        id=always, code="ALWAYS", single_use=False, ends_at=clock.now()
    )


@pytest.fixture
def change_coupon(arrange):
    """Give a promotion another code, and say anew whether it can be used once."""

    def change(promotion_id, code_and_single_use):
        same = "kind, name, priority, departments, basis_points, minimum, on_top"
        arrange.execute(
            text(
                f"INSERT INTO catalog.promotion_version (promotion_id, version, {same}, code, single_use)"
                f" SELECT promotion_id, 2, {same}, {code_and_single_use}"
                " FROM catalog.promotion_version WHERE promotion_id = :id"
            ),
            {"id": promotion_id},
        )
        arrange.execute(
            text("UPDATE catalog.promotion SET version = 2 WHERE id = :id"), {"id": promotion_id}
        )

    return change


@pytest.mark.parametrize(
    ("change", "typed"),
    [("code, false", "WELCOME"), ("'WELCOME-BACK', single_use", "WELCOME-BACK")],
    ids=["not once any more", "another code"],
)
def test_a_used_coupon_that_was_changed_is_priced_as_it_is_booked(
    price, promote, sell, change_coupon, change, typed
):
    coupon = promote(welcome())
    assert sell(coupons=["WELCOME"]).status_code == 201
    change_coupon(coupon, change)

    assert price({1: 1}, coupons=[typed]).json["total"] == eur(216)
    assert sell(coupons=[typed]).status_code == 201


def test_promotions_are_listed_without_the_codes_of_coupons(client, promote):
    mugs = promote(two_for_one())
    promote(welcome())
    fresh = promote(
        PercentOff(
            id=0,
            version=1,
            name="Fresh",
            departments=frozenset({"fresh"}),
            basis_points=500,
            minimum=5,
        )
    )

    answer = client.get("/api/v1/promotions")

    assert [(each["id"], each["kind"]) for each in answer.json["promotions"]] == [
        (mugs, "multi_buy"),
        (fresh, "percent_off"),
    ]
    assert "WELCOME" not in answer.text
    again = client.get("/api/v1/promotions", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
