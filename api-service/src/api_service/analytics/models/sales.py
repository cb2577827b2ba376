"""Sales of a period beside those of an earlier one, laid out in buckets: what a report of sales is made of."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import reduce
from operator import add
from typing import Self

from api_service.analytics.models.periods import (
    Bucket,
    Comparison,
    Group,
    Period,
    State,
    day_buckets,
    hour_buckets,
    resolve,
    shifted,
)
from common.money import Money


@dataclass(frozen=True, slots=True)
class Figures:
    """What was sold: receipts, things, money."""

    purchases: int
    units: int
    total: Money

    @classmethod
    def none(cls, currency: str) -> Self:
        """Nothing was."""
        return cls(0, 0, Money.zero(currency))

    @classmethod
    def sum(cls, parts: Iterable[Self], currency: str) -> Self:
        """All of them together."""
        return reduce(add, parts, cls.none(currency))

    def __add__(self, other: Self) -> Self:
        """Both together."""
        return type(self)(
            self.purchases + other.purchases, self.units + other.units, self.total + other.total
        )

    @property
    def average(self) -> Money:
        """The total per purchase, rounded half up; zero without purchases."""
        if not self.purchases:
            return self.total
        return self.total.allocate([1, self.purchases - 1])[0]


@dataclass(frozen=True, slots=True)
class Sold:
    """Sales of some days, once by the clock and once by branch.

    The slots are wall times where it was sold: the beginning of an hour, or of a day. `fold` tells the second of two
    hours that clocks repeat.
    """

    by_slot: Sequence[tuple[datetime, Figures]]
    by_branch: Mapping[str, Figures]

    def moved(self, days: int) -> Self:
        """The same sales at the same times of day, so many days later."""
        later = [(shifted(slot, days=days), figures) for slot, figures in self.by_slot]
        return replace(self, by_slot=later)

    def whole(self, currency: str) -> Figures:
        """All of it."""
        return Figures.sum(self.by_branch.values(), currency)


@dataclass(frozen=True, slots=True)
class Row:
    """A bucket, what was sold in it and what was given back."""

    starts_at: datetime
    state: State
    figures: Figures
    refunded: Figures


@dataclass(frozen=True, slots=True)
class Totals:
    """What was sold, and to how many different customers."""

    figures: Figures
    buyers: int


@dataclass(frozen=True, slots=True)
class Compared:
    """The earlier days: row by row beside the period's own, as a whole, and as far as the period has come by now."""

    period: Period
    rows: Sequence[tuple[datetime, Figures]]
    whole: Figures
    so_far: Totals


@dataclass(frozen=True, slots=True)
class BranchSales:
    """A branch's part, beside its part of the earlier days as far as the period has come by now."""

    branch_id: str
    name: str
    figures: Figures
    refunded: Figures
    compared: Figures | None


@dataclass(frozen=True, slots=True)
class TenderSum:
    """What was paid in one kind of tender, and on how many purchases."""

    kind: str
    purchases: int
    total: Money


@dataclass(frozen=True, slots=True)
class SalesReport:
    """The answer to: what was sold in these days, and how is that against earlier ones?"""

    period: Period
    group: Group
    branch_id: str | None
    comparison: Comparison
    time_zone: str
    currency: str
    as_of: datetime
    rows: Sequence[Row]
    totals: Totals
    refunded: Figures
    """What was given back in these days, whenever it had been sold; sales are counted before it."""
    compared: Compared | None
    branches: Sequence[BranchSales]
    tenders: Sequence[TenderSum]


@dataclass(frozen=True, slots=True)
class Layout:
    """The buckets of a period in the zone of its report, and which of them a slot belongs to.

    Earlier sales come moved to the period. Nothing gets lost on a day of 23 or 25 hours: what was sold in an hour that
    the period's day does not have stands in the next, and an hour that only the earlier day had twice is summed.
    """

    buckets: Sequence[Bucket]
    time_zone: str
    currency: str

    @classmethod
    def of(
        cls, period: Period, group: Group, time_zone: str, currency: str, solds: Iterable[Sold]
    ) -> Self:
        """The buckets of a period; hours are shown as far as anything was sold in them."""
        if group is Group.HOUR:
            busy = {resolve(slot, time_zone).hour for sold in solds for slot, _ in sold.by_slot}
            return cls(hour_buckets(period, time_zone, busy), time_zone, currency)
        return cls(day_buckets(period, group, time_zone), time_zone, currency)

    def rows(self, sold: Sold, refunded: Sold, now: datetime) -> list[Row]:
        """What was sold and given back, bucket by bucket."""
        filled = zip(self.buckets, self._filled(sold), self._filled(refunded), strict=True)
        return [
            Row(bucket.starts_at, bucket.state(now), figures, back)
            for bucket, figures, back in filled
        ]

    def earlier_rows(self, moved: Sold, *, days: int) -> list[tuple[datetime, Figures]]:
        """What was sold so many days before, bucket by bucket, with the moments at which those began."""
        starts = [bucket.starts_at.replace(tzinfo=None) for bucket in self.buckets]
        return [
            (resolve(shifted(start, days=-days), self.time_zone), figures)
            for start, figures in zip(starts, self._filled(moved), strict=True)
        ]

    def _filled(self, sold: Sold) -> list[Figures]:
        # in UTC, because two times of one zone compare by the clock, and a repeated hour would be one
        starts = [bucket.starts_at.astimezone(UTC) for bucket in self.buckets]
        filled = [Figures.none(self.currency) for _ in starts]
        for slot, figures in sold.by_slot:
            moment = resolve(slot, self.time_zone).astimezone(UTC)
            filled[max(bisect_right(starts, moment) - 1, 0)] += figures
        return filled
