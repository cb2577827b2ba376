"""What the first page makes of the books' answers."""

from dataclasses import replace

import pytest

from common.money import Money
from common.testing.people import FakePeople
from dashboard_service.collaborators import Collaborators
from dashboard_service.models.figures import LoyalBuyers, TenderSum
from dashboard_service.models.filters import Typed
from dashboard_service.models.period import Against
from dashboard_service.use_cases import numbers as use_cases


def eur(text):
    return Money.parse(text, "EUR")


@pytest.fixture
def overview(settings, books, clock):
    desk = Collaborators.of(settings, books=books, people=FakePeople(), clock=clock)

    def made(**typed):
        return use_cases.overview(desk, use_cases.read_filters(desk, Typed(**typed), None))

    return made


def test_the_branch_that_sold_most_comes_first(overview):
    assert [each.name for each in overview().branches] == ["Market Hall", "Harbour"]


def test_the_books_balance_where_tenders_come_to_the_sales(overview, books):
    assert overview().sales.balances

    books.report = replace(books.report, tenders=books.report.tenders[:1])
    assert not overview().sales.balances


def test_a_sale_paid_in_two_ways_is_noticed(overview, books):
    assert not overview().sales.has_split_tenders

    split = [*books.report.tenders, TenderSum("other", 1, eur("0"))]
    books.report = replace(books.report, tenders=split)
    assert overview().sales.has_split_tenders


def test_both_other_comparisons_of_a_day_are_asked_for(overview):
    assert [against for against, _ in overview().other_changes] == [Against.WEEK]
    assert [against for against, _ in overview(compare="year").other_changes] == [
        Against.PREVIOUS,
        Against.WEEK,
    ]


def test_days_on_which_nothing_was_sold_are_not_compared_with(overview):
    seen = overview(compare="year")

    assert (seen.earlier, seen.change, dict(seen.changes)) == (None, None, {})
    assert [column.key for column in seen.tables["takings"].columns] == ["starts_at", "revenue_eur"]


def test_with_nothing_compared_no_table_has_a_column_for_it(overview):
    keys = {
        name: [column.key for column in table.columns]
        for name, table in overview(compare="none").tables.items()
    }

    assert "before_eur" not in keys["branches"]
    assert "units_before" not in keys["products"]


def test_only_days_that_know_of_no_sale_are_blank(overview, books):
    assert not overview().is_blank

    books.report = replace(books.report, totals=replace(books.report.totals, purchases=0))
    books.earlier = dict.fromkeys(Against, books.earlier[Against.YEAR])
    books.loyal = LoyalBuyers(0, 0, [])
    assert overview().is_blank


def test_the_threshold_of_the_page_reaches_the_books(overview, books):
    overview()
    overview(min_purchases="5")

    assert books.thresholds == [3, 5]
