"""Amounts of money: the only place that adds, multiplies, rounds, parses or splits them.

An amount is an integer of minor units (cents) with its currency, and never a float.
Rounding is half up, away from zero, so that a refund mirrors the sale it undoes.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Self

#: The largest amount, in minor units: it fits a PostgreSQL bigint and, exactly, a JSON number.
LIMIT = 2**53 - 1

_CURRENCY = re.compile(r"[A-Z]{3}")
_PLAIN_NUMBER = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,6})?")
_MOST_DIGITS = 16


class MoneyError(ValueError):
    """An amount that cannot be represented, or two that do not go together."""


@cache
def exponent(currency: str) -> int:
    """How many decimals a currency has (ISO 4217: EUR 2, JPY 0, KWD 3)."""
    from babel.numbers import get_currency_precision, is_currency

    if not _CURRENCY.fullmatch(currency) or not is_currency(currency):
        raise MoneyError(f"{currency!r} is not a currency code of ISO 4217")
    return int(get_currency_precision(currency))


def round_half_up(value: Decimal) -> int:
    """Round to the nearest integer; a half goes away from zero."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def share_half_up(minor: int, part: int, whole: int) -> int:
    """The part of an amount: minor · part / whole, rounded to the nearest, a half away from zero."""
    size = (abs(minor) * part * 2 + whole) // (whole * 2)
    return -size if minor < 0 else size


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency; arithmetic between two currencies raises MoneyError."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse floats, booleans and amounts beyond LIMIT."""
        if type(self.minor) is not int or abs(self.minor) > LIMIT:
            raise MoneyError(f"{self.minor!r} is not an amount in minor units")
        exponent(self.currency)

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Nothing, in this currency."""
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str | int | Decimal, currency: str) -> Self:
        """Read a plain decimal number such as "32.50".

        Raises:
            MoneyError: it is no number, has more decimals than the currency, or is too large.
        """
        written = str(text).strip()
        # written out, 1e999999999 would fill the memory
        if isinstance(text, Decimal) and abs(text.adjusted()) <= _MOST_DIGITS:
            written = format(text, "f")
        if not _PLAIN_NUMBER.fullmatch(written):
            raise MoneyError(f"{written[:40]!r} is not an amount")
        scaled = Decimal(written).scaleb(exponent(currency))
        if scaled != scaled.to_integral_value():
            raise MoneyError(f"{currency} has {exponent(currency)} decimals, {written} has more")
        return cls(int(scaled), currency)

    @classmethod
    def total(cls, amounts: Iterable[Self], currency: str) -> Self:
        """The sum; zero of `currency` when there is nothing to add."""
        return sum(amounts, start=cls.zero(currency))

    @classmethod
    def total_minor(cls, minors: Iterable[int], currency: str) -> Self:
        """The same of amounts in minor units, for those that are too many to be made one by one."""
        return cls(sum(minors), currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, with the currency's decimals: Decimal("32.50")."""
        return Decimal(self.minor).scaleb(-exponent(self.currency))

    @property
    def number(self) -> float:
        """The amount as the JSON number that the documents' endpoints answer; exact up to LIMIT."""
        return float(self.decimal)

    def __add__(self, other: Self) -> Self:
        """The sum of two amounts of one currency."""
        return type(self)(self.minor + self._same_currency(other).minor, self.currency)

    def __sub__(self, other: Self) -> Self:
        """The difference of two amounts of one currency."""
        return type(self)(self.minor - self._same_currency(other).minor, self.currency)

    def __neg__(self) -> Self:
        """The amount given back."""
        return type(self)(-self.minor, self.currency)

    def __mul__(self, times: int) -> Self:
        """The amount for a whole number of units."""
        if type(times) is not int:
            raise MoneyError(f"{times!r} is not a whole number of units")
        return type(self)(self.minor * times, self.currency)

    def __lt__(self, other: Self) -> bool:
        """Whether it is less than another amount of its currency."""
        return self.minor < self._same_currency(other).minor

    def __le__(self, other: Self) -> bool:
        """Whether it is at most another amount of its currency."""
        return self.minor <= self._same_currency(other).minor

    def __bool__(self) -> bool:
        """Whether it is anything at all."""
        return self.minor != 0

    def percent(self, basis_points: int) -> Self:
        """A share of it, in hundredths of a percent, rounded half up: 25 % is 2500."""
        return type(self)(share_half_up(self.minor, basis_points, 10_000), self.currency)

    def included_vat(self, basis_points: int) -> Self:
        """The VAT inside a gross amount, rounded half up: gross · r / (100 + r)."""
        vat = share_half_up(self.minor, basis_points, 10_000 + basis_points)
        return type(self)(vat, self.currency)

    def allocate(self, weights: Sequence[int]) -> list[Self]:
        """Split it by weight without losing a cent, by largest remainder.

        Ties go to the earlier part; 10.00 over three equal weights is 3.34, 3.33, 3.33.

        Raises:
            MoneyError: a weight is negative, or all are zero while there is something to split.
        """
        whole = sum(weights)
        if any(weight < 0 for weight in weights) or (whole == 0 and self.minor):
            raise MoneyError("weights to split by must be positive")
        sign = -1 if self.minor < 0 else 1
        amount = abs(self.minor)
        shares = [amount * weight // whole if whole else 0 for weight in weights]
        remainders = [amount * weight % whole if whole else 0 for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda part: -remainders[part])
        for part in by_remainder[: amount - sum(shares)]:
            shares[part] += 1
        return [type(self)(sign * share, self.currency) for share in shares]

    def __str__(self) -> str:
        """The plain decimal number, as exports and logs show it: "32.50"."""
        return format(self.decimal, "f")

    def _same_currency(self, other: Self) -> Self:
        if self.currency != other.currency:
            raise MoneyError(f"{self.currency} and {other.currency} do not add up")
        return other


@dataclass(frozen=True, slots=True)
class Written:
    """An amount as a page sets it: the parts that a template gives different sizes."""

    sign: str
    symbol: str
    symbol_first: bool
    major: str
    point: str
    minor: str


def written(amount: Money, locale: str = "en") -> Written:
    """Take an amount apart as its locale writes it, grouping and decimal sign included.

    The only code that knows a locale; the template decides the size of each part.
    """
    from babel import Locale
    from babel.numbers import format_decimal, get_currency_symbol, get_decimal_symbol

    digits = exponent(amount.currency)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    text = format_decimal(abs(amount.decimal), format=pattern, locale=locale)
    point = get_decimal_symbol(locale) if digits else ""
    major, _, minor = text.partition(point) if digits else (text, "", "")
    standard = Locale.parse(locale).currency_formats["standard"].pattern
    return Written(
        sign="−" if amount.minor < 0 else "",
        symbol=get_currency_symbol(amount.currency, locale),
        symbol_first=standard.split(";")[0].lstrip("\u200e\u200f").startswith("¤"),
        major=major,
        point=point,
        minor=minor,
    )


def cash_back(change: Money) -> list[Money]:
    """The notes and coins to hand back, largest first, for currencies with decimal steps 1-2-5."""
    pieces: list[Money] = []
    left = change.minor
    for step in (20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1):
        count, left = divmod(left, step)
        pieces.extend([Money(step, change.currency)] * count)
    return pieces


def round_notes(total: Money, count: int = 3) -> list[Money]:
    """Amounts a customer is likely to hand over for a total: the next whole fives, tens, notes."""
    likely: list[int] = []
    for step in (500, 1000, 2000, 5000, 10000, 20000, 50000):
        amount = -(-total.minor // step) * step
        if amount > total.minor and amount not in likely:
            likely.append(amount)
    return [Money(amount, total.currency) for amount in sorted(likely)[:count]]
