"""A payment card as a shopper types it: what may be wrong with it, and the little of it that may be kept."""

import hashlib
import hmac
import re
import uuid
from datetime import date

_SHORTEST, _LONGEST = 13, 19

#: Whose card it is, by its first digits.
_BRANDS = (
    ("Visa", re.compile(r"4")),
    ("Mastercard", re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720")),
    ("American Express", re.compile(r"3[47]")),
    ("Discover", re.compile(r"6011|64[4-9]|65")),
    ("JCB", re.compile(r"35(2[89]|[3-8])")),
    ("Diners Club", re.compile(r"3(0[0-5]|6|8)")),
    ("Maestro", re.compile(r"50|5[6-9]|6")),
)

NUMBER_MISSING = "Type the number on the front of the card."
NUMBER_NOT_DIGITS = "Type the digits alone; spaces between them are fine."
NUMBER_SHORT = "A card number has 13 to 19 digits, and this one is shorter: check the last group."
NUMBER_LONG = (
    "A card number has 13 to 19 digits, and this one is longer: check for a digit too many."
)
EXPIRY_WRONG = "Type month and year, like 09/28."
EXPIRY_PAST = "This card has expired. Use another one, or check the date."
CODE_WRONG = "Type the 3 digits on the back, or the 4 on the front."


def digits(number: str) -> str:
    """The number without what people put between its groups."""
    return re.sub(r"[\s\-]", "", number)


def month_and_year(expiry: str) -> str:
    """As MM/YY, from the ways in which people and browsers write it; what is none of them stays as it is."""
    found = re.fullmatch(
        r"([0-9]{1,2})[/.\-](?:20)?([0-9]{2})|([0-9]{2})([0-9]{2})", re.sub(r"\s", "", expiry)
    )
    if found is None:
        return expiry
    month, year = found[1] or found[3], found[2] or found[4]
    return f"{month:0>2}/{year}"


def brand(number: str) -> str:
    """Whose card it is; "Card" where its first digits are nobody's we know."""
    return next((name for name, begins in _BRANDS if begins.match(digits(number))), "Card")


def last4(number: str) -> str:
    """The digits that a receipt may show."""
    return digits(number)[-4:]


def mark(key: bytes, checkout_id: uuid.UUID, number: str, expiry: str) -> str:
    """Tells another card under the same checkout, to whoever has the key.

    It holds for that one, so that nobody sees one card in two of them; and without the key nobody finds the number by
    trying all. The code has no part in it: of that nothing may outlive its request, in no form (PCI DSS 3.3.1).
    """
    told = f"{checkout_id}.{digits(number)}.{month_and_year(expiry)}".encode()
    return hmac.new(key, told, hashlib.sha256).hexdigest()


def wrong_number(number: str) -> str:
    """What to do about it; empty when it can be one. Nobody's check digit is asked for."""
    bare = digits(number)
    if not bare:
        return NUMBER_MISSING
    if not re.fullmatch(r"[0-9]+", bare):
        return NUMBER_NOT_DIGITS
    if len(bare) < _SHORTEST:
        return NUMBER_SHORT
    return NUMBER_LONG if len(bare) > _LONGEST else ""


def wrong_expiry(expiry: str, today: date) -> str:
    """What to do about it; a card is good until the end of the month that it names."""
    found = re.fullmatch(r"(0[1-9]|1[0-2])/([0-9]{2})", expiry)
    if found is None:
        return EXPIRY_WRONG
    month, year = int(found[1]), 2000 + int(found[2])
    return EXPIRY_PAST if (year, month) < (today.year, today.month) else ""


def wrong_code(code: str) -> str:
    """What to do about it."""
    return "" if re.fullmatch(r"[0-9]{3,4}", code) else CODE_WRONG
