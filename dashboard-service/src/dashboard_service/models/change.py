"""By how much something is more or less than before."""

from dataclasses import dataclass
from decimal import Decimal

from common.money import Money

#: What would be written as 0.0 % is no difference that anybody acts on.
_LEAST = Decimal("0.0005")


@dataclass(frozen=True, slots=True)
class Change:
    """A size beside the one before it, in minor units or pieces."""

    now: int
    before: int

    @classmethod
    def of_money(cls, now: Money, before: Money) -> "Change":
        """Between two amounts.

        Raises:
            MoneyError: they are in two currencies.
        """
        difference = now - before
        return cls(before.minor + difference.minor, before.minor)

    @property
    def ratio(self) -> Decimal | None:
        """The difference as a share of what was before, 0.056 for 5.6 % more; None where nothing was before."""
        if self.before <= 0:
            return None
        return Decimal(self.now - self.before) / self.before

    @property
    def size(self) -> Decimal:
        """The ratio without its sign; zero where there is none."""
        return abs(self.ratio or Decimal(0))

    @property
    def difference(self) -> int:
        """How many more, below zero for fewer."""
        return self.now - self.before

    @property
    def direction(self) -> str:
        """Which way it went: "up", "down", or "" for not at all."""
        return "up" if self.difference > 0 else "down" if self.difference < 0 else ""

    @property
    def way(self) -> str:
        """The direction, but "" also where a percentage would say that nothing has changed."""
        return "" if self.ratio is not None and self.size < _LEAST else self.direction
