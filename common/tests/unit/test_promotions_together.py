"""Promotions that compete: against an oracle that tries every use of every unit, and what holds whatever they are."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from common.money import Money
from common.pricing import FreeUnits, Line, MultiBuy, PercentOff, price
from common.pricing.search import EXACT_UNITS

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PRODUCTS = range(1, 5)

covered = st.frozensets(st.sampled_from(PRODUCTS), min_size=1)
multi_buys = st.builds(
    lambda units, paid, covers, free: MultiBuy(
        id=1,
        version=1,
        name="n for m",
        product_ids=covers,
        units=units + paid,
        paid=paid,
        free_units=free,
    ),
    st.integers(1, 2),
    st.integers(1, 2),
    covered,
    st.sampled_from(FreeUnits),
)
percentages = st.builds(
    lambda share, minimum, covers, on_top: PercentOff(
        id=1,
        version=1,
        name="% off",
        product_ids=covers,
        basis_points=share,
        minimum=minimum,
        on_top=on_top,
    ),
    st.sampled_from([1, 500, 1000, 2500, 3333, 5000, 10_000]),
    st.integers(1, 4),
    covered,
    st.sampled_from([False, False, True]),
)
promotions = st.lists(
    st.tuples(st.one_of(multi_buys, percentages), st.integers(0, 1)), max_size=4
).map(
    lambda found: [
        replace(each, id=number, priority=priority)
        for number, (each, priority) in enumerate(found, start=1)
    ]
)


def lines(most):
    return st.builds(
        lambda counts, prices: [
            Line(number, count, Money(cents, "EUR"), 2100)
            for number, count, cents in zip(PRODUCTS, counts, prices, strict=True)
            if count
        ],
        st.lists(st.integers(0, most), min_size=4, max_size=4),
        st.lists(st.sampled_from([0, 1, 33, 99, 250, 999, 1000, 2000]), min_size=4, max_size=4),
    )


few, many = lines(4), lines(30)


def priced(basket, offers):
    return price(basket, offers, NOON, currency="EUR")


def units_of(basket):
    return sum(each.quantity for each in basket)


# The oracle shares nothing with the engine but the rules' own figures.


def cheapest_total(basket, offers) -> int:
    """The least that any use of the promotions comes to."""
    single = [offer for offer in offers if not offer.stacks]
    stacked = sorted(
        (offer for offer in offers if offer.stacks), key=lambda each: (-each.priority, each.id)
    )
    stacked = [
        offer
        for offer in stacked
        if sum(each.quantity for each in basket if each.product_id in offer.product_ids)
        >= offer.minimum
    ]
    return min(total_of(basket, claims, stacked) for claims in every_use(basket, single))


def every_use(basket, offers) -> Iterator[list[tuple[object, dict[int, int]]]]:
    """Every way to hand the units of each line out to the promotions that want them, or to none."""
    ways = []
    for each in basket:
        wanting = [offer for offer in offers if each.product_id in offer.product_ids]
        ways.append(
            [
                (wanting, counts)
                for counts in product(range(each.quantity + 1), repeat=len(wanting))
                if sum(counts) <= each.quantity
            ]
        )
    for chosen in product(*ways):
        claims = {offer.id: {} for offer in offers}
        for each, (wanting, counts) in zip(basket, chosen, strict=True):
            for offer, count in zip(wanting, counts, strict=True):
                claims[offer.id][each.product_id] = count
        used = [(offer, claims[offer.id]) for offer in offers if sum(claims[offer.id].values())]
        if all(allowed(offer, claimed) for offer, claimed in used):
            yield used


def allowed(offer, claimed) -> bool:
    count = sum(claimed.values())
    return count % offer.units == 0 if isinstance(offer, MultiBuy) else count >= offer.minimum


def total_of(basket, claims, stacked) -> int:
    rest = {each.product_id: each.quantity * each.unit_price.minor for each in basket}
    cents = {each.product_id: each.unit_price.minor for each in basket}
    for offer, claimed in claims:
        if isinstance(offer, MultiBuy):
            for number in free_units(offer, claimed, cents):
                rest[number] -= cents[number]
        else:
            for number, count in claimed.items():
                rest[number] -= half_up(
                    Fraction(cents[number] * count * offer.basis_points, 10_000)
                )
    for offer in stacked:
        for number in offer.product_ids & rest.keys():
            rest[number] -= half_up(Fraction(rest[number] * offer.basis_points, 10_000))
    assert min(rest.values(), default=0) >= 0
    return sum(rest.values())


def free_units(offer, claimed, cents) -> list[int]:
    units = sorted(
        (number for number, count in claimed.items() for _ in range(count)),
        key=lambda each: -cents[each],
    )
    free = offer.units - offer.paid
    if offer.free_units is FreeUnits.CHEAPEST:
        number = len(units) // offer.units * free
        return units[len(units) - number :]
    sets = [units[start : start + offer.units] for start in range(0, len(units), offer.units)]
    return [unit for each in sets for unit in each[offer.paid :]]


def half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


@settings(max_examples=150, deadline=None)
@given(few, promotions)
def test_up_to_eight_units_nothing_could_save_more(basket, offers):
    assume(0 < units_of(basket) <= EXACT_UNITS)

    found = priced(basket, offers)

    assert found.exact
    assert found.total.minor == cheapest_total(basket, offers)


@settings(max_examples=60, deadline=None)
@given(lines(9), st.one_of(multi_buys, percentages))
def test_a_lone_promotion_is_used_as_well_as_it_can_be(basket, offer):
    assert priced(basket, [offer]).total.minor == cheapest_total(basket, [offer])


@settings(deadline=None)
@given(many, promotions)
def test_nothing_could_save_less_than_each_promotion_by_itself(basket, offers):
    single = [offer for offer in offers if not offer.stacks]
    alone = [priced(basket, [offer]).saving.minor for offer in single]

    assert priced(basket, single).saving.minor >= max(alone, default=0)


@settings(deadline=None)
@given(many, promotions, st.randoms(use_true_random=False))
def test_the_order_of_scanning_moves_no_cent(basket, offers, chance: random.Random):
    units = [replace(each, quantity=1) for each in basket for _ in range(each.quantity)]

    first = priced(basket, offers)
    second = priced(chance.sample(units, len(units)), chance.sample(offers, len(offers)))

    assert {each.product_id: each for each in first.lines} == {
        each.product_id: each for each in second.lines
    }
    assert (first.total, first.vat, first.hints, first.exact) == (
        second.total,
        second.vat,
        second.hints,
        second.exact,
    )


@settings(deadline=None)
@given(many, promotions)
def test_every_cent_taken_off_is_on_a_line_and_none_beyond_its_price(basket, offers):
    found = priced(basket, offers)

    for each in found.lines:
        taken = Money.total((discount.amount for discount in each.discounts), "EUR")
        assert each.list_total - taken == each.total
        assert each.total.minor >= 0
        assert all(discount.amount.minor > 0 for discount in each.discounts)
    assert found.list_total - found.saving == found.total
    assert found.total == Money.total((each.gross for each in found.vat), "EUR")


@settings(deadline=None)
@given(few, promotions, st.sampled_from(PRODUCTS), st.sampled_from([1, 250, 999]))
def test_one_thing_more_costs_at_most_its_price(basket, offers, number, cents):
    held = next((each for each in basket if each.product_id == number), None)
    added = replace(held, quantity=1) if held else Line(number, 1, Money(cents, "EUR"), 2100)
    before, after = priced(basket, offers), priced([*basket, added], offers)
    assume(before.exact and after.exact)

    assert after.total.minor <= before.total.minor + added.unit_price.minor


@settings(deadline=None)
@given(many, promotions)
def test_a_basket_prices_again_to_its_cents_with_only_what_it_used(basket, offers):
    found = priced(basket, offers)
    used = {discount.promotion_id for each in found.lines for discount in each.discounts}

    again = priced(basket, [offer for offer in offers if offer.id in used])

    assert again.lines == found.lines


@settings(deadline=None)
@given(few, promotions)
def test_a_hint_keeps_its_promise(basket, offers):
    before = priced(basket, offers)
    for hint in before.hints:
        added = min(
            (each for each in basket if each.product_id in hint.product_ids),
            key=lambda each: (each.unit_price.minor, each.product_id),
        )
        after = priced([*basket, replace(added, quantity=hint.missing_units)], offers)
        assert after.saving.minor - before.saving.minor >= hint.saving.minor > 0


def test_the_oracle_knows_document_003():
    pens, shirts = Line(1, 3, Money(500, "EUR"), 2100), Line(2, 3, Money(2000, "EUR"), 2100)
    offers = [
        MultiBuy(id=1, version=1, name="", product_ids=frozenset({1}), units=2, paid=1),
        PercentOff(
            id=2, version=1, name="", product_ids=frozenset({2}), basis_points=2500, minimum=3
        ),
    ]

    assert cheapest_total([pens, shirts], offers) == 5500
