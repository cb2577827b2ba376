"""Days, the earlier days beside them, and their buckets."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from api_service.analytics.models import Comparison, Group, Period, State, same_time_earlier
from api_service.analytics.models.periods import day_buckets, hour_buckets
from common.clock import day_begins, day_ends
from common.errors import InvalidRequest

AMSTERDAM = "Europe/Amsterdam"
TODAY = date(2026, 11, 20)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)

zones = some.sampled_from(
    [
        AMSTERDAM,
        "Asia/Tokyo",
        "America/New_York",
        "Asia/Kolkata",
        "Australia/Lord_Howe",
        "Africa/Cairo",
    ]
)
days = some.dates(date(2000, 1, 1), date(2030, 12, 31))


@some.composite
def periods(draw, longest=1_500):
    first = draw(days)
    return Period(first, first + timedelta(days=draw(some.integers(0, longest))))


def test_without_days_it_is_today():
    assert Period.asked(None, None, today=TODAY) == Period(TODAY, TODAY)


def test_a_beginning_alone_reaches_to_today():
    assert Period.asked(date(2026, 11, 1), None, today=TODAY) == Period(date(2026, 11, 1), TODAY)


def test_a_beginning_that_is_yet_to_come_is_one_day():
    later = TODAY + timedelta(days=3)

    assert Period.asked(later, None, today=TODAY) == Period(later, later)


def test_an_end_alone_is_one_day():
    assert Period.asked(None, date(2026, 11, 1), today=TODAY).days == 1


@pytest.mark.parametrize(
    ("first", "last", "pointer"),
    [
        (date(2026, 11, 2), date(2026, 11, 1), "?from"),
        (date(1969, 12, 31), TODAY, "?from"),
        (TODAY, date(3000, 1, 1), "?to"),
    ],
)
def test_days_that_make_no_sense_are_refused(first, last, pointer):
    with pytest.raises(InvalidRequest) as refused:
        Period.asked(first, last, today=TODAY)

    assert refused.value.errors[0].pointer == pointer


@pytest.mark.parametrize(
    ("days", "group"), [(1, Group.HOUR), (2, Group.DAY), (400, Group.DAY), (401, Group.MONTH)]
)
def test_the_grouping_suits_the_length(days, group):
    assert Period(TODAY - timedelta(days=days - 1), TODAY).group(None) is group


@pytest.mark.parametrize(
    ("group", "most"),
    [(Group.HOUR, 7), (Group.DAY, 400), (Group.WEEK, 3_700), (Group.MONTH, 3_700)],
)
def test_a_period_has_a_longest_length_for_each_grouping(group, most):
    longest = Period(TODAY - timedelta(days=most - 1), TODAY)

    assert longest.group(group) is group
    with pytest.raises(InvalidRequest, match=f"the most are {most}"):
        Period(longest.first - timedelta(days=1), TODAY).group(group)


@pytest.mark.parametrize(
    ("comparison", "earlier"),
    [
        (Comparison.PREVIOUS, Period(date(2026, 11, 13), date(2026, 11, 16))),
        (Comparison.WEEK, Period(date(2026, 11, 10), date(2026, 11, 13))),
        (Comparison.YEAR, Period(date(2025, 11, 18), date(2025, 11, 21))),
    ],
)
def test_a_period_is_compared_with_as_many_earlier_days(comparison, earlier):
    period = Period(date(2026, 11, 17), date(2026, 11, 20))

    assert period.earlier(period.days_back(comparison)) == earlier


@given(period=periods())
def test_a_week_and_a_year_earlier_fall_on_the_same_weekdays(period):
    for comparison in (Comparison.WEEK, Comparison.YEAR):
        earlier = period.earlier(period.days_back(comparison))

        assert earlier.first.weekday() == period.first.weekday()


@given(period=periods())
def test_whole_months_and_the_days_beside_them_are_the_period(period):
    begin, end = period.whole_months()
    last = period.last + timedelta(days=1)

    assert period.first <= begin <= end <= last
    if begin < end:
        assert begin.day == end.day == 1
        assert (begin - period.first).days < 31
        assert (last - end).days < 31
    else:
        assert period.days < 62


@given(day=days, zone=zones)
def test_the_hours_of_a_day_follow_each_other_from_its_first_moment_to_its_last(day, zone):
    hours = hour_buckets(Period(day, day), zone, range(24))

    assert hours[0].starts_at == day_begins(day, zone)
    assert hours[-1].ends_at == day_ends(day, zone)
    assert [hour.ends_at for hour in hours[:-1]] == [hour.starts_at for hour in hours[1:]]


@given(
    period=periods(longest=400),
    zone=zones,
    group=some.sampled_from([Group.DAY, Group.WEEK, Group.MONTH]),
)
def test_days_weeks_and_months_follow_each_other_through_the_period(period, zone, group):
    buckets = day_buckets(period, group, zone)

    assert buckets[0].starts_at == day_begins(period.first, zone)
    assert buckets[-1].ends_at == day_ends(period.last, zone)
    assert [each.ends_at for each in buckets[:-1]] == [each.starts_at for each in buckets[1:]]


def test_the_day_that_loses_an_hour_has_no_two_o_clock():
    hours = hour_buckets(Period(SPRING, SPRING), AMSTERDAM, range(24))

    assert len(hours) == 23
    assert [hour.starts_at.hour for hour in hours][:4] == [0, 1, 3, 4]


def test_the_day_that_gains_an_hour_has_two_o_clock_twice():
    hours = hour_buckets(Period(AUTUMN, AUTUMN), AMSTERDAM, range(24))

    assert [hour.starts_at.isoformat() for hour in hours][1:5] == [
        "2026-10-25T01:00:00+02:00",
        "2026-10-25T02:00:00+02:00",
        "2026-10-25T02:00:00+01:00",
        "2026-10-25T03:00:00+01:00",
    ]


def test_a_quiet_day_shows_its_hours_from_8_to_20():
    hours = hour_buckets(Period(TODAY, TODAY), AMSTERDAM, ())

    assert [hour.starts_at.hour for hour in hours] == list(range(8, 20))


def test_hours_are_shown_as_far_as_any_day_was_busy():
    hours = hour_buckets(Period(TODAY, TODAY + timedelta(days=1)), AMSTERDAM, [6, 21])

    assert [hour.starts_at.hour for hour in hours] == [*range(6, 22)] * 2


def test_weeks_begin_on_monday_and_the_first_where_the_period_does():
    weeks = day_buckets(Period(date(2026, 11, 5), date(2026, 11, 20)), Group.WEEK, AMSTERDAM)

    assert [week.starts_at.date().isoformat() for week in weeks] == [
        "2026-11-05",
        "2026-11-09",
        "2026-11-16",
    ]


@pytest.mark.parametrize(
    ("now", "state"),
    [
        ("2026-11-20T14:59:59+01:00", State.FUTURE),
        ("2026-11-20T15:00:00+01:00", State.OPEN),
        ("2026-11-20T15:59:59+01:00", State.OPEN),
        ("2026-11-20T16:00:00+01:00", State.PAST),
    ],
)
def test_an_hour_is_open_from_its_first_moment_until_the_next_begins(now, state):
    hours = hour_buckets(Period(TODAY, TODAY), AMSTERDAM, ())

    assert hours[7].state(datetime.fromisoformat(now).astimezone(UTC)) is state


@pytest.mark.parametrize(
    ("now", "days", "earlier"),
    [
        ("2026-11-20T15:20:00+01:00", 1, "2026-11-19T15:20:00+01:00"),
        # yesterday was an hour longer, and the day before that an hour shorter, than the clocks tell
        ("2026-10-26T15:20:00+01:00", 1, "2026-10-25T15:20:00+01:00"),
        ("2026-03-30T15:20:00+02:00", 1, "2026-03-29T15:20:00+02:00"),
        ("2026-10-26T15:20:00+01:00", 7, "2026-10-19T15:20:00+02:00"),
        # a time that comes twice means the first, unless it is the second now
        ("2026-10-26T02:30:00+01:00", 1, "2026-10-25T02:30:00+02:00"),
        ("2026-10-25T02:30:00+01:00", 1, "2026-10-24T02:30:00+02:00"),
        # a time that the clocks skipped counts an hour later
        ("2026-03-30T02:30:00+02:00", 1, "2026-03-29T03:30:00+02:00"),
    ],
)
def test_the_same_time_on_an_earlier_day_is_what_the_clocks_showed(now, days, earlier):
    moment = datetime.fromisoformat(now)

    assert same_time_earlier(moment, AMSTERDAM, days=days) == datetime.fromisoformat(earlier)
