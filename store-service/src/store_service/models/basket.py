"""The visitor's basket as the shop shows it in passing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from common.money import Money


@dataclass(frozen=True, slots=True)
class Held:
    """So many units of one product in it, what they cost there, and what one more would change, in words."""

    quantity: int
    list_total: Money
    total: Money
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Glance:
    """How many things lie in it, and which; None while nobody knows."""

    units: int | None = 0
    held: Mapping[int, Held] = field(default_factory=dict)

    @property
    def is_known(self) -> bool:
        """Whether the basket answered."""
        return self.units is not None
