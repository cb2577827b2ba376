"""More, less, or as much as before."""

from decimal import Decimal

import pytest

from common.money import Money, MoneyError
from dashboard_service.models.change import Change


def eur(minor):
    return Money(minor, "EUR")


def test_a_change_is_a_share_of_what_was_before():
    change = Change.of_money(eur(10_560), eur(10_000))

    assert change.ratio == Decimal("0.056")
    assert change.way == "up"


def test_less_has_a_size_without_a_sign():
    change = Change.of_money(eur(9_790), eur(10_000))

    assert (change.size, change.way) == (Decimal("0.021"), "down")


def test_against_nothing_there_is_no_share():
    assert Change(5, 0).ratio is None
    assert Change(5, 0).direction == "up"


def test_what_would_be_written_as_zero_percent_is_no_change():
    change = Change(100_004, 100_000)

    assert (change.way, change.direction) == ("", "up")


def test_two_currencies_do_not_compare():
    with pytest.raises(MoneyError):
        Change.of_money(eur(1), Money(1, "USD"))
