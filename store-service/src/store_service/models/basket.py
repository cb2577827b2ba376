"""The visitor's basket as the shop shows it in passing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glance:
    """How many things lie in it; None while nobody knows."""

    units: int | None = 0

    @property
    def is_known(self) -> bool:
        """Whether the basket answered."""
        return self.units is not None
