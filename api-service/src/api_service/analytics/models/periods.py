"""Days to report on, the earlier days that they are compared with, and the buckets that they are divided into."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from common.clock import day_begins, day_ends
from common.errors import FieldError, InvalidRequest

#: Nobody's books are older or newer, and a year's comparison from here on stays within the calendar.
_EARLIEST, _LATEST = date(1970, 1, 1), date(2999, 12, 31)

#: Hours that a day's chart always shows, so that a quiet morning does not look like a whole day.
_FIRST_HOUR, _LAST_HOUR = 8, 19

_HOUR = timedelta(hours=1)


class Group(StrEnum):
    """What one row of a report stands for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def most_days(self) -> int:
        """The longest period that makes a readable, quickly answered report of these."""
        return {Group.HOUR: 7, Group.DAY: 400}.get(self, 3_700)


class Comparison(StrEnum):
    """With which earlier days a period is compared."""

    PREVIOUS = "previous"
    WEEK = "week"
    YEAR = "year"
    NONE = "none"


class State(StrEnum):
    """Whether a bucket is over, runs, or has not begun."""

    PAST = "past"
    OPEN = "open"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class Period:
    """Calendar days, first and last included."""

    first: date
    last: date

    @classmethod
    def asked(cls, first: date | None, last: date | None, *, today: date) -> "Period":
        """What `from` and `to` mean: a missing end is today, a missing beginning the end.

        Raises:
            InvalidRequest: they are the wrong way round, or beyond any calendar of a shop.
        """
        if last is None:
            last = max(today, first) if first else today
        period = cls(first or last, last)
        if period.first > period.last:
            raise _wrong("?from", f"{period.first} lies after {period.last}")
        if period.first < _EARLIEST:
            raise _wrong("?from", f"the first day that can be asked for is {_EARLIEST}")
        if period.last > _LATEST:
            raise _wrong("?to", f"the last day that can be asked for is {_LATEST}")
        return period

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def earlier(self, days: int) -> "Period":
        """The same number of days, so many days before."""
        return Period(self.first - timedelta(days=days), self.last - timedelta(days=days))

    def group(self, asked: Group | None) -> Group:
        """The grouping asked for, or the one that suits its length.

        Raises:
            InvalidRequest: the period is too long for the grouping asked for.
        """
        if asked is None:
            if self.days == 1:
                return Group.HOUR
            asked = Group.DAY if self.days <= Group.DAY.most_days else Group.MONTH
        if self.days > asked.most_days:
            raise _wrong(
                "?group",
                f"{self.days} days are too many for one row per {asked}: the most are {asked.most_days}",
            )
        return asked

    def days_back(self, comparison: Comparison) -> int | None:
        """How many days earlier the compared period lies; 364 are the same weekdays of the year before."""
        return {
            Comparison.PREVIOUS: self.days,
            Comparison.WEEK: 7,
            Comparison.YEAR: 364,
            Comparison.NONE: None,
        }[comparison]

    def whole_months(self) -> tuple[date, date]:
        """The first day of its first whole month, and the day after its last; twice its first day if it has none."""
        begin = self.first if self.first.day == 1 else _next_month(self.first)
        end = (self.last + timedelta(days=1)).replace(day=1)
        return (begin, end) if begin < end else (self.first, self.first)


@dataclass(frozen=True, slots=True)
class Bucket:
    """An hour, a day, a week or a month, with the moments between which it lies."""

    starts_at: datetime
    ends_at: datetime

    def state(self, now: datetime) -> State:
        """Whether it is over."""
        if now < self.starts_at:
            return State.FUTURE
        return State.OPEN if now < self.ends_at else State.PAST


def resolve(wall: datetime, time_zone: str) -> datetime:
    """The moment at which the clocks of a zone show a time; one that they skipped counts an hour later."""
    zone = ZoneInfo(time_zone)
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)


def wall_time(moment: datetime, time_zone: str) -> datetime:
    """What the clocks of a zone show at a moment; `fold` tells a repeated hour's second time."""
    return moment.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None)


def shifted(wall: datetime, *, days: int) -> datetime:
    """The same time of day on another day."""
    return (wall + timedelta(days=days)).replace(fold=wall.fold)


def same_time_earlier(moment: datetime, time_zone: str, *, days: int) -> datetime:
    """The moment, in UTC, at which the clocks of a zone showed the same time so many days before."""
    wall = shifted(wall_time(moment, time_zone), days=-days)
    return resolve(wall, time_zone).astimezone(UTC)


def day_buckets(period: Period, group: Group, time_zone: str) -> list[Bucket]:
    """Days, or weeks from Monday, or calendar months; the first and last are cut where the period is."""
    firsts = [
        day
        for day in _days(period)
        if day == period.first
        or group is Group.DAY
        or (group is Group.WEEK and day.isoweekday() == 1)
        or (group is Group.MONTH and day.day == 1)
    ]
    begins = [day_begins(day, time_zone) for day in firsts]
    return [
        Bucket(start, end) for start, end in pairwise([*begins, day_ends(period.last, time_zone)])
    ]


def hour_buckets(period: Period, time_zone: str, busy: Iterable[int]) -> list[Bucket]:
    """Every hour of the days from the first to the last that was busy on any of them, at least from 8 to 20.

    An hour that clocks repeat is there twice, one that they skip is not there.
    """
    hours = {_FIRST_HOUR, _LAST_HOUR, *busy}
    found = []
    for day in _days(period):
        moment = day_begins(day, time_zone).astimezone(UTC)
        end = day_ends(day, time_zone).astimezone(UTC)
        while moment < end:
            local = moment.astimezone(ZoneInfo(time_zone))
            # after a change of half an hour, a step ends with the hour that clocks show
            after = min(moment + _HOUR - timedelta(minutes=local.minute), end)
            if min(hours) <= local.hour <= max(hours):
                found.append(Bucket(local, after.astimezone(ZoneInfo(time_zone))))
            moment = after
    return found


def _days(period: Period) -> Iterator[date]:
    return (period.first + timedelta(days=count) for count in range(period.days))


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _wrong(pointer: str, detail: str) -> InvalidRequest:
    return InvalidRequest(detail, errors=(FieldError(pointer, detail),))
