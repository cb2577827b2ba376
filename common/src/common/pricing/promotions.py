"""The kinds of promotion: which units each may claim, and what it takes off them.

Amounts here are minor units of the basket's currency. `units` are pairs of a unit's price and how many there are, one
pair per line that the promotion covers, in the order of their products.
"""

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import accumulate

from common.money import share_half_up
from common.pricing.models import PricingError

Units = Sequence[tuple[int, int]]

#: All of it, in hundredths of a percent.
_WHOLE = 10_000


class FreeUnits(StrEnum):
    """Which units an n-for-m gives away where its products differ in price."""

    CHEAPEST = "cheapest"
    """The cheapest of all that it claims."""
    CHEAPEST_OF_EACH_SET = "cheapest_of_each_set"
    """The cheapest of each set, sets being made from the dearest units down."""


@dataclass(frozen=True, slots=True)
class Step:
    """What would bring a promotion one step further."""

    missing: int
    free: int = 0
    basis_points: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion(ABC):
    """An offer in one version of its rule: for products, for departments or, naming neither, for everything.

    A unit is claimed by one promotion, except that one which `stacks` takes its share of what the others left. Of two
    that save as much the higher priority, then the lower id, is used.
    """

    id: int
    version: int
    name: str
    priority: int = 0
    product_ids: frozenset[int] = frozenset()
    departments: frozenset[str] = frozenset()
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def holds(self, moment: datetime, coupons: Collection[str] = ()) -> bool:
        """Whether the offer is on at this moment; it ends just before `ends_at`."""
        begun = self.starts_at is None or self.starts_at <= moment
        return begun and (self.ends_at is None or moment < self.ends_at) and self.admits(coupons)

    def admits(self, coupons: Collection[str]) -> bool:  # noqa: ARG002  # only a coupon asks for a code
        """Whether whoever shows these codes may have it."""
        return True

    def covers(self, product_id: int, department: str) -> bool:
        """Whether a product of a department is on offer."""
        return self.covers_all or product_id in self.product_ids or department in self.departments

    @property
    def covers_all(self) -> bool:
        """Whether everything is on offer."""
        return not self.product_ids and not self.departments

    @property
    def rank(self) -> tuple[int, int]:
        """Sorts promotions by who goes first where the saving does not decide."""
        return -self.priority, self.id

    @property
    def stacks(self) -> bool:
        """Whether it adds to what others give."""
        return False

    @property
    @abstractmethod
    def least(self) -> int:
        """So many units it needs to give anything."""

    @property
    @abstractmethod
    def most(self) -> int:
        """The largest share of the units it claims that it can take off, in hundredths of a percent, rounded up."""

    @property
    @abstractmethod
    def reason(self) -> str:
        """The rule, read out."""

    @abstractmethod
    def takes(self, count: int) -> bool:
        """Whether it can claim exactly so many units."""

    @abstractmethod
    def savings(self, units: Units) -> list[int]:
        """What it takes off per line when it claims exactly these units, which are as many as it takes."""

    @abstractmethod
    def best(self, units: Units) -> tuple[Sequence[int], Sequence[int]]:
        """How many of each it claims where nobody else wants any, and what it takes off: no other claim saves more.

        There are at least as many as it needs.
        """

    @abstractmethod
    def next_step(self, count: int) -> Step | None:
        """What is missing for more than it gives on so many units; None where nothing was begun or nothing follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiBuy(Promotion):
    """So many `units` for the price of `paid` of them, again for every set; its products may be mixed."""

    units: int
    paid: int
    free_units: FreeUnits = FreeUnits.CHEAPEST_OF_EACH_SET

    def __post_init__(self) -> None:
        """Refuse a rule that gives nothing, or everything."""
        if not 0 < self.paid < self.units:
            raise PricingError(f"{self.units} for {self.paid} is no offer")

    @property
    def least(self) -> int:
        """One set."""
        return self.units

    @property
    def most(self) -> int:
        """The free ones among equals; where prices differ, the free ones are the cheaper."""
        return -(-_WHOLE * (self.units - self.paid) // self.units)

    @property
    def reason(self) -> str:
        """As in "2 for 1"."""
        return f"{self.units} for {self.paid}"

    def takes(self, count: int) -> bool:
        """Whole sets."""
        return count > 0 and count % self.units == 0

    def savings(self, units: Units) -> list[int]:
        """The price of the free units."""
        return self._savings(units, _dearest_first(units), sum(count for _, count in units))

    def best(self, units: Units) -> tuple[list[int], list[int]]:
        """The dearest units, in as many sets as save most."""
        order = _dearest_first(units)
        total = wanted = self._best_sets(units, order) * self.units
        claimed = [0] * len(units)
        for each in order:
            claimed[each] = min(units[each][1], wanted)
            wanted -= claimed[each]
        taken = [(amount, count) for (amount, _), count in zip(units, claimed, strict=True)]
        return claimed, self._savings(taken, order, total)

    def next_step(self, count: int) -> Step | None:
        """The rest of a set that was begun."""
        begun = count % self.units
        return Step(self.units - begun, free=self.units - self.paid) if begun else None

    def _savings(self, units: Units, order: Sequence[int], total: int) -> list[int]:
        saved = [0] * len(units)
        place = free = 0
        for each in order:
            amount, count = units[each]
            if count:
                place += count
                before, free = free, self._free_among(place, total)
                saved[each] = (free - before) * amount
        return saved

    def _free_among(self, place: int, total: int) -> int:
        """How many of the `place` dearest of so many units are free."""
        if self.free_units is FreeUnits.CHEAPEST:
            return max(0, place - total // self.units * self.paid)
        sets, more = divmod(place, self.units)
        return sets * (self.units - self.paid) + max(0, more - self.paid)

    def _best_sets(self, units: Units, order: Sequence[int]) -> int:
        """Every set pays where each gives its own cheapest. Where the cheapest of all are free, a further set may cost.

        There the saving of s sets is the price of the s · paid + 1st to the s · units-th dearest unit. It runs straight
        between the places where one of the two passes on to another price, so only those need a look.
        """
        ends = list(accumulate(units[each][1] for each in order))
        most = ends[-1] // self.units
        if self.free_units is not FreeUnits.CHEAPEST or len(units) == 1:
            return most
        prices = [units[each][0] for each in order]
        worth = list(accumulate((units[each][0] * units[each][1] for each in order), initial=0))

        def dearest(count: int) -> int:
            at = bisect_left(ends, count)
            return worth[at + 1] - (ends[at] - count) * prices[at]

        turns = {
            end // size + more
            for end in ends
            for size in (self.units, self.paid)
            for more in (0, 1)
        }
        worthy = sorted(sets for sets in turns | {most} if 0 < sets <= most)
        return max(worthy, key=lambda sets: dearest(sets * self.units) - dearest(sets * self.paid))


@dataclass(frozen=True, slots=True, kw_only=True)
class PercentOff(Promotion):
    """A share off all units, from so many on; rounded once per line."""

    basis_points: int
    minimum: int = 1
    on_top: bool = False

    def __post_init__(self) -> None:
        """Refuse a share beyond the price."""
        if not 0 < self.basis_points <= _WHOLE or self.minimum < 1:
            raise PricingError(f"{self.basis_points} off from {self.minimum} is no offer")

    @property
    def stacks(self) -> bool:
        """Whether it takes its share of what other promotions left."""
        return self.on_top

    @property
    def least(self) -> int:
        """The threshold."""
        return self.minimum

    @property
    def most(self) -> int:
        """Its share."""
        return self.basis_points

    @property
    def reason(self) -> str:
        """As in "25 % off from 3"."""
        return self.terms

    @property
    def terms(self) -> str:
        """Its share and its threshold."""
        percent = f"{self.basis_points / 100:g} % off"
        return f"{percent} from {self.minimum}" if self.minimum > 1 else percent

    def takes(self, count: int) -> bool:
        """As many as reach the threshold."""
        return count >= self.minimum

    def savings(self, units: Units) -> list[int]:
        """Its share of each line."""
        return [self.share(amount * count) for amount, count in units]

    def best(self, units: Units) -> tuple[list[int], list[int]]:
        """All of them."""
        return [count for _, count in units], self.savings(units)

    def next_step(self, count: int) -> Step | None:
        """What is missing to the threshold."""
        if count >= self.minimum:
            return None
        return Step(self.minimum - count, basis_points=self.basis_points)

    def share(self, amount: int) -> int:
        """What it takes off an amount."""
        return share_half_up(amount, self.basis_points, _WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon(PercentOff):
    """A share off for whoever shows its code; with `single_use` somebody has to see to it that it is taken once."""

    code: str
    single_use: bool = True

    def admits(self, coupons: Collection[str]) -> bool:
        """Whether its code is among them."""
        return self.code in coupons

    @property
    def reason(self) -> str:
        """As in "10 % off with a coupon"."""
        return f"{self.terms} with a coupon"


def _dearest_first(units: Units) -> list[int]:
    """Places by price; of equal prices the lower product first, so that scanning in another order moves no cent."""
    return sorted(range(len(units)), key=lambda each: -units[each][0])
