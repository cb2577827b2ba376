"""The filters of a page: as they stand in its address, and what they mean."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from common.clock import day_begins, day_ends, local_day, read_day
from common.errors import FieldError
from dashboard_service.errors import WrongFilters
from dashboard_service.models.figures import Branch, Places, Question
from dashboard_service.models.period import MOST_DAYS, Against, Days, Group, Period, Span

_MOST_PURCHASES = 1_000_000_000
_EARLIEST, _LATEST = date(1970, 1, 1), date(2999, 12, 31)

#: What `buyers` says where loyalty is counted since the first purchase ever.
EVER = "ever"


class Sort(StrEnum):
    """By what a ranking of products is sorted, the most first."""

    UNITS = "units"
    REVENUE = "revenue"


@dataclass(frozen=True, slots=True)
class Typed:
    """The filters as they stand in the address; "" is what nobody typed."""

    period: str = ""
    since: str = ""
    until: str = ""
    branch: str = ""
    compare: str = ""
    group: str = ""
    min_purchases: str = ""
    buyers: str = ""
    sort: str = ""

    @property
    def span(self) -> Span:
        """The name of the period: days without a name are chosen ones, and an unknown name is today."""
        if self.period in set(Span):
            return Span(self.period)
        return Span.CHOSEN if self.since or self.until else Span.TODAY


@dataclass(frozen=True, slots=True)
class Filters:
    """What a page looks at."""

    period: Period
    branch: Branch | None
    time_zone: str
    against: Against
    group: Group
    min_purchases: int
    ever: bool
    sort: Sort

    @classmethod
    def of(cls, typed: Typed, places: Places, now: datetime, min_purchases: int) -> "Filters":
        """What was typed, for the branches that there are, by the clock of the branch; `min_purchases` is the default.

        Raises:
            WrongFilters: a day, the branch or the threshold cannot be used; `errors` names each.
        """
        branch = places.branch(typed.branch)
        time_zone = branch.time_zone if branch else places.time_zone
        reading = _Reading(typed)
        period = reading.period(local_day(now, time_zone))
        least = reading.threshold(min_purchases)
        if typed.branch and branch is None:
            reading.wrong(
                "branch", f"There is no branch {typed.branch[:40]}. Choose one of those above."
            )
        reading.finish()
        return cls(
            period=period,
            branch=branch,
            time_zone=time_zone,
            against=period.against(typed.compare),
            group=period.group(typed.group),
            min_purchases=least,
            ever=typed.buyers == EVER,
            sort=Sort.REVENUE if typed.sort == Sort.REVENUE else Sort.UNITS,
        )

    @property
    def question(self) -> Question:
        """Its days and branch."""
        return Question(self.period.days, self._branch_id)

    @property
    def hours(self) -> int:
        """How many hours a single day has: 24, but 23 or 25 when clocks change."""
        day = self.period.days.last
        lasts = day_ends(day, self.time_zone).astimezone(UTC) - day_begins(day, self.time_zone)
        return int(lasts / timedelta(hours=1))

    @property
    def loyalty(self) -> Question:
        """The days over which buyers are counted, and the branch."""
        return Question(None if self.ever else self.period.for_loyalty, self._branch_id)

    @property
    def _branch_id(self) -> str | None:
        return self.branch.id if self.branch else None


class _Reading:
    """Reads what was typed and collects what is wrong with it."""

    def __init__(self, typed: Typed) -> None:
        self._typed = typed
        self._errors: list[FieldError] = []

    def wrong(self, field: str, detail: str) -> None:
        self._errors.append(FieldError(f"?{field}", detail))

    def finish(self) -> None:
        if self._errors:
            details = " ".join(error.detail for error in self._errors)
            raise WrongFilters(details, errors=tuple(self._errors))

    def period(self, today: date) -> Period:
        if self._typed.span is not Span.CHOSEN:
            return Period.named(self._typed.span, today)
        typed = dict(self._days())
        last = typed.get("to") or typed.get("from") or today
        days = Days(typed.get("from") or last, last)
        if not self._errors and days.first > days.last:
            self.wrong("from", f"{days.first} lies after {days.last}. Swap the two days.")
        if not self._errors and days.count > MOST_DAYS:
            self.wrong("from", f"These are {days.count:,} days. Ten years are the most at once.")
        return Period(Span.CHOSEN, days, today)

    def threshold(self, default: int) -> int:
        text = self._typed.min_purchases
        if not text:
            return default
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:12]) <= _MOST_PURCHASES):
            self.wrong("min_purchases", "Write a whole number from 1 on, as 3.")
            return default
        return int(text)

    def _days(self) -> Iterator[tuple[str, date]]:
        for field, text in (("from", self._typed.since), ("to", self._typed.until)):
            day = read_day(text)
            if day is not None and _EARLIEST <= day <= _LATEST:
                yield field, day
            elif text:
                self.wrong(
                    field, f"{text[:40]} is not a day of the calendar. Write it as 2026-11-20."
                )
