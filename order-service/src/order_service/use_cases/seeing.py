"""Who may see an order, and so do something about it."""

import uuid
from dataclasses import dataclass

from order_service.errors import NoSuchOrder
from order_service.models.links import Links
from order_service.models.order import Order
from order_service.models.parts import By


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who asks for orders, and what that is decided by."""

    by: By
    everything: bool = False
    """Whether every order may be seen: by an owner, a service, or the service itself."""
    branch_id: str | None = None
    """A manager's branch: what is sent from there may be seen, and what nobody sends."""
    account_id: uuid.UUID | None = None
    """A shopper's account, whose orders may be seen."""
    key: str = ""
    """The key of an order's link, which opens that one."""
    opened: frozenset[uuid.UUID] = frozenset()
    """Orders that this browser opened by their links."""
    links: Links | None = None

    @property
    def is_staff(self) -> bool:
        """Whether this is somebody who packs and sends."""
        return self.everything or self.branch_id is not None

    def may_see(self, order: Order) -> bool:
        """Whether this order is there for them."""
        if self.everything:
            return True
        if self.branch_id is not None and order.branch_id in (None, self.branch_id):
            return True
        if self.account_id is not None and order.customer.account_id == self.account_id:
            return True
        if order.id in self.opened:
            return True
        return bool(self.key and self.links and self.links.fits(order.id, self.key))

    def check(self, order: Order) -> Order:
        """The order, if it may be seen.

        Raises:
            NoSuchOrder: it may not, which looks as if there were none.
        """
        if not self.may_see(order):
            raise NoSuchOrder
        return order
