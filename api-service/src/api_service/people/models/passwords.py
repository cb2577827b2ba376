"""Which passwords and PINs are accepted. A password is taken exactly as typed; no kind of sign is demanded."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from api_service.people.errors import WeakPassword, WeakPin
from common.errors import FieldError

SHORTEST = 8
LONGEST = 256

#: The most common passwords of leaked accounts that are long enough, in lower case; collected by Royce Williams.
_COMMON = Path(__file__).with_name("common_passwords.txt")

_SEQUENCES = ("01234567890", "09876543210")
_OFTEN = {
    "1004",
    "1212",
    "1122",
    "1313",
    "2000",
    "2580",
    "6969",
    "112233",
    "121212",
    "123123",
    "159753",
}
_WORD = 4


def check_password(password: str, *, about: Iterable[str], pointer: str = "/password") -> None:
    """Refuse what is guessed first. `about` are words that belong to the person: name, e-mail, the chain's name.

    Raises:
        WeakPassword: it is too short, too long, common, or made of such a word.
    """
    reason = _weakness(password, about)
    if reason:
        raise WeakPassword(reason, errors=(FieldError(pointer, reason, WeakPassword.code),))


def check_pin(pin: str, *, pointer: str = "/pin") -> None:
    """Refuse a PIN that colleagues would try first.

    Raises:
        WeakPin: it is not of four to six digits, or is a simple one.
    """
    if not re.fullmatch(r"[0-9]{4,6}", pin):
        reason = "A PIN has four to six digits"
    elif len(set(pin)) == 1 or pin in _OFTEN or any(pin in run for run in _SEQUENCES):
        reason = "This PIN is one that others try first"
    else:
        return
    raise WeakPin(reason, errors=(FieldError(pointer, reason, WeakPin.code),))


def _weakness(password: str, about: Iterable[str]) -> str:
    if len(password) < SHORTEST:
        return f"A password has at least {SHORTEST} characters"
    if len(password) > LONGEST:
        return f"A password has at most {LONGEST} characters"
    plain = password.casefold()
    if plain in _common() or len(set(plain)) == 1:
        return "This password is among the first that are guessed"
    if re.sub(r"[\W\d_]+", "", plain) in _words(about) or plain in _words(about):
        return "This password is a name with little added, which is guessed soon"
    return ""


@cache
def _common() -> frozenset[str]:
    return frozenset(_COMMON.read_text(encoding="utf-8").split())


def _words(about: Iterable[str]) -> set[str]:
    words: set[str] = set()
    for each in about:
        plain = each.casefold()
        parts = re.split(r"[\W\d_]+", plain)
        words |= {plain, "".join(parts), *parts}
    return {word for word in words if len(word) >= _WORD}
