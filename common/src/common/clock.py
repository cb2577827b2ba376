"""The time of day, handed to whoever needs it so that tests can move it, and the calendar days of a place."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

#: Of the calendar's last days not every zone has every moment; these are the first and the last that all have whole.
_FIRST, _LAST = date.min + timedelta(days=2), date.max - timedelta(days=2)


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


def read_day(text: str) -> date | None:
    """A day written as 2026-11-20, None for anything else, as for 2026-W47-5, which date.fromisoformat takes too."""
    try:
        is_day = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)
        return date.fromisoformat(text) if is_day else None
    except ValueError:
        return None


def local_day(moment: datetime, time_zone: str) -> date:
    """The calendar day of a moment where it happened."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def day_begins(day: date, time_zone: str) -> datetime:
    """The first moment of a calendar day in a zone; days of 23 and 25 hours come out right.

    Any day has one, whoever typed it: those at the very ends of the calendar count as the nearest that every zone has.
    """
    return _midnight(_in_every_zone(day), time_zone)


def day_ends(day: date, time_zone: str) -> datetime:
    """The first moment after a calendar day; any day has one, as for `day_begins`."""
    return _midnight(_in_every_zone(day) + timedelta(days=1), time_zone)


def _in_every_zone(day: date) -> date:
    return min(max(day, _FIRST), _LAST)


def _midnight(day: date, time_zone: str) -> datetime:
    zone = ZoneInfo(time_zone)
    begins = datetime(day.year, day.month, day.day, tzinfo=zone)
    # where clocks go forward at midnight there is no 00:00; through UTC it becomes the 01:00 that follows
    return begins.astimezone(UTC).astimezone(zone)
