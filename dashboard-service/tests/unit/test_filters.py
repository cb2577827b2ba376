"""What typed filters mean, by the clock of the branch, and what is said of those that mean nothing."""

from datetime import UTC, date, datetime

import pytest

from dashboard_service.errors import WrongFilters
from dashboard_service.models.figures import Branch, Places
from dashboard_service.models.filters import Filters, Sort, Typed
from dashboard_service.models.period import Days, Span

PLACES = Places(
    "EUR",
    "Europe/Amsterdam",
    (
        Branch("SMKT001", "Market Hall", "Europe/Amsterdam", False),
        Branch("FAR", "Lisbon", "Europe/Lisbon", False),
    ),
)
AFTERNOON = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)


def filters(now=AFTERNOON, **typed):
    return Filters.of(Typed(**typed), PLACES, now, 3)


def refused(**typed):
    with pytest.raises(WrongFilters) as refusal:
        filters(**typed)
    return {error.pointer: error.detail for error in refusal.value.errors}


def test_nothing_typed_is_today_everywhere():
    found = filters()

    assert found.period.span is Span.TODAY
    assert (found.branch, found.min_purchases, found.sort) == (None, 3, Sort.UNITS)


def test_today_is_the_day_where_the_branch_stands():
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)

    assert filters(late).period.today == date(2026, 11, 21)
    assert filters(late, branch="FAR").period.today == date(2026, 11, 20)


def test_days_without_a_name_are_chosen_ones():
    found = filters(since="2026-11-01", until="2026-11-20")

    assert found.period.span is Span.CHOSEN
    assert found.period.days == Days(date(2026, 11, 1), date(2026, 11, 20))


@pytest.mark.parametrize("typed", [{"since": "2026-11-05"}, {"until": "2026-11-05"}])
def test_one_day_alone_is_that_day(typed):
    assert filters(**typed).period.days == Days(date(2026, 11, 5), date(2026, 11, 5))


def test_a_named_period_wins_over_days_left_in_the_address():
    assert filters(period="7days", since="2020-01-01").period.days.count == 7


def test_an_unknown_name_is_today():
    assert filters(period="fortnight").period.span is Span.TODAY


@pytest.mark.parametrize("text", ["2026-13-01", "tomorrow", "2026-1-1", "20261120", "1815-06-18"])
def test_what_is_no_day_is_told_at_its_field(text):
    errors = refused(since=text, until="2026-11-20")

    assert list(errors) == ["?from"]
    assert errors["?from"].startswith(f"{text} is not a day")


def test_days_the_wrong_way_round_are_told():
    assert "Swap" in refused(since="2026-11-20", until="2026-11-01")["?from"]


def test_more_than_ten_years_are_refused():
    assert "Ten years" in refused(since="2000-01-01", until="2026-11-20")["?from"]


@pytest.mark.parametrize("text", ["0", "-1", "3.5", "many", "\uff19", "9" * 30])
def test_a_threshold_is_a_whole_number_from_one_on(text):
    assert list(refused(min_purchases=text)) == ["?min_purchases"]


def test_every_mistake_is_told_at_once():
    assert set(refused(since="x", until="y", branch="NOPE", min_purchases="z")) == {
        "?from",
        "?to",
        "?branch",
        "?min_purchases",
    }


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-20", 24)]
)
def test_a_day_has_as_many_hours_as_its_clocks_show(day, hours):
    assert filters(since=day).hours == hours


def test_loyalty_since_ever_asks_for_no_days():
    assert filters(buyers="ever").loyalty.days is None
    assert filters().loyalty.days == Days(date(2026, 10, 24), date(2026, 11, 20))
