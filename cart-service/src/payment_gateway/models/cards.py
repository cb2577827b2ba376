"""Cards, and the bank behind the gateway: which numbers it declines, and with which it keeps its caller waiting."""

import hashlib
import hmac
import re
import uuid
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

_BRANDS = (
    ("visa", re.compile(r"4")),
    ("mastercard", re.compile(r"5[1-5]|2[2-7]")),
    ("amex", re.compile(r"3[47]")),
    ("discover", re.compile(r"6011|65")),
    ("maestro", re.compile(r"50|5[6-9]|6")),
)


class Reason(StrEnum):
    """Why a card is declined."""

    DECLINED = "declined"
    OUT_OF_FUNDS = "out_of_funds"
    EXPIRED_CARD = "expired_card"
    WRONG_CODE = "wrong_code"
    PROCESSING_ERROR = "processing_error"


class Manner(StrEnum):
    """How the answer to an authorisation comes; what was decided is in the ledger in any case."""

    AT_ONCE = "at_once"
    SLOW = "slow"
    TOO_LATE = "too_late"
    """Later than any caller waits."""
    NEVER = "never"
    """The connection is cut in its place."""


_DECLINED = {
    "4000000000000002": Reason.DECLINED,
    "4000000000009995": Reason.OUT_OF_FUNDS,
    "4000000000000069": Reason.EXPIRED_CARD,
    "4000000000000127": Reason.WRONG_CODE,
    "4000000000000119": Reason.PROCESSING_ERROR,
}

_MANNERS = {
    "4000000000009001": Manner.SLOW,
    "4000000000009002": Manner.TOO_LATE,
    "4000000000009003": Manner.NEVER,
}


@dataclass(frozen=True, slots=True)
class CardMark:
    """What is kept of a card: enough to know it again on a receipt, and to tell another one under the same payment."""

    brand: str
    last4: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Card:
    """A card as it was typed; it lives as long as its request does."""

    number: str = field(repr=False)
    expiry: str = field(repr=False)
    """As MM/YY; the card is good to the end of that month."""

    def judged(self, today: date) -> Reason | None:
        """Why the bank declines it; None if it does not."""
        month, year = int(self.expiry[:2]), 2000 + int(self.expiry[3:])
        if (year, month) < (today.year, today.month):
            return Reason.EXPIRED_CARD
        return _DECLINED.get(self.number)

    @property
    def manner(self) -> Manner:
        """How its bank answers."""
        return _MANNERS.get(self.number, Manner.AT_ONCE)

    def mark(self, key: bytes, payment_id: uuid.UUID) -> CardMark:
        """What may be kept. The fingerprint holds for this one payment, so that nobody sees one card in two of them."""
        told = f"{payment_id}.{self.number}.{self.expiry}".encode()
        fingerprint = hmac.new(key, told, hashlib.sha256).hexdigest()
        return CardMark(self._brand, self.number[-4:], fingerprint)

    @property
    def _brand(self) -> str:
        for name, beginning in _BRANDS:
            if beginning.match(self.number):
                return name
        return "card"
