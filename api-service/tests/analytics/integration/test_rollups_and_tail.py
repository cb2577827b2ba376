"""Lists that the tail changes: nobody is missing from them, and nobody is there twice."""

import uuid
from datetime import timedelta

import pytest

from api_service.analytics.repository import answers, rollups
from api_service.analytics.repository.answers import View


@pytest.fixture
def view(books):
    """A snapshot to ask about all branches."""
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        yield lambda: View(connection, rollups.watermark(connection), "*", "EUR")


def test_counts_that_become_equal_let_the_next_product_onto_the_list(sold, fold, view, noon):
    sold(noon, lines={1: 9, 2: 8, 3: 5})
    fold()
    sold(noon, lines={2: 1})

    best = answers.best_products_ever(view(), places=2)

    assert [(each.product_id, each.units) for each in best] == [(1, 9), (2, 9), (3, 5)]


def test_who_buys_again_leaves_a_later_page_whole(sold, fold, view, noon):
    for buyer in (1, 2, 3, 4):
        sold(noon - timedelta(hours=buyer), buyer=buyer)
    fold()
    sold(noon, buyer=2)

    place = (noon - timedelta(hours=1), uuid.UUID(int=1))
    page = answers.newest_buyers(view(), after=place, most=2)

    assert [each.customer_id.int for each in page] == [3, 4]


def test_who_becomes_loyal_this_moment_is_on_the_list_once(sold, fold, view, noon):
    for buyer, purchases in ((1, 3), (2, 2)):
        for _ in range(purchases):
            sold(noon, buyer=buyer)
    fold()
    sold(noon, buyer=2)

    found = answers.buyers_ever(view(), least=3, most=10)

    assert (found.buyers, found.loyal) == (2, 2)
    assert [(each.customer_id.int, each.purchases) for each in found.listed] == [(1, 3), (2, 3)]
