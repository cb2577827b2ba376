"""The time of day, handed to whoever needs it so that tests can move it, and the calendar days of a place."""

from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the present moment, with its zone (UTC)."""

    def now(self) -> datetime:
        """The present moment in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)


def milliseconds(moment: datetime) -> int:
    """A moment as stores write it: whole milliseconds since 1970, which every database keeps exactly."""
    return int(moment.timestamp() * 1000)


def local_day(moment: datetime, time_zone: str) -> date:
    """The calendar day of a moment where it happened."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def day_begins(day: date, time_zone: str) -> datetime:
    """The first moment of a calendar day in a zone; days of 23 and 25 hours come out right."""
    zone = ZoneInfo(time_zone)
    begins = datetime(day.year, day.month, day.day, tzinfo=zone)
    # where clocks go forward at midnight there is no 00:00; through UTC it becomes the 01:00 that follows
    return begins.astimezone(UTC).astimezone(zone)


def day_ends(day: date, time_zone: str) -> datetime:
    """The first moment after a calendar day."""
    return day_begins(day + timedelta(days=1), time_zone)
