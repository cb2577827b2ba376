"""What a price leaves behind where it was agreed: in a reservation, in a purchase."""

from dataclasses import dataclass
from typing import Self

from common import pricing
from common.money import Money


@dataclass(frozen=True, slots=True)
class Discount:
    """What a promotion took off a line, in the version that it had then."""

    promotion_id: int
    promotion_version: int
    name: str
    amount: Money

    @classmethod
    def all_of(cls, line: pricing.PricedLine) -> tuple[Self, ...]:
        """What was taken off a line that was just priced, in the order in which it is read again."""
        return tuple(
            cls(each.promotion_id, each.promotion_version, each.name, each.amount)
            for each in sorted(line.discounts, key=lambda each: each.promotion_id)
        )
