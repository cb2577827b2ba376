"""What somebody who pays asks for, and how a repeat of it is told from another wish under the same key."""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from cart_service.clients.gateway import Card
from cart_service.models import card as cards
from cart_service.models.buyer import Address, Customer
from cart_service.models.checkout import Checkout
from cart_service.models.shown import ShownBasket
from common.errors import InvalidRequest
from common.money import Money


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody who pays sends along."""

    key: str
    """Made before the first try, and the same with every repeat."""
    customer: Customer
    address: Address
    card: Card = field(repr=False)
    expired: InvalidRequest | None = None
    """What is to be said of the card if nothing was begun with it while it was good."""
    total: Money | None = None
    """What the shopper saw that it costs; None: what the basket says."""
    content: str = ""
    """What the shopper saw in the basket, as `content_of` writes it; empty: whatever lies there."""
    tries_again: bool = False
    """Whether the same key may try once more where it came to nothing: a page keeps its key when one goes back."""

    def asked(self, card_key: bytes, checkout_id: uuid.UUID) -> str:
        """All of it in short, for one checkout; without the key it tells nobody which card it was."""
        mark = cards.mark(card_key, checkout_id, self.card.number, self.card.expiry)
        return f"{self._told}.{mark}"

    def is_asked_by(self, found: Checkout, card_key: bytes) -> bool:
        """Whether a checkout was begun for just this; the version before kept no mark of the card."""
        return found.asked in (self._told, self.asked(card_key, found.id))

    @property
    def _told(self) -> str:
        """What may be known of it."""
        told = [
            self.customer.as_json(),
            self.address.as_json(),
            cards.brand(self.card.number),
            cards.last4(self.card.number),
            str(self.total),
            self.content,
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def content_of(lines: Iterable[tuple[int, int]]) -> str:
    """What lies in a basket, short: products and how many of each."""
    return hashlib.sha256(json.dumps(sorted(lines)).encode()).hexdigest()[:24]


def content_shown(seen: ShownBasket) -> str:
    """The same of a basket as it is shown."""
    return content_of((line.product.id, line.quantity) for line in seen.lines)
