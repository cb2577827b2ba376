"""Amounts as people type them, and the tenders that they make."""

import pytest

from cashier_service.errors import EnoughInCash, NotEnough, TooMuch, WrongAmount
from cashier_service.models.payment import Method, Tender, preview, read_amount, settle
from common.money import Money


def eur(text):
    return Money.parse(text, "EUR")


_TOTAL = eur("17.45")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("50", "50.00"),
        ("12.50", "12.50"),
        ("12,50", "12.50"),
        (" 20 ", "20.00"),
        ("€20", "20.00"),
        ("1 000", "1000.00"),
        ("0", "0.00"),
    ],
)
def test_an_amount_may_have_a_point_or_a_comma(typed, amount):
    assert read_amount(typed, "EUR") == eur(amount)


def test_an_empty_field_is_no_amount():
    assert read_amount("  ", "EUR") is None


@pytest.mark.parametrize("typed", ["abc", "1.234,50", "12.345", "-5", "1e3", "50.", "4" * 30])
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(WrongAmount):
        read_amount(typed, "EUR")


def test_cash_without_an_amount_is_exact():
    assert settle(_TOTAL, Method.CASH, None) == (Tender(Method.CASH, _TOTAL, _TOTAL),)


def test_cash_above_the_total_gives_change():
    (tender,) = settle(_TOTAL, Method.CASH, eur("20"))

    assert (tender.amount, tender.given, tender.change) == (_TOTAL, eur("20"), eur("2.55"))


def test_cash_below_the_total_names_the_rest():
    with pytest.raises(NotEnough) as refused:
        settle(_TOTAL, Method.CASH, eur("10"))

    assert refused.value.rest == eur("7.45")


def test_the_card_takes_everything_when_nothing_was_given():
    assert settle(_TOTAL, Method.CARD, None) == (Tender(Method.CARD, _TOTAL, _TOTAL),)
    assert settle(_TOTAL, Method.CARD, eur("0")) == (Tender(Method.CARD, _TOTAL, _TOTAL),)


def test_the_card_takes_the_rest_of_what_was_given_in_cash():
    assert settle(_TOTAL, Method.CARD, eur("10")) == (
        Tender(Method.CASH, eur("10"), eur("10")),
        Tender(Method.CARD, eur("7.45"), eur("7.45")),
    )


def test_a_card_is_not_charged_where_the_cash_is_enough():
    with pytest.raises(EnoughInCash):
        settle(_TOTAL, Method.CARD, eur("20"))


def test_a_code_scanned_into_the_field_is_no_cash():
    with pytest.raises(TooMuch, match="cannot be right"):
        settle(_TOTAL, Method.CASH, eur("4000000000013"))


@pytest.mark.parametrize("given", ["0.01", "8.72", "17.44"])
def test_split_tenders_make_up_the_total(given):
    tenders = settle(_TOTAL, Method.CARD, eur(given))

    assert sum(tender.amount.minor for tender in tenders) == _TOTAL.minor


@pytest.mark.parametrize(
    ("typed", "change", "rest", "cash", "card"),
    [
        ("", None, None, True, True),
        ("20", "2.55", None, True, False),
        ("17.45", "0.00", None, True, False),
        ("10", None, "7.45", False, True),
        ("0", None, "17.45", False, True),
        ("abc", None, None, False, False),
        ("4000000000013", None, None, False, False),
    ],
)
def test_an_amount_is_understood_before_it_is_taken(typed, change, rest, cash, card):
    seen = preview(_TOTAL, typed)

    assert seen.change == (eur(change) if change else None)
    assert seen.rest == (eur(rest) if rest else None)
    assert (seen.may_take_cash, seen.may_take_card) == (cash, card)
