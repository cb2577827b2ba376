"""What the customer hands over, and which tenders it makes."""

import re
from dataclasses import dataclass
from enum import StrEnum

from cashier_service.errors import EnoughInCash, NotEnough, Told, TooMuch, WrongAmount
from common.money import Money, MoneyError

#: Nobody hands over so much more than the total; a code scanned into the field would.
_MOST_CHANGE_MINOR = 100_000


class Method(StrEnum):
    """How a tender is paid; `other` comes from elsewhere, never from a till."""

    CASH = "cash"
    CARD = "card"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Tender:
    """A part of the total and what was given for it; only cash is given above its amount."""

    method: Method
    amount: Money
    given: Money

    @property
    def change(self) -> Money:
        """What goes back to the customer."""
        return self.given - self.amount


def read_amount(text: str, currency: str) -> Money | None:
    """An amount as typed, with point or comma before the cents; an empty field is None.

    Raises:
        WrongAmount: it is no amount of this currency.
    """
    typed = re.sub(r"[\s€$£]", "", text)
    if not typed:
        return None
    try:
        amount = Money.parse(typed.replace(",", "."), currency)
    except MoneyError:
        raise WrongAmount(f"“{text.strip()[:40]}” is not an amount") from None
    if amount.minor < 0:
        raise WrongAmount("An amount given is never below zero")
    return amount


@dataclass(frozen=True, slots=True)
class Preview:
    """What an amount of cash means before it is taken: the change, or what is missing, or what is wrong with it."""

    total: Money
    change: Money | None = None
    rest: Money | None = None
    told: Told | None = None

    @property
    def may_take_cash(self) -> bool:
        """Whether the cash pays for everything."""
        return self.told is None

    @property
    def may_take_card(self) -> bool:
        """Whether there is something left for a card to pay."""
        return self.rest is not None or (self.told is None and self.change is None)


def preview(total: Money, typed: str) -> Preview:
    """What the amount typed comes to; an empty field has neither change nor rest."""
    try:
        given = read_amount(typed, total.currency)
        (tender,) = settle(total, Method.CASH, given)
    except NotEnough as refusal:
        return Preview(total, rest=refusal.rest, told=refusal)
    except Told as refusal:
        return Preview(total, told=refusal)
    return Preview(total, change=None if given is None else tender.change)


def settle(total: Money, method: Method, given: Money | None) -> tuple[Tender, ...]:
    """The tenders that make up the total.

    Cash without an amount is exact. By card, an amount given is cash and the card takes the rest.

    Raises:
        NotEnough: the cash does not cover the total.
        EnoughInCash: by card, and the cash covers it all.
        TooMuch: much more than anybody hands over.
    """
    if method is Method.CARD:
        return _by_card(total, given)
    given = total if given is None else given
    if given < total:
        raise NotEnough(total - given)
    if (given - total).minor > _MOST_CHANGE_MINOR:
        raise TooMuch(f"{given} for {total} cannot be right")
    return (Tender(Method.CASH, total, given),)


def _by_card(total: Money, given: Money | None) -> tuple[Tender, ...]:
    if not given:
        return (Tender(Method.CARD, total, total),)
    if total <= given:
        raise EnoughInCash
    rest = total - given
    return (Tender(Method.CASH, given, given), Tender(Method.CARD, rest, rest))
