"""What somebody who pays types or sends, checked as a whole: everything that is wrong with it at once."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from cart_service.clients.gateway import Card
from cart_service.models import buyer
from cart_service.models import card as cards
from cart_service.models.buyer import Address, Customer
from cart_service.payloads.countries import is_sent_to
from common.access import Caller
from common.errors import FieldError, InvalidRequest

#: The gateway's own test card, with which a demo pays where none is named. It is the same every year: so is a repeat.
_DEMO_NUMBER, _DEMO_EXPIRY, _DEMO_CODE = "4242424242424242", "12/99", "123"
_DEMO_NAME, _DEMO_EMAIL = "Demo shopper", "shopper@example.org"

#: What to do about each field of the page, for the page's own script.
ADVICE = {
    "name": {"wrong": buyer.NAME_MISSING},
    "email": {"wrong": buyer.EMAIL_WRONG},
    "address": {"wrong": buyer.STREET_MISSING},
    "postcode": {"wrong": buyer.POSTCODE_MISSING},
    "city": {"wrong": buyer.CITY_MISSING},
    "card_number": {"wrong": cards.NUMBER_MISSING, "short": cards.NUMBER_SHORT},
    "expiry": {"wrong": cards.EXPIRY_WRONG, "past": cards.EXPIRY_PAST},
    "cvv": {"wrong": cards.CODE_WRONG},
}


@dataclass(frozen=True, slots=True)
class Entered:
    """Words in fields, empty where nothing was entered. Number and code are shown by nothing."""

    name: str = ""
    email: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    number: str = field(default="", repr=False)
    expiry: str = field(default="", repr=False)
    code: str = field(default="", repr=False)

    def wrong(self, today: date, *, whole_address: bool) -> dict[str, str]:
        """What to do about each field that is wrong; programs of the documents need no whole address."""
        found = {
            "name": "" if buyer.is_visible(self.name) else buyer.NAME_MISSING,
            "email": "" if buyer.is_email(self.email) else buyer.EMAIL_WRONG,
        }
        if whole_address:
            found |= {
                "street": "" if buyer.is_visible(self.street) else buyer.STREET_MISSING,
                "postcode": "" if buyer.is_visible(self.postcode) else buyer.POSTCODE_MISSING,
                "city": "" if buyer.is_visible(self.city) else buyer.CITY_MISSING,
            }
        if self.country and not is_sent_to(self.country):
            found["country"] = buyer.COUNTRY_WRONG
        found |= {
            "number": cards.wrong_number(self.number),
            "expiry": cards.wrong_expiry(cards.month_and_year(self.expiry), today),
            "code": cards.wrong_code(self.code),
        }
        return {name: words for name, words in found.items() if words}

    def refuse_wrong(
        self, today: date, pointers: Mapping[str, str], *, whole_address: bool = False
    ) -> InvalidRequest | None:
        """Refuse it with everything that is wrong; `pointers` say where each field stood.

        A card that has merely expired is handed back as the refusal of what is not begun yet: it may have been good
        when the payment was, and a repeat of that is answered as the first time.

        Raises:
            InvalidRequest: names each.
        """
        wrong = self.wrong(today, whole_address=whole_address)
        if not wrong:
            return None
        errors = tuple(FieldError(pointers[name], words) for name, words in wrong.items())
        first = errors[0].detail if len(errors) == 1 else f"{len(errors)} fields are wrong"
        refusal = InvalidRequest(first, errors=errors)
        if wrong == {"expiry": cards.EXPIRY_PAST}:
            return refusal
        raise refusal

    @property
    def has_no_card(self) -> bool:
        """Whether not a word was said of one."""
        return not (self.number or self.expiry or self.code)

    @property
    def card(self) -> Card:
        """For the gateway, and for nobody else."""
        return Card(
            cards.digits(self.number), cards.month_and_year(self.expiry), self.code, self.name
        )

    @property
    def address(self) -> Address:
        """Where it goes."""
        return Address(self.street, self.postcode, self.city, self.country)

    def customer(self, caller: Caller) -> Customer:
        """Who buys."""
        return Customer(self.name, self.email, caller.customer_id, caller.account_id)


def with_account(entered: Entered, caller: Caller) -> Entered:
    """With the account's name and e-mail where none were entered."""
    if caller.account_id is None:
        return entered
    return _filled(entered, caller.name, caller.email)


def with_demo_card(entered: Entered) -> Entered:
    """With the demo's card, and its shopper where nobody is named."""
    named = _filled(entered, _DEMO_NAME, _DEMO_EMAIL)
    return replace(named, number=_DEMO_NUMBER, expiry=_DEMO_EXPIRY, code=_DEMO_CODE)


def fresh_key() -> str:
    """The key of a payment that was not begun yet."""
    return str(uuid.uuid4())


def _filled(entered: Entered, name: str, email: str) -> Entered:
    return replace(entered, name=entered.name or name, email=entered.email or email)
