"""Who buys, and where it goes."""

import unicodedata
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from common.payload import EMAIL

#: Letters and signs without any ink: fillers of Korean, and the empty pattern of Braille.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")

NAME_MISSING = "Type the name of whoever gets it."
EMAIL_WRONG = "Type an address like marta@example.com."
STREET_MISSING = "Type street and number."
POSTCODE_MISSING = "Type the postcode."
CITY_MISSING = "Type the town."
COUNTRY_WRONG = "The shop does not send there. Choose a country that it sends to."


@dataclass(frozen=True, slots=True)
class Customer:
    """Who buys; the ids are those of somebody who has signed in."""

    name: str
    email: str
    customer_id: uuid.UUID | None = None
    account_id: uuid.UUID | None = None

    def as_json(self) -> dict[str, Any]:
        """As the books and the orders are told."""
        ids = {"customer_id": self.customer_id, "account_id": self.account_id}
        known = {name: str(value) for name, value in ids.items() if value is not None}
        return {"name": self.name, "email": self.email, **known}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Customer":
        """As it was kept."""
        ids = {
            name: uuid.UUID(kept[name]) for name in ("customer_id", "account_id") if name in kept
        }
        return cls(kept["name"], kept["email"], **ids)


@dataclass(frozen=True, slots=True)
class Address:
    """Where it goes; programs of the documents know one line of it, or none."""

    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    """As ISO 3166 has it, in two letters."""

    def as_json(self) -> dict[str, Any]:
        """As the orders are told."""
        return asdict(self)


def is_visible(text: str) -> bool:
    """Whether anybody can read something there: a letter, a digit or a sign that leaves ink."""
    return any(unicodedata.category(each)[0] in "LNPS" and each not in _BLANK for each in text)


def is_email(text: str) -> bool:
    """Whether mail can be sent there, as far as its form says."""
    return EMAIL.fullmatch(text) is not None
