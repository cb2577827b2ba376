"""How far an order has come, and where it may go from there."""

from collections.abc import Mapping
from enum import StrEnum


class Status(StrEnum):
    """A step of an order's life."""

    PLACED = "placed"
    PAID = "paid"
    PACKED = "packed"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"

    @property
    def is_revenue(self) -> bool:
        """Whether an order in this state was paid for and its money is kept."""
        return self in REVENUE

    @property
    def next_by_hand(self) -> tuple["Status", ...]:
        """Where somebody may take it from here; only captures and refunds do the rest."""
        return _BY_HAND[self]


#: The way of an order where nothing goes wrong.
WAY = (Status.PLACED, Status.PAID, Status.PACKED, Status.SHIPPED, Status.DELIVERED)

REVENUE = frozenset({Status.PAID, Status.PACKED, Status.SHIPPED, Status.DELIVERED})

#: What somebody still has to do something about.
OPEN = (Status.PLACED, Status.PAID, Status.PACKED, Status.SHIPPED)

_BY_HAND: Mapping[Status, tuple[Status, ...]] = {
    Status.PLACED: (Status.CANCELLED,),
    Status.PAID: (Status.PACKED, Status.CANCELLED),
    Status.PACKED: (Status.SHIPPED, Status.CANCELLED),
    Status.SHIPPED: (Status.DELIVERED,),
    Status.DELIVERED: (),
    Status.CANCELLED: (),
    Status.REFUNDED: (),
}
