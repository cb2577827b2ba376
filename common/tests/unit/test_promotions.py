"""Promotions one by one: what each kind gives, when, on what, and what is missing for more."""

from datetime import UTC, datetime, timedelta

import pytest

from common.money import Money
from common.pricing import Coupon, FreeUnits, Line, MultiBuy, PercentOff, PricingError, price

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
CENTS = {"PEN": 500, "TSHIRT": 2000, "MUG": 750}
PEN, TSHIRT, MUG = 1, 2, 3

TWO_FOR_ONE = MultiBuy(
    id=1, version=1, name="2 for 1", product_ids=frozenset({PEN}), units=2, paid=1
)
QUARTER_OFF = PercentOff(
    id=2,
    version=4,
    name="3 or more, 25 % off",
    product_ids=frozenset({TSHIRT}),
    basis_points=2500,
    minimum=3,
)


def line(product, quantity=1, cents=1000, vat=2100, department=""):
    return Line(product, quantity, Money(cents, "EUR"), vat, department)


def three_for_two(**changes):
    return MultiBuy(**{"id": 3, "version": 1, "name": "3 for 2", "units": 3, "paid": 2} | changes)


def ten_percent(**changes):
    return PercentOff(**{"id": 4, "version": 1, "name": "10 % off", "basis_points": 1000} | changes)


def priced(lines, *promotions, coupons=()):
    return price(lines, promotions, NOON, currency="EUR", coupons=coupons)


def saved(*arguments, **keywords):
    return priced(*arguments, **keywords).saving.minor


@pytest.mark.parametrize(
    ("items", "total"),
    [
        ("PEN TSHIRT MUG", "32.50"),
        ("PEN TSHIRT PEN", "25.00"),
        ("TSHIRT TSHIRT TSHIRT PEN TSHIRT", "65.00"),
        ("PEN TSHIRT PEN PEN MUG TSHIRT TSHIRT", "62.50"),
    ],
)
def test_the_worked_examples_of_document_003(items, total):
    basket = [line(list(CENTS).index(item) + 1, cents=CENTS[item]) for item in items.split()]

    assert str(priced(basket, TWO_FOR_ONE, QUARTER_OFF).total) == total


@pytest.mark.parametrize(
    ("units", "free"), [(2, 0), (3, 1), (5, 1), (6, 2), (9, 3), (100_000, 33_333)]
)
def test_every_set_has_its_free_unit(units, free):
    assert saved([line(1, units)], three_for_two()) == free * 1000


def test_a_set_may_mix_products_and_the_promotion_says_which_are_free():
    basket = [line(1, 3, 1000), line(2, 3, 400)]

    of_each = three_for_two(free_units=FreeUnits.CHEAPEST_OF_EACH_SET)
    of_all = three_for_two(free_units=FreeUnits.CHEAPEST)

    assert saved(basket, of_each) == 1400
    # one set of the dear ones is better for the customer than two sets with the cheapest two free (8.00)
    assert saved(basket, of_all) == 1000
    assert saved([line(1, 2, 1000), line(2, 4, 900)], of_all) == 1800


def test_a_percentage_is_rounded_once_per_line():
    basket = priced([line(1, 3, 999)], ten_percent(basis_points=2500, minimum=3))

    assert str(basket.total) == "22.48"


def test_below_its_threshold_a_percentage_gives_nothing():
    assert saved([line(TSHIRT, 2)], QUARTER_OFF) == 0


def test_a_department_is_on_offer_as_a_whole():
    basket = [line(1, department="books"), line(2, department="books"), line(3, department="music")]

    assert saved(basket, ten_percent(departments=frozenset({"books"}))) == 200
    assert (
        saved(basket, ten_percent(departments=frozenset({"books"}), product_ids=frozenset({3})))
        == 300
    )
    assert saved(basket, ten_percent()) == 300


@pytest.mark.parametrize(
    ("starts", "ends", "on"),
    [
        (None, None, True),
        (timedelta(), None, True),
        (timedelta(seconds=1), None, False),
        (None, timedelta(seconds=1), True),
        (None, timedelta(), False),
    ],
)
def test_a_promotion_begins_at_its_start_and_ends_just_before_its_end(starts, ends, on):
    offer = ten_percent(
        starts_at=NOON + starts if starts is not None else None,
        ends_at=NOON + ends if ends is not None else None,
    )

    assert bool(saved([line(1)], offer)) is on


def test_a_coupon_needs_its_code():
    coupon = Coupon(id=5, version=1, name="Welcome", code="WELCOME", basis_points=1000)

    assert saved([line(1)], coupon) == 0
    assert saved([line(1)], coupon, coupons={"OTHER"}) == 0
    assert saved([line(1)], coupon, coupons={"WELCOME"}) == 100


def test_the_answer_says_which_promotion_took_what():
    shirts, pens = priced(
        [line(TSHIRT, 3, 2000), line(PEN, 2, 500)], QUARTER_OFF, TWO_FOR_ONE
    ).lines

    (given,) = shirts.discounts
    assert (given.promotion_id, given.promotion_version) == (2, 4)
    assert (given.name, given.reason) == ("3 or more, 25 % off", "25 % off from 3")
    assert given.amount == Money(1500, "EUR")
    assert [(each.reason, each.amount.minor) for each in pens.discounts] == [("2 for 1", 500)]


def test_a_unit_is_claimed_once():
    half = ten_percent(id=6, basis_points=5000)

    assert saved([line(1)], ten_percent(), half) == 500


def test_five_pens_make_two_sets_and_the_fifth_takes_the_other_offer():
    basket = priced([line(PEN, 5, 500)], TWO_FOR_ONE, ten_percent())

    assert basket.saving.minor == 2 * 500 + 50
    assert basket.exact


def test_what_stacks_takes_its_share_of_what_the_others_left():
    on_top = ten_percent(on_top=True)

    basket = priced([line(PEN, 2, 500)], TWO_FOR_ONE, on_top)

    assert [each.amount.minor for each in basket.lines[0].discounts] == [500, 50]


def test_nothing_costs_less_than_nothing():
    everything = ten_percent(basis_points=10_000)
    more = ten_percent(id=7, basis_points=10_000, on_top=True)

    assert priced([line(1, 3)], everything, more).total.minor == 0


def test_of_equal_savings_the_higher_priority_then_the_lower_id_is_used():
    first, second = ten_percent(id=8), ten_percent(id=9)
    preferred = ten_percent(id=10, priority=1)

    def used(*promotions):
        (discount,) = priced([line(1)], *promotions).lines[0].discounts
        return discount.promotion_id

    assert used(second, first) == 8
    assert used(second, preferred, first) == 10


def test_beyond_eight_units_the_answer_says_that_it_may_not_be_the_best():
    offers = (three_for_two(), ten_percent(minimum=2))

    assert priced([line(1, 8)], *offers).exact
    assert not priced([line(1, 9)], *offers).exact
    assert priced([line(1, 9)], offers[0]).exact


def test_what_stacks_on_competing_offers_is_tried_only_for_so_long():
    basket = [line(number, cents=1000 + 37 * number**2) for number in range(1, 9)]
    competing = [three_for_two(id=number) for number in (11, 13)]
    competing += [
        ten_percent(id=number, basis_points=50 * number, minimum=2) for number in (12, 14, 16)
    ]
    on_top = ten_percent(id=20, on_top=True)

    found = priced(basket, *competing, on_top)

    assert not found.exact
    assert found.saving > priced(basket, *competing).saving
    used = {discount.promotion_id for each in found.lines for discount in each.discounts}
    known = [offer for offer in (*competing, on_top) if offer.id in used]
    assert priced(basket, *known).lines == found.lines


def test_a_dear_whole_basket_offer_does_not_push_out_a_better_small_one():
    basket = [line(PEN, 10, 500), line(2, 10, 4000)]

    assert saved(basket, TWO_FOR_ONE, ten_percent()) == 5 * 500 + 4000


def hints(lines, *promotions):
    return [
        (hint.promotion_id, hint.missing_units, hint.saving.minor)
        for hint in priced(lines, *promotions).hints
    ]


def test_the_next_pen_is_free():
    (hint,) = priced([line(PEN, 3, 500)], TWO_FOR_ONE).hints

    assert (hint.missing_units, hint.free_units, hint.saving.minor) == (1, 1, 500)
    assert hint.product_ids == {PEN}


def test_one_more_shirt_takes_a_quarter_off_all():
    (hint,) = priced([line(TSHIRT, 2, 2000)], QUARTER_OFF).hints

    assert (hint.missing_units, hint.basis_points, hint.saving.minor) == (1, 2500, 1500)


def test_whole_sets_and_reached_thresholds_promise_nothing():
    assert hints([line(PEN, 4, 500), line(TSHIRT, 3, 2000)], TWO_FOR_ONE, QUARTER_OFF) == []


def test_a_hint_counts_what_the_step_would_take_away_from_another_offer():
    half = ten_percent(id=11, basis_points=5000)
    better = ten_percent(id=12, basis_points=6000, minimum=3)

    assert hints([line(1, 2)], half, better) == [(12, 1, 800)]
    assert hints([line(1, 2)], half, ten_percent(id=12, basis_points=3000, minimum=3)) == []


def test_the_nearest_step_comes_first():
    found = hints([line(PEN, 1, 500), line(TSHIRT, 1, 2000)], QUARTER_OFF, TWO_FOR_ONE)

    assert [promotion for promotion, *_ in found] == [1, 2]


@pytest.mark.parametrize(
    "make",
    [
        lambda: three_for_two(paid=3),
        lambda: three_for_two(paid=0),
        lambda: ten_percent(basis_points=0),
        lambda: ten_percent(basis_points=10_001),
        lambda: ten_percent(minimum=0),
    ],
)
def test_a_rule_that_gives_nothing_or_too_much_is_refused(make):
    with pytest.raises(PricingError):
        make()


def test_no_hint_promises_what_would_not_be_found_among_more_units():
    basket = [line(1, 5, cents=1), line(2), line(3)]
    each_set = FreeUnits.CHEAPEST_OF_EACH_SET
    offers = (
        three_for_two(id=1, units=4, product_ids=frozenset({1, 2, 3}), free_units=each_set),
        three_for_two(id=2, units=4, product_ids=frozenset({3}), free_units=FreeUnits.CHEAPEST),
        ten_percent(id=3, basis_points=500, minimum=3, product_ids=frozenset({1, 2})),
    )

    before, after = priced(basket, *offers), priced([*basket, line(3, 3)], *offers)

    assert after.saving.minor - before.saving.minor == 1950
    assert all(hint.saving.minor <= 1950 for hint in before.hints if hint.promotion_id == 2)
