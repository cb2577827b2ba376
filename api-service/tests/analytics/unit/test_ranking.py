"""Which products share a place."""

from hypothesis import given
from hypothesis import strategies as some

from api_service.analytics.models import ProductSales, ranked
from common.money import Money

NOTHING = Money.zero("EUR")

sales = some.lists(some.integers(1, 12), max_size=30).map(
    lambda counts: [
        ProductSales(number, f"P{number}", units, NOTHING) for number, units in enumerate(counts)
    ]
)


def products(**units):
    return [
        ProductSales(number, name, count, NOTHING)
        for number, (name, count) in enumerate(units.items())
    ]


def places(found):
    return [(each.rank, each.tied, each.product.name) for each in found]


def test_products_with_the_same_count_share_a_place():
    best = ranked(products(tea=5, milk=9, salt=5, loaf=7, plum=1), 3)

    assert places(best) == [
        (1, False, "milk"),
        (2, False, "loaf"),
        (3, True, "tea"),
        (3, True, "salt"),
    ]


def test_a_tie_at_the_top_leaves_the_next_counts_on_the_list():
    best = ranked(products(tea=9, milk=9, salt=5, loaf=7, plum=1), 3)

    assert places(best) == [
        (1, True, "tea"),
        (1, True, "milk"),
        (2, False, "loaf"),
        (3, False, "salt"),
    ]


@given(products=sales, wanted=some.integers(1, 5))
def test_exactly_the_products_with_one_of_the_highest_counts_are_listed(products, wanted):
    highest = sorted({product.units for product in products}, reverse=True)[:wanted]

    found = ranked(products, wanted)

    assert {each.product.product_id for each in found} == {
        product.product_id for product in products if product.units in highest
    }
    assert all(highest[each.rank - 1] == each.product.units for each in found)
