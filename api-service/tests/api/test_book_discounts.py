"""Sales under promotions: what the books keep of them, and that it prices again to the same cents."""

import uuid
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from common import pricing
from common.money import Money
from common.pricing import Coupon, MultiBuy, PercentOff

MUGS = frozenset({3})


def eur(minor):
    return {"minor": minor, "currency": "EUR"}


def mugs(count):
    return [{"product_id": 3, "quantity": count}]


@pytest.fixture
def two_for_one(promote):
    return promote(MultiBuy(id=0, version=1, name="2 for 1", product_ids=MUGS, units=2, paid=1))


@pytest.fixture
def coupon(promote):
    return promote(
        Coupon(id=0, version=1, name="Welcome", code="WELCOME", basis_points=1000, minimum=2)
    )


def test_a_line_names_what_came_off_and_adds_up(sell, two_for_one):
    sold = sell(lines=mugs(3), total=eur(1500))

    assert sold.status_code == 201
    (line,) = sold.json["lines"]
    assert line["discounts"] == [
        {
            "promotion_id": two_for_one,
            "promotion_version": 1,
            "name": "2 for 1",
            "amount": eur(750),
        }
    ]
    assert (line["discount"], line["total"]) == (eur(750), eur(1500))


@pytest.mark.usefixtures("two_for_one")
def test_the_list_price_is_no_longer_the_right_total(sell):
    refused = sell(lines=mugs(2), total=eur(1500))

    assert (refused.status_code, refused.json["code"]) == (409, "wrong_total")
    assert refused.json["total"] == eur(750)


def test_a_promotion_that_began_a_moment_ago_is_given(sell, promote):
    assert sell(lines=mugs(2)).json["total"] == eur(1500)

    promote(PercentOff(id=0, version=1, name="Now", product_ids=MUGS, basis_points=1000))

    assert sell(lines=mugs(2)).json["total"] == eur(1350)


def test_a_purchase_keeps_its_discounts_whatever_becomes_of_the_promotion(
    sell, client, two_for_one, arrange
):
    key = str(uuid.uuid4())
    sold = sell(key=key, lines=mugs(2))
    arrange.execute(
        text(
            "INSERT INTO catalog.promotion_version "
            "(promotion_id, version, kind, name, units, paid, free_units) "
            "VALUES (:id, 2, 'multi_buy', '3 for 2', 3, 2, 'cheapest')"
        ),
        {"id": two_for_one},
    )
    arrange.execute(text("UPDATE catalog.promotion SET version = 2, archived_at = now()"))

    assert client.get(f"/api/v1/purchases/{key}").data == sold.data
    assert sell(key=key, lines=mugs(2)).data == sold.data


def test_a_coupon_is_used_once(sell, coupon, arrange):
    first = sell(lines=mugs(2), coupons=["welcome"])
    again = sell(lines=mugs(2), coupons=["WELCOME"])

    assert first.json["total"] == eur(1350)
    assert (again.status_code, again.json["code"]) == (409, "coupon_used")
    assert again.json["detail"].endswith("was used before, or is being used now")
    assert arrange.execute(
        text("SELECT purchase_id, promotion_id, code FROM books.coupon_redemption")
    ).all() == [(uuid.UUID(first.json["id"]), coupon, "WELCOME")]
    assert arrange.execute(text("SELECT count(*) FROM books.purchase")).scalar_one() == 1


@pytest.mark.usefixtures("coupon")
def test_the_same_sale_again_is_answered_as_the_first_time_though_its_coupon_is_used(sell):
    key = str(uuid.uuid4())

    first = sell(key=key, lines=mugs(2), coupons=["WELCOME"])
    again = sell(key=key, lines=mugs(2), coupons=["WELCOME"])

    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.usefixtures("coupon")
def test_the_same_key_without_the_coupon_is_another_sale(sell):
    key = str(uuid.uuid4())
    sell(key=key, lines=mugs(2), coupons=["WELCOME"])

    assert sell(key=key, lines=mugs(2)).json["code"] == "idempotency_key_reused"


@pytest.mark.usefixtures("coupon")
def test_a_coupon_that_takes_nothing_off_is_not_used_up(sell):
    assert sell(lines=mugs(1), coupons=["WELCOME"]).json["total"] == eur(750)
    assert sell(lines=mugs(2), coupons=["WELCOME"]).json["total"] == eur(1350)


def test_a_coupon_for_everybody_is_used_by_everybody(sell, promote):
    promote(
        Coupon(id=0, version=1, name="All", code="EVERYBODY", basis_points=1000, single_use=False)
    )

    totals = [sell(lines=mugs(1), coupons=["EVERYBODY"]).json["total"] for _ in range(3)]

    assert totals == [eur(675)] * 3


def test_an_unknown_coupon_stops_the_sale(sell):
    refused = sell(coupons=["NOBODYS"])

    assert (refused.status_code, refused.json["code"]) == (422, "unknown_coupon")


def test_every_line_prices_again_to_its_cents_under_its_stored_versions(sell, promote, arrange):
    promote(MultiBuy(id=0, version=1, name="3 for 2", product_ids=MUGS, units=3, paid=2))
    promote(
        PercentOff(
            id=0, version=1, name="Fresh", departments=frozenset({"fresh"}), basis_points=777
        )
    )
    promote(PercentOff(id=0, version=1, name="On top", basis_points=333, minimum=9, on_top=True))
    promote(PercentOff(id=0, version=1, name="Many", basis_points=1500, minimum=6))
    keys = [
        sell(
            lines=[
                {"product_id": product, "quantity": 1 + (number * product) % 7}
                for product in (1, 2, 3)
            ]
        ).json["id"]
        for number in range(12)
    ]
    arrange.execute(text("UPDATE catalog.promotion SET archived_at = now()"))
    arrange.execute(text("UPDATE catalog.product SET department = 'elsewhere'"))

    for key in keys:
        stored = arrange.execute(
            text("SELECT * FROM books.line WHERE purchase_id = :id ORDER BY line_number"),
            {"id": key},
        ).all()
        rules = arrange.execute(
            text(
                "SELECT DISTINCT rule.* FROM books.discount JOIN catalog.published_promotion AS rule "
                "ON rule.id = promotion_id AND rule.version = promotion_version "
                "WHERE purchase_id = :id"
            ),
            {"id": key},
        ).mappings()
        again = pricing.price(
            [
                pricing.Line(
                    line.product_id,
                    line.quantity,
                    Money(line.unit_price_minor, "EUR"),
                    line.vat_basis_points,
                    line.department,
                )
                for line in stored
            ],
            [pricing.promotion_of(dict(rule)) for rule in rules],
            datetime(2026, 11, 20, 14, 20, tzinfo=UTC),
            currency="EUR",
        )
        assert [(each.total.minor, each.vat.minor) for each in again.lines] == [
            (line.total_minor, line.vat_minor) for line in stored
        ]
