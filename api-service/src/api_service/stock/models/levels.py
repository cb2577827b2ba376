"""How many units a branch has."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """How many units of a product a branch has, and how many of them are promised to web orders."""

    branch_id: str
    product_id: int
    product: str
    quantity: int
    reserved: int

    @property
    def available(self) -> int:
        """What the web may sell."""
        return max(self.quantity - self.reserved, 0)
