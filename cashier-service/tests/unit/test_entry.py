"""What a cashier types is taken apart as it was meant."""

import pytest

from cashier_service.errors import WrongQuantity
from cashier_service.models.entry import Entry, read_entry


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7", Entry("7")),
        ("tom", Entry("tom")),
        ("3*7", Entry("7", 3)),
        ("3*tom", Entry("tom", 3)),
        (" 3 * 4000000000013 ", Entry("4000000000013", 3)),
        ("3×7", Entry("7", 3)),
        ("5*", Entry("", 5)),
        ("sour  dough", Entry("sour dough")),
        ("", Entry("")),
        ("*7", Entry("*7")),
        ("4000000000013", Entry("4000000000013")),
    ],
)
def test_an_entry_is_a_quantity_and_words(typed, meant):
    assert read_entry(typed) == meant


def test_an_entry_without_a_quantity_means_one():
    assert read_entry("tom").quantity == 1


@pytest.mark.parametrize("typed", ["0*7", "10000*7", "400000000001*7"])
def test_a_quantity_that_nobody_sells_is_refused(typed):
    with pytest.raises(WrongQuantity):
        read_entry(typed)
