"""Calendar days as moments: whatever day somebody types has a beginning and an end, in every zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from common.clock import day_begins, day_ends, milliseconds, read_day

ZONES = ("UTC", "Europe/Amsterdam", "Pacific/Kiritimati", "Etc/GMT+12", "America/New_York")
DAYS = (date.min, date(1, 1, 2), date(2026, 11, 27), date(9999, 12, 30), date.max)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_any_day_begins_and_ends_at_moments_that_every_zone_can_tell(day, zone):
    begins, ends = day_begins(day, zone), day_ends(day, zone)

    assert milliseconds(begins) < milliseconds(ends)
    for moment in (begins, ends - timedelta(seconds=1), ends):
        for other in ZONES:
            assert moment.astimezone(ZoneInfo(other)) == moment


def test_days_of_23_and_25_hours_come_out_right():
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 7, 1), 24)):
        begins, ends = day_begins(day, "Europe/Amsterdam"), day_ends(day, "Europe/Amsterdam")
        assert ends.astimezone(UTC) - begins.astimezone(UTC) == timedelta(hours=hours)


def test_the_calendars_ends_hold_everything_that_can_have_happened():
    assert day_begins(date.min, "UTC") < datetime(2, 1, 1, tzinfo=UTC)
    assert day_ends(date.max, "UTC") > datetime(9999, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-02-30",
        "2026-W47-5",
        "20261127",
        "2026-11-27\n",
        "\u0662\u0660\u0662\u0666-11-27",
    ],
)
def test_what_is_no_day_is_none(text):
    assert read_day(text) is None
    assert read_day("2026-11-27") == date(2026, 11, 27)
