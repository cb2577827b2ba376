"""Which days a name means, what they are divided into, and what they are held against."""

from datetime import date

import pytest

from dashboard_service.models.period import Against, Days, Group, Period, Span

FRIDAY = date(2026, 11, 20)


def chosen(first, last=FRIDAY):
    return Period(Span.CHOSEN, Days(date.fromisoformat(first), last), FRIDAY)


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Span.TODAY, "2026-11-20", "2026-11-20"),
        (Span.YESTERDAY, "2026-11-19", "2026-11-19"),
        (Span.WEEK, "2026-11-14", "2026-11-20"),
        (Span.FOUR_WEEKS, "2026-10-24", "2026-11-20"),
    ],
)
def test_a_name_means_days(span, first, last):
    days = Period.named(span, FRIDAY).days

    assert (str(days.first), str(days.last)) == (first, last)


def test_only_a_period_with_today_in_it_runs():
    assert Period.named(Span.WEEK, FRIDAY).runs
    assert not Period.named(Span.YESTERDAY, FRIDAY).runs
    assert not chosen("2026-12-01", date(2026, 12, 2)).runs


def test_a_chosen_day_that_is_today_is_called_today():
    assert chosen("2026-11-20").is_today
    assert chosen("2026-11-19", date(2026, 11, 19)).is_yesterday


@pytest.mark.parametrize(
    ("first", "group", "groups"),
    [
        ("2026-11-20", "hour", "hour"),
        ("2026-11-14", "day", "day"),
        ("2026-10-24", "day", "day week"),
        ("2026-09-01", "week", "day week month"),
        ("2025-11-21", "month", "day week month"),
        ("2024-11-21", "month", "week month"),
        ("2018-01-01", "month", "month"),
    ],
)
def test_a_longer_period_has_larger_rows(first, group, groups):
    period = chosen(first)

    assert period.group("") == group
    assert " ".join(period.groups) == groups


def test_rows_that_suit_the_length_can_be_asked_for():
    assert chosen("2026-10-24").group("week") is Group.WEEK
    assert chosen("2026-10-24").group("hour") is Group.DAY
    assert chosen("2026-10-24").group("nonsense") is Group.DAY


def test_a_week_earlier_is_offered_where_it_is_not_the_days_before():
    assert Against.WEEK in Period.named(Span.TODAY, FRIDAY).comparisons
    assert Against.WEEK not in Period.named(Span.WEEK, FRIDAY).comparisons
    assert Period.named(Span.FOUR_WEEKS, FRIDAY).against("week") is Against.PREVIOUS


@pytest.mark.parametrize(
    ("chosen_one", "others"),
    [
        (Against.PREVIOUS, [Against.WEEK]),
        (Against.WEEK, [Against.PREVIOUS]),
        (Against.YEAR, [Against.PREVIOUS, Against.WEEK]),
        (Against.NONE, []),
    ],
)
def test_a_day_is_held_against_the_day_before_and_the_weekday_too(chosen_one, others):
    assert list(Period.named(Span.TODAY, FRIDAY).others(chosen_one)) == others


def test_many_days_are_held_against_one_thing():
    assert Period.named(Span.WEEK, FRIDAY).others(Against.PREVIOUS) == ()


def test_loyalty_is_counted_over_four_weeks_at_least():
    assert Period.named(Span.YESTERDAY, FRIDAY).for_loyalty == Days(
        date(2026, 10, 23), date(2026, 11, 19)
    )
    assert chosen("2026-01-01").for_loyalty.first == date(2026, 1, 1)
