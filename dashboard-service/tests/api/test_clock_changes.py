"""A day of 25 hours shows the repeated hour twice, a day of 23 leaves none in between."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from common.money import Money
from dashboard_service.models.figures import Row

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def hours(first_utc, count):
    start = datetime.fromisoformat(first_utc).replace(tzinfo=UTC)
    return [
        Row((start + timedelta(hours=at)).astimezone(AMSTERDAM), Money(at * 100, "EUR"), False)
        for at in range(count)
    ]


@pytest.fixture
def hours_of(look, books):
    def shown(day, first_utc, count):
        books.report = replace(books.report, rows=hours(first_utc, count))
        seen = look(f"/?from={day}")
        return [row[0] for row in seen.tables["Takings by the hour"][1:]], seen.words

    return shown


def test_the_hour_that_comes_twice_is_there_as_a_and_as_b(hours_of):
    labels, words = hours_of("2026-10-25", "2026-10-24T23:00", 4)

    assert labels == ["1", "2A", "2B", "3"]
    assert "so it has 25 hours; the one that came twice is there as A and as B." in words


def test_a_quiet_night_of_25_hours_is_only_mentioned(hours_of):
    labels, words = hours_of("2026-10-25", "2026-10-25T07:00", 3)

    assert labels == ["8", "9", "10"]
    assert "so it has 25 hours." in words


def test_the_hour_that_clocks_skip_is_not_there(hours_of):
    labels, words = hours_of("2026-03-29", "2026-03-29T00:00", 3)

    assert labels == ["1", "3", "4"]
    assert "so it has 23 hours" in words


def test_a_day_like_others_says_nothing_of_clocks(hours_of):
    _, words = hours_of("2026-11-20", "2026-11-20T07:00", 3)

    assert "clocks" not in words
