"""The days that a page looks at, the earlier ones that it holds against them, and what it divides them into."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

#: The longest period that a page takes; the books answer up to ten years of weeks or months.
MOST_DAYS = 3_660

#: Up to so many days, a row per day, per week is still a chart.
_MOST_BY_DAY, _MOST_BY_WEEK = 400, 1_100
_LEAST_BY_WEEK, _LEAST_BY_MONTH = 14, 63

#: From so many days on, rows per week or month are what is shown unless another is asked for.
_WEEKS_FROM, _MONTHS_FROM = 63, 211

#: A week of purchases says little about who is loyal, so buyers are counted over at least so many days.
_LEAST_FOR_LOYALTY = 28


class Span(StrEnum):
    """How a period was named."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "7days"
    FOUR_WEEKS = "28days"
    CHOSEN = "chosen"


class Group(StrEnum):
    """What a row of a chart stands for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Against(StrEnum):
    """Which earlier days are held against a period."""

    PREVIOUS = "previous"
    WEEK = "week"
    YEAR = "year"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Days:
    """Calendar days, first and last included."""

    first: date
    last: date

    @property
    def count(self) -> int:
        """How many they are."""
        return (self.last - self.first).days + 1

    def earlier(self, days: int) -> "Days":
        """As many days, so many days before."""
        return Days(self.first - timedelta(days=days), self.last - timedelta(days=days))


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a page looks at, seen from today."""

    span: Span
    days: Days
    today: date

    @classmethod
    def named(cls, span: Span, today: date) -> "Period":
        """The period of a name; a chosen one is today until its days are known."""
        back = {Span.YESTERDAY: 1, Span.WEEK: 6, Span.FOUR_WEEKS: 27}.get(span, 0)
        first = today - timedelta(days=back)
        last = first if span is Span.YESTERDAY else today
        return cls(span, Days(first, last), today)

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.days.count == 1

    @property
    def is_today(self) -> bool:
        """Whether it is the day that runs."""
        return self.days == Days(self.today, self.today)

    @property
    def is_yesterday(self) -> bool:
        """Whether it is the day before the one that runs."""
        return self.days == Days(self.today, self.today).earlier(1)

    @property
    def runs(self) -> bool:
        """Whether today is one of its days, so that it is not over."""
        return self.days.first <= self.today <= self.days.last

    @property
    def groups(self) -> tuple[Group, ...]:
        """What it can be divided into."""
        count = self.days.count
        if count == 1:
            return (Group.HOUR,)
        fits = {
            Group.DAY: count <= _MOST_BY_DAY,
            Group.WEEK: _LEAST_BY_WEEK <= count <= _MOST_BY_WEEK,
            Group.MONTH: count >= _LEAST_BY_MONTH,
        }
        return tuple(group for group, does in fits.items() if does)

    def group(self, asked: str) -> Group:
        """The one asked for if it fits, else the one that suits the length."""
        if asked in self.groups:
            return Group(asked)
        count = self.days.count
        if count == 1:
            return Group.HOUR
        if count < _WEEKS_FROM:
            return Group.DAY
        return Group.WEEK if count < _MONTHS_FROM else Group.MONTH

    @property
    def comparisons(self) -> tuple[Against, ...]:
        """What it can be held against; a week earlier means something else only for less than a week."""
        week = (Against.WEEK,) if self.days.count < 7 else ()
        return (Against.PREVIOUS, *week, Against.YEAR, Against.NONE)

    def against(self, asked: str) -> Against:
        """The comparison asked for if it means something here, else the days just before."""
        return Against(asked) if asked in self.comparisons else Against.PREVIOUS

    def others(self, chosen: Against) -> tuple[Against, ...]:
        """What a single day is held against besides: the day before and the weekday a week ago are both of interest."""
        if not self.is_day or chosen is Against.NONE:
            return ()
        return tuple(each for each in (Against.PREVIOUS, Against.WEEK) if each is not chosen)

    def earlier(self, against: Against) -> Days:
        """The days that it is held against; 364 days earlier the weekdays are the same."""
        back = {Against.WEEK: 7, Against.YEAR: 364}.get(against, self.days.count)
        return self.days.earlier(back)

    @property
    def for_loyalty(self) -> Days:
        """The days over which buyers are counted: its own, but no fewer than four weeks until its end."""
        least = self.days.last - timedelta(days=_LEAST_FOR_LOYALTY - 1)
        return Days(min(self.days.first, least), self.days.last)
