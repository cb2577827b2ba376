"""Sales laid out in buckets: nothing is lost, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some

from api_service.analytics.models import Figures, Group, Layout, Period, Sold, wall_time
from common.money import Money

AMSTERDAM = "Europe/Amsterdam"
NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)

zones = some.sampled_from(
    [AMSTERDAM, "Asia/Tokyo", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]
)
changes = some.sampled_from(
    [date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1), date(2026, 3, 8), date(2026, 4, 5)]
)


def clock(shows):
    """What the clocks of a place show, with no word about the place."""
    return datetime.fromisoformat(shows)


def one(minor=100):
    return Figures(1, 1, Money(minor, "EUR"))


def sold(*slots):
    return Sold([(slot, one()) for slot in slots], {})


def counts(rows):
    return {
        row.starts_at.isoformat(): row.figures.purchases for row in rows if row.figures.purchases
    }


def hours_of(day, *solds, zone=AMSTERDAM):
    return Layout.of(Period(day, day), Group.HOUR, zone, "EUR", solds)


@some.composite
def slots_of(draw, day):
    """Hours as clocks somewhere show them on a day, the repeated ones too."""
    zone = draw(zones)
    hours = draw(some.lists(some.integers(0, 30), max_size=20))
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=6)
    walls = [wall_time(begin + timedelta(hours=hour), zone) for hour in hours]
    return [wall.replace(minute=0) for wall in walls if wall.date() == day]


@given(day=changes, zone=zones, data=some.data())
def test_every_hour_of_any_branch_has_its_place_in_the_report(day, zone, data):
    slots = data.draw(slots_of(day))

    layout = hours_of(day, sold(*slots), zone=zone)
    rows = layout.rows(sold(*slots), sold(), NOW)

    assert sum(row.figures.purchases for row in rows) == len(slots)


@given(day=changes, zone=zones, days=some.sampled_from([1, 7, 364]), data=some.data())
def test_every_earlier_hour_has_its_place_beside_the_report(day, zone, days, data):
    slots = data.draw(slots_of(day))
    before = sold(*slots).moved(days)

    layout = hours_of(day + timedelta(days=days), before, zone=zone)
    rows = layout.earlier_rows(before, days=days)

    assert sum(figures.purchases for _, figures in rows) == len(slots)
    assert len(rows) == len(layout.buckets)


def test_the_two_hours_of_one_name_stay_apart():
    day = date(2026, 10, 25)
    first = clock("2026-10-25T02:00")
    repeated = sold(first, first.replace(fold=1), first.replace(fold=1))

    rows = hours_of(day, repeated).rows(repeated, sold(), NOW)

    assert counts(rows) == {"2026-10-25T02:00:00+02:00": 1, "2026-10-25T02:00:00+01:00": 2}


def test_an_hour_that_only_the_earlier_day_had_twice_is_summed():
    first = clock("2026-10-25T02:00")
    before = sold(first, first.replace(fold=1)).moved(1)

    rows = hours_of(date(2026, 10, 26), before).earlier_rows(before, days=1)

    assert [(at.isoformat(), found.purchases) for at, found in rows if found.purchases] == [
        ("2026-10-25T02:00:00+02:00", 2)
    ]


def test_an_hour_that_the_day_does_not_have_is_compared_with_the_next():
    before = sold(clock("2026-03-28T02:00"), clock("2026-03-28T03:00")).moved(1)

    rows = hours_of(date(2026, 3, 29), before).earlier_rows(before, days=1)

    assert [(at.isoformat(), found.purchases) for at, found in rows if found.purchases] == [
        ("2026-03-28T03:00:00+01:00", 2)
    ]


def test_the_average_is_rounded_half_up():
    three = Figures(8, 8, Money(1004, "EUR"))

    assert three.average == Money(126, "EUR")
    assert Figures(7, 7, Money(1000, "EUR")).average == Money(143, "EUR")


@given(purchases=some.integers(1, 10_000), total=some.integers(0, 10**9))
def test_the_average_is_the_nearest_cent(purchases, total):
    average = Figures(purchases, purchases, Money(total, "EUR")).average

    assert abs(2 * (total - average.minor * purchases)) <= purchases


def test_nothing_sold_has_an_average_of_nothing():
    assert Figures.none("EUR").average == Money.zero("EUR")
