"""What an owner tells of a chain to found, as text: each answer is checked with words that help."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, TypeVar
from zoneinfo import available_timezones

from api_service.catalogue.models import Company
from api_service.importer.chain import VatRate
from api_service.importer.errors import ImportRefused
from api_service.importer.founding import MOST_BRANCHES, MOST_TILLS, Founding, NewBranch, Owner
from common.money import MoneyError, exponent

_LONGEST_NAME, _LONGEST_ADDRESS, _LONGEST_VAT_ID, _LONGEST_EMAIL = 100, 300, 30, 254
_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_VAT_ID = re.compile(r"[A-Z0-9][A-Z0-9 .\-]*")
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
_HUNDREDTHS = Decimal("0.01")

T = TypeVar("T")


class AnswersWrong(ImportRefused):
    """Something is missing or wrong; the message says all of it."""


def name(text: str) -> str:
    """A name of something or somebody.

    Raises:
        ValueError: it is empty, too long, or holds signs that nobody sees.
    """
    if not text:
        raise ValueError("is missing")
    return _plain(text, _LONGEST_NAME)


def address(text: str) -> str:
    """A postal address on one line; may be empty.

    Raises:
        ValueError: it is too long, or holds signs that nobody sees.
    """
    return _plain(text, _LONGEST_ADDRESS)


def vat_id(text: str) -> str:
    """A VAT id as receipts show it; may be empty.

    Raises:
        ValueError: it holds other signs than letters, digits and what divides them.
    """
    written = _plain(text.upper(), _LONGEST_VAT_ID)
    if written and not _VAT_ID.fullmatch(written):
        raise ValueError(f"{text!r} is no VAT id like NL123456789B01; leave it empty without one")
    return written


def currency(text: str) -> str:
    """A currency's code.

    Raises:
        ValueError: there is none of this code.
    """
    code = text.upper()
    try:
        exponent(code)
    except MoneyError:
        raise ValueError(f"{text!r} is no currency code like EUR, GBP or CHF") from None
    return code


def time_zone(text: str) -> str:
    """The name of a time zone.

    Raises:
        ValueError: there is none of this name; similar names are told.
    """
    known = {zone.lower(): zone for zone in available_timezones()}
    wanted = text.replace(" ", "_").lower()
    if wanted in known:
        return known[wanted]
    cities = {zone.rpartition("/")[2]: full for zone, full in known.items()}
    if wanted in cities:
        return cities[wanted]
    near = [cities[city] for city in get_close_matches(wanted, cities, n=2, cutoff=0.75)]
    hint = f"; did you mean {' or '.join(near)}?" if near else " like Europe/Amsterdam"
    raise ValueError(f"{text!r} is no time zone{hint}")


def tills(text: str) -> int:
    """How many tills a branch has.

    Raises:
        ValueError: it is no number, or no sensible one.
    """
    if not text.isdecimal() or not 1 <= int(text) <= MOST_TILLS:
        raise ValueError(f"{text!r} is no number of tills from 1 to {MOST_TILLS}")
    return int(text)


def email(text: str) -> str:
    """An e-mail address.

    Raises:
        ValueError: it is none.
    """
    if len(text) > _LONGEST_EMAIL or not _EMAIL.fullmatch(text):
        raise ValueError(f"{text!r} is no e-mail address")
    return text


def percent(text: str) -> int:
    """A VAT rate in hundredths of a percent: 5.5 is 550.

    Raises:
        ValueError: it is none.
    """
    try:
        rate = Decimal(text.rstrip("%").strip().replace(",", "."))
        is_one = 0 <= rate <= 100 and rate == rate.quantize(_HUNDREDTHS)
    except InvalidOperation:
        is_one = False
    if not is_one:
        raise ValueError(f"{text!r} is no percentage like 21 or 5.5")
    return int(rate.scaleb(2))


def vat_rates(text: str) -> tuple[VatRate, ...]:
    """Rates written as percentages with spaces between them, the standard rate first: 21 9 0.

    Raises:
        ValueError: one of them is none, or stands there twice.
    """
    found = [percent(each) for each in text.split()]
    if not found:
        raise ValueError("is missing: name a rate, and 0 where no VAT is charged")
    if len(set(found)) < len(found):
        raise ValueError(f"{text!r} names a rate twice")
    rates: list[VatRate] = []
    for place, points in enumerate(found):
        code = "standard" if place == 0 else "reduced" if points else "zero"
        number = sum(rate.code.startswith(code) for rate in rates) + 1
        suffix = f"-{number}" if number > 1 else ""
        words = f"{code.capitalize()} rate{f' {number}' if number > 1 else ''}"
        rates.append(VatRate(code + suffix, words, points))
    return tuple(rates)


@dataclass(slots=True)
class _Reading:
    """Reads a tree of answers and collects what is wrong with it."""

    wrong: list[str] = field(default_factory=list)

    def value(
        self, told: Mapping[str, Any], key: str, place: str, check: Callable[[str], T], default: T
    ) -> T:
        """One answer, or the default where it is wrong, which is noted."""
        given = told.get(key, default)
        try:
            return check(str(given).strip())
        except ValueError as error:
            self.wrong.append(f"{place}.{key}: {error}")
            return default

    def only(self, told: Mapping[str, Any], place: str, known: set[str]) -> None:
        """Note what nobody asked for; a misspelt key must not pass in silence."""
        self.wrong += [f"{place}.{key} is not known" for key in told if key not in known]


def founding(told: Mapping[str, Any], *, password: str) -> Founding:
    """The chain that these answers tell, in the form of the file that `init --from` takes.

    Raises:
        AnswersWrong: something is missing or wrong.
    """
    reading = _Reading()
    reading.only(told, "the file", {"company", "vat_rates", "branches", "owner"})
    company = _company(reading, told.get("company", {}))
    owner_told = told.get("owner", {})
    reading.only(owner_told, "owner", {"name", "email"})
    chain = Founding(
        company=company,
        vat_rates=_rates(reading, told.get("vat_rates", "")),
        branches=tuple(
            _branch(reading, f"branches[{place}]", branch, company)
            for place, branch in enumerate(told.get("branches", ()), start=1)
        ),
        owner=Owner(
            reading.value(owner_told, "name", "owner", name, ""),
            reading.value(owner_told, "email", "owner", email, ""),
            password,
        ),
    )
    if not 1 <= len(chain.branches) <= MOST_BRANCHES:
        reading.wrong.append(f"branches: name one at least, and {MOST_BRANCHES} at most")
    names = [branch.name.casefold() for branch in chain.branches]
    if len(set(names)) < len(names):
        reading.wrong.append("branches: two have the same name")
    if reading.wrong:
        raise AnswersWrong("\n".join(reading.wrong))
    return chain


def _company(reading: _Reading, told: Mapping[str, Any]) -> Company:
    reading.only(told, "company", {"name", "address", "vat_id", "currency", "time_zone"})
    return Company(
        name=reading.value(told, "name", "company", name, ""),
        address=reading.value(told, "address", "company", address, ""),
        vat_id=reading.value(told, "vat_id", "company", vat_id, ""),
        currency=reading.value(told, "currency", "company", currency, ""),
        time_zone=reading.value(told, "time_zone", "company", time_zone, ""),
    )


def _branch(reading: _Reading, place: str, told: Mapping[str, Any], company: Company) -> NewBranch:
    reading.only(told, place, {"name", "address", "time_zone", "tills"})
    return NewBranch(
        name=reading.value(told, "name", place, name, ""),
        time_zone=reading.value(told, "time_zone", place, time_zone, company.time_zone)
        if told.get("time_zone")
        else company.time_zone,
        address=reading.value(told, "address", place, address, ""),
        tills=reading.value(told, "tills", place, tills, 1),
    )


def _rates(reading: _Reading, told: str | Sequence[Mapping[str, Any]]) -> tuple[VatRate, ...]:
    if isinstance(told, str):
        try:
            return vat_rates(told)
        except ValueError as error:
            reading.wrong.append(f"vat_rates: {error}")
            return ()
    rates = []
    for place, rate in enumerate(told, start=1):
        where = f"vat_rates[{place}]"
        reading.only(rate, where, {"code", "name", "percent"})
        points = reading.value(rate, "percent", where, percent, 0)
        rates.append(
            VatRate(
                reading.value(rate, "code", where, _code, "standard"),
                reading.value(rate, "name", where, name, ""),
                points,
            )
        )
    if not rates:
        reading.wrong.append("vat_rates: name one at least")
    if len({rate.code for rate in rates}) < len(rates):
        reading.wrong.append("vat_rates: two have the same code")
    return tuple(rates)


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError(f"{text!r} is no code of small letters, digits and hyphens")
    return text


def _plain(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValueError(f"is longer than {longest} characters")
    if not text.isprintable():
        raise ValueError("holds signs that nobody sees")
    return text
