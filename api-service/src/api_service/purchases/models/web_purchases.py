"""A web order that was paid, and asks to become a purchase."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime

#: Shoppers without an account are known by their e-mail; whoever buys again under it is the same customer.
_SHOPPERS = uuid.UUID("3d0d4e0e-6a6e-4d0f-9d53-2a5b7f0f6c11")


@dataclass(frozen=True, slots=True)
class PaidOrder:
    """What is to be booked: the lines are those of the reservation, at its prices."""

    order_id: uuid.UUID
    order_number: str
    reservation_id: uuid.UUID
    payment_id: uuid.UUID
    capture_id: str
    customer_name: str
    customer_email: str
    customer_id: uuid.UUID | None
    paid_at: datetime | None = None

    def fingerprint(self) -> bytes:
        """Equal for two requests that ask for the same booking.

        The time of payment is no part of it: it follows from the capture, and an older version did not send it.
        """
        asked = [
            str(self.order_id),
            self.order_number,
            str(self.reservation_id),
            str(self.payment_id),
            self.capture_id,
            self.customer_name,
            self.customer_email,
            str(self.customer_id),
        ]
        return hashlib.sha256(json.dumps(asked).encode()).digest()

    @property
    def buyer_id(self) -> uuid.UUID:
        """Who buys: the named customer, or whoever has this e-mail."""
        return self.customer_id or uuid.uuid5(_SHOPPERS, self.customer_email.casefold())
