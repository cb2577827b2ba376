"""Rows that hold what nobody can work with: each is named, and keeps nothing else from being judged."""

import pytest

from api_service.audit.models.results import Verdict

#: The first number of minor units that is no amount.
TOO_MUCH = 2**53

pytestmark = pytest.mark.usefixtures("purchase")


def test_a_total_beyond_what_an_amount_may_be(purchase, violated, tamper):
    tamper(
        "UPDATE books.line SET unit_price_minor = :half, total_minor = :all "
        "WHERE purchase_id = :id AND line_number = 1",
        half=TOO_MUCH // 2, all=TOO_MUCH, id=purchase,
    )  # fmt: skip  # a row on a line, as in a table

    found = violated()
    assert set(found) == {"lines_make_totals", "prices_are_versions", "lines_price_again"}
    assert found["lines_price_again"].first.row.startswith("line 1 of receipt M1-000002")
    assert found["lines_price_again"].first.says == (
        f"it was sold for {TOO_MUCH} minor units and prices again to 4.80"
    )
    assert found["lines_make_totals"].first.says == (
        f"its total is 8.60 EUR, and its lines make {TOO_MUCH + 380} minor units EUR"
    )


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        ("currency = 'EUX'", "'EUX' is not a currency code of ISO 4217"),
        ("recorded_at = 'infinity'", "date value out of range"),
        ("recorded_at = '12000-01-01'", "date value out of range"),
    ],
)
def test_a_purchase_that_cannot_be_priced(purchase, violated, tamper, edit, says):
    tamper(f"UPDATE books.purchase SET {edit} WHERE id = :id", id=purchase)

    found = violated()
    assert set(found) == {"lines_price_again"}
    assert found["lines_price_again"].wrong == 1
    assert purchase in found["lines_price_again"].first.row
    assert found["lines_price_again"].first.says == f"it cannot be priced again: {says}"


@pytest.mark.parametrize("moment", ["12000-01-01", "0300-01-01 BC"])
def test_a_year_that_python_has_none_of_is_named_for_what_was_edited(
    purchase, violated, tamper, moment
):
    assert violated() == {}
    tamper("UPDATE books.purchase SET sold_at = :at WHERE id = :id", at=moment, id=purchase)

    assert purchase in violated()["purchases_stand"].first.row


def test_sums_that_no_number_holds_are_unknown_and_the_other_rules_are_judged(
    purchase, audit, tamper
):
    tamper(
        "INSERT INTO books.tender SELECT purchase_id, number, kind, :most, :most "
        "FROM books.tender, generate_series(2, 3) AS number WHERE purchase_id = :id",
        most=2**63 - 1, id=purchase,
    )  # fmt: skip  # a row on a line, as in a table

    found = {each.name: each for each in audit().results}
    assert found["tenders_make_totals"].why == "it cannot be counted: bigint out of range"
    others = {each.verdict for name, each in found.items() if name != "tenders_make_totals"}
    assert others == {Verdict.CLEAN}


def test_a_chain_whose_currency_is_none_has_no_sum_of_its_orders(audit, tamper):
    tamper("UPDATE catalog.company SET currency = 'EUX'")

    found = {each.name: each for each in audit().results if each.verdict is Verdict.UNKNOWN}
    assert set(found) == {"kept_money_is_paid_orders"}
    assert "'EUX' is not a currency code" in found["kept_money_is_paid_orders"].why


@pytest.mark.parametrize("edit", ["total_minor = 9007199254740992", "currency = 'EUX'"])
def test_a_web_order_that_cost_or_gave_back_no_amount(ordered, given_back, violated, tamper, edit):
    assert given_back
    tamper(
        f"UPDATE books.purchase SET recorded_at = now() - interval '1 hour', {edit} WHERE id = :id",
        id=ordered,
    )
    tamper(f"UPDATE books.refund SET refunded_at = now() - interval '1 hour', {edit}")

    found = violated()
    assert ordered in found["paid_orders_are_booked"].first.row
    assert ordered in found["refunds_happen_once"].first.row


@pytest.mark.parametrize("column", ["purchase SET recorded_at", "refund SET refunded_at"])
def test_a_web_order_in_a_year_that_python_has_none_of(
    ordered, given_back, violated, tamper, column
):
    assert given_back
    tamper(f"UPDATE books.{column} = '12000-01-01'")
    assert ordered in violated()["moments_have_come"].first.row

    tamper(f"UPDATE books.{column} = '0300-01-01 BC'")
    assert "moments_have_come" not in violated()


def test_goods_that_are_kept_since_such_a_year(ordered, audit, tamper):
    assert ordered
    tamper("UPDATE books.reservation SET state = 'pinned', changed_at = '12000-01-01'")

    assert audit().results
