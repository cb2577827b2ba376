"""The people of the demo, with passwords and PINs that follow from the suite's secret: known to it, and to no other."""

import hmac
import json
import os
import tomllib
import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

from api_service.importer.chain import DATA
from api_service.people.errors import WeakPin
from api_service.people.models.passwords import check_pin
from api_service.people.models.secrets import slow_hash
from common.access import Role

#: Sounds that are read out and typed without mistakes; four of six letters make a password of some 69 bits.
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_WORDS, _SYLLABLES = 4, 3
_DIGITS = 4

#: Who takes over from each other at a team's till.
_AT_THE_TILL = {Role.CASHIER, Role.MANAGER}


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to try Mercato as."""

    role: Role
    name: str
    email: str
    password: str = field(repr=False)
    pin: str = field(default="", repr=False)
    branch_id: str | None = None
    customer_id: uuid.UUID | None = None

    def login(self) -> dict[str, str]:
        """What one needs to know to sign in."""
        return {
            "role": self.role.value,
            "name": self.name,
            "email": self.email,
            "password": self.password,
            "pin": self.pin,
        }


@dataclass(frozen=True, slots=True)
class Hashes:
    """What the books keep of somebody's password and PIN."""

    password: str
    pin: str | None


def demo_people(secret: str, folder: Path = DATA) -> list[DemoPerson]:
    """All of them, each role's first one first; the same secret gives the same passwords."""
    told = tomllib.loads((folder / "people.toml").read_text(encoding="utf-8"))
    return [_person(secret, **person) for person in told["people"]]


def write_logins(file: Path, people: list[DemoPerson]) -> None:
    """Keep what signs the demo's people in, in a file that its owner alone may read."""
    new = file.with_name(f".{file.name}.new")
    text = json.dumps([person.login() for person in people], indent=2, ensure_ascii=False)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as written:  # noqa: PTH123  # Path.open cannot set the mode
        written.write(text + "\n")
    new.replace(file)


def hashed(people: Iterable[DemoPerson]) -> list[tuple[DemoPerson, Hashes]]:
    """Everybody with their hashes, two at a time, because each takes a tenth of a second."""

    def of(person: DemoPerson) -> tuple[DemoPerson, Hashes]:
        pin = slow_hash(person.pin) if person.pin else None
        return person, Hashes(slow_hash(person.password), pin)

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(of, people))


def _person(secret: str, *, role: str, email: str, **facts: Any) -> DemoPerson:
    customer = facts.pop("customer_id", None)
    return DemoPerson(
        role=Role(role),
        email=email,
        password=_password(secret, email),
        pin=_pin(secret, email) if role in _AT_THE_TILL else "",
        customer_id=uuid.UUID(customer) if customer else None,
        **facts,
    )


def _password(secret: str, email: str) -> str:
    number = int.from_bytes(_drawn(secret, f"demo password\x1f{email}"))
    words = []
    for _ in range(_WORDS):
        word = ""
        for _ in range(_SYLLABLES):
            number, consonant = divmod(number, len(_CONSONANTS))
            number, vowel = divmod(number, len(_VOWELS))
            word += _CONSONANTS[consonant] + _VOWELS[vowel]
        words.append(word)
    return "-".join(words)


def _pin(secret: str, email: str) -> str:
    """Four digits that are not among those that are guessed first."""
    for attempt in count():
        number = int.from_bytes(_drawn(secret, f"demo pin\x1f{email}\x1f{attempt}"))
        pin = str(number)[-_DIGITS:]
        try:
            check_pin(pin)
        except WeakPin:
            continue
        return pin
    raise AssertionError("there are other PINs than weak ones")


def _drawn(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), purpose.encode(), sha256)
