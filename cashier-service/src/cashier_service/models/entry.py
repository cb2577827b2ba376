"""What a cashier types or scans into the one field that always listens."""

import re
from dataclasses import dataclass

from cashier_service.errors import WrongQuantity

#: The most of one product in one sale: beyond it somebody leaned on a key.
MOST_UNITS = 9_999

_TIMES = re.compile(r"(\d{1,12})\s*[*×]\s*(.*)")


@dataclass(frozen=True, slots=True)
class Entry:
    """So many times something; `times` is None where no quantity was typed."""

    words: str
    times: int | None = None

    @property
    def quantity(self) -> int:
        """How many are meant."""
        return 1 if self.times is None else self.times


def read_entry(text: str) -> Entry:
    """Take an entry such as "3*4000000000013", "3*7", "tom" or "5*" apart.

    Raises:
        WrongQuantity: the number before the star is none that can be sold.
    """
    words = " ".join(text.split())
    match = _TIMES.fullmatch(words)
    if match is None:
        return Entry(words)
    return Entry(match[2], checked_quantity(int(match[1])))


def checked_quantity(quantity: int) -> int:
    """The quantity, if so many can be sold at once.

    Raises:
        WrongQuantity: it is below one or beyond MOST_UNITS.
    """
    if not 1 <= quantity <= MOST_UNITS:
        raise WrongQuantity(f"{quantity:,} cannot be sold at once")
    return quantity
