"""Amounts: exact, never floats, split without losing a cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money import LIMIT, Money, MoneyError, cash_back, round_notes, written

minors = st.integers(-(10**12), 10**12)


def eur(text):
    return Money.parse(text, "EUR")


@pytest.mark.parametrize(
    ("text", "minor"), [("32.50", 3250), ("32.5", 3250), ("7", 700), ("-0.01", -1), (" 1.00 ", 100)]
)
def test_a_plain_number_is_read_exactly(text, minor):
    assert eur(text) == Money(minor, "EUR")


@pytest.mark.parametrize(
    "text", ["", "2.605", "1,50", "1e3", "NaN", "0x10", "1_000", "½", "९", "1.2.3", "9" * 30]
)
def test_what_the_currency_cannot_hold_is_refused(text):
    with pytest.raises(MoneyError):
        eur(text)


@given(st.lists(minors, max_size=5))
def test_amounts_in_minor_units_make_the_same_total(amounts):
    made = Money.total((Money(each, "EUR") for each in amounts), "EUR")
    assert Money.total_minor(amounts, "EUR") == made


def test_what_is_no_amount_in_minor_units_makes_no_total():
    with pytest.raises(MoneyError):
        Money.total_minor([100, 0.5], "EUR")


def test_a_currency_has_its_own_decimals():
    assert Money.parse("500", "JPY").minor == 500
    assert Money.parse("1.234", "KWD").minor == 1234
    with pytest.raises(MoneyError):
        Money.parse("1.5", "JPY")


@pytest.mark.parametrize("minor", [1.0, "1", True, None, Decimal(1), LIMIT + 1])
def test_minor_units_are_whole_numbers_within_the_limit(minor):
    with pytest.raises(MoneyError):
        Money(minor, "EUR")


@pytest.mark.parametrize("currency", ["eur", "EURO", "", "XQX"])
def test_a_currency_is_one_of_iso_4217(currency):
    with pytest.raises(MoneyError):
        Money(1, currency)


def test_two_currencies_do_not_add_up():
    with pytest.raises(MoneyError):
        eur("1") + Money(100, "USD")


@given(minors, minors)
def test_a_sum_less_one_part_is_the_other(first, second):
    assert Money(first, "EUR") + Money(second, "EUR") - Money(first, "EUR") == Money(second, "EUR")


@given(minors, st.integers(0, 10_000))
def test_a_refund_rounds_as_its_sale_did(minor, rate):
    amount = Money(minor, "EUR")

    assert (-amount).percent(rate) == -(amount.percent(rate))
    assert (-amount).included_vat(rate) == -(amount.included_vat(rate))


def test_a_quarter_off_three_times_nine_ninety_nine_is_seven_forty_nine():
    assert (eur("9.99") * 3).percent(2500) == eur("7.49")


@pytest.mark.parametrize(
    ("gross", "rate", "vat"),
    [("28.90", 2200, "5.21"), ("1.25", 1000, "0.11"), ("6.20", 900, "0.51")],
)
def test_vat_is_derived_from_the_gross(gross, rate, vat):
    assert eur(gross).included_vat(rate) == eur(vat)


def test_a_tenner_in_three_parts_loses_no_cent():
    assert eur("10").allocate([1, 1, 1]) == [eur("3.34"), eur("3.33"), eur("3.33")]


@given(minors, st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_parts_add_up_to_the_whole_and_none_is_a_cent_off(minor, weights):
    whole = Money(minor, "EUR")

    parts = whole.allocate(weights)

    assert Money.total(parts, "EUR") == whole
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - minor * weight / sum(weights)) < 1


def test_an_amount_cannot_be_split_by_nothing():
    with pytest.raises(MoneyError):
        eur("1").allocate([0, 0])
    assert eur("0").allocate([0, 0]) == [eur("0"), eur("0")]


@given(minors)
def test_what_is_written_is_read_back(minor):
    assert Money.parse(str(Money(minor, "EUR")), "EUR").minor == minor


def test_a_locale_decides_how_an_amount_is_written():
    english = written(eur("1402.10"), "en")
    german = written(eur("-1402.10"), "de")

    assert (english.symbol, english.major, english.point, english.minor) == (
        "€",
        "1,402",
        ".",
        "10",
    )
    assert english.symbol_first
    assert (german.sign, german.major, german.point) == ("−", "1.402", ",")
    assert not german.symbol_first


def test_a_currency_without_decimals_is_written_without():
    assert written(Money(500, "JPY")).minor == ""


@given(st.integers(0, 10**6))
def test_the_cash_handed_back_is_the_change(minor):
    change = Money(minor, "EUR")

    assert Money.total(cash_back(change), "EUR") == change


def test_likely_notes_are_above_the_total():
    assert round_notes(eur("68.70")) == [eur("70"), eur("80"), eur("100")]
    assert round_notes(eur("5.00"))[0] == eur("10")
