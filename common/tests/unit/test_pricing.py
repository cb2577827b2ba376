"""Baskets priced: lines merged, VAT derived, every cent accounted for whatever the order of scanning."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money import Money
from common.pricing import Line, PricingError, price

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

lines = st.builds(
    lambda product, quantity: Line(
        product_id=product,
        quantity=quantity,
        unit_price=Money(product * 37 % 2000, "EUR"),
        vat_basis_points=(0, 900, 2100)[product % 3],
    ),
    st.integers(1, 30),
    st.integers(1, 50),
)
baskets = st.lists(lines, max_size=40)


def priced(basket):
    return price(basket, (), NOON, currency="EUR")


def line(product=1, quantity=1, cents=240, vat=900):
    return Line(product, quantity, Money(cents, "EUR"), vat)


def test_a_basket_costs_what_its_lines_cost():
    basket = priced([line(1, 2, 240), line(2, 1, 380)])

    assert basket.total == Money(860, "EUR")
    assert basket.units == 3
    assert basket.exact


def test_an_empty_basket_costs_nothing():
    basket = priced([])

    assert basket.total == Money.zero("EUR")
    assert basket.vat == ()


def test_two_rates_make_up_the_gross_to_the_cent():
    basket = priced([line(1, 1, 2890, 2200), line(2, 1, 125, 1000)])

    small, large = basket.vat
    assert (small.net.minor, small.vat.minor) == (114, 11)
    assert (large.net.minor, large.vat.minor) == (2369, 521)
    assert basket.total.minor == 3015


@given(baskets)
def test_every_cent_is_on_a_line_and_in_a_rate(basket):
    found = priced(basket)

    assert found.total == Money.total((each.total for each in found.lines), "EUR")
    assert found.total == Money.total((each.gross for each in found.vat), "EUR")
    for each in found.vat:
        assert each.net + each.vat == each.gross
        shares = [one.vat for one in found.lines if one.vat_basis_points == each.basis_points]
        assert Money.total(shares, "EUR") == each.vat


@given(baskets, st.randoms(use_true_random=False))
def test_the_order_of_scanning_moves_no_cent(basket, chance: random.Random):
    shuffled = chance.sample(basket, len(basket))

    first, second = priced(basket), priced(shuffled)

    assert (first.total, first.vat) == (second.total, second.vat)
    by_product = {each.product_id: each for each in second.lines}
    assert all(by_product[each.product_id] == each for each in first.lines)


def test_the_same_product_twice_is_one_line():
    basket = priced([line(1, 1), line(2, 1), line(1, 2)])

    assert [(each.product_id, each.quantity) for each in basket.lines] == [(1, 3), (2, 1)]


@pytest.mark.parametrize(
    "basket",
    [
        [line(quantity=0)],
        [line(quantity=-1)],
        [line(1, cents=240), line(1, cents=250)],
        [Line(1, 1, Money(240, "USD"), 900)],
    ],
)
def test_a_basket_that_makes_no_sense_is_refused(basket):
    with pytest.raises(PricingError):
        priced(basket)
