"""Customers, and which of several is meant by a name."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from common.clock import local_day
from common.money import Money


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who buys; a guest has no name. `place` grows with the age of the record."""

    id: uuid.UUID
    name: str | None
    email: str | None
    made_at: datetime
    place: int


@dataclass(frozen=True, slots=True)
class Bought:
    """One thing on one of a customer's purchases."""

    description: str
    amount: Money
    sold_at: datetime
    time_zone: str

    @property
    def day(self) -> date:
        """The calendar day where it was sold."""
        return local_day(self.sold_at, self.time_zone)


def best_matches(wanted: str, found: Sequence[Customer]) -> list[Customer]:
    """Customers by how well their name fits: exactly, a whole word, the beginning of a word, anywhere; older first."""

    def fit(customer: Customer) -> tuple[int, int]:
        name, words = (customer.name or "").casefold(), wanted.casefold().strip()
        begins = rf"(?<!\w){re.escape(words)}"
        if name == words:
            return 0, customer.place
        if re.search(begins + r"(?!\w)", name):
            return 1, customer.place
        return (2 if re.search(begins, name) else 3), customer.place

    return sorted(found, key=fit)
