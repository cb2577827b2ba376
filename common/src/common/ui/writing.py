"""Numbers and times as a locale writes them; amounts of money are written by common.money."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from common.money import Money, Written, exponent, round_half_up, written

#: From here an axis says 120K instead of 120,000.
_COMPACT_FROM = 100_000

#: What people call departments whose short name would say something else, or nothing.
_DEPARTMENTS = {"": "Other", "merchandise": "Goods", "music": "Records"}

_written = lru_cache(maxsize=4096)(written)


@dataclass(frozen=True, slots=True)
class Language:
    """What the page's <html> says about itself."""

    code: str
    direction: str


def department_name(department: str) -> str:
    """A department as people read it, at the till and in the shop alike."""
    return _DEPARTMENTS.get(department, department.replace("-", " ").capitalize())


class Writer:
    """Writes values for one locale."""

    def __init__(self, locale: str) -> None:
        """Take a locale's name as BCP 47 or CLDR has it: "en", "de-AT", "pt_BR"."""
        from babel import Locale

        parsed = Locale.parse(locale.replace("-", "_"))
        self._locale = str(parsed)
        self.language = Language(self._locale.replace("_", "-"), parsed.text_direction)

    def amount(self, amount: Money) -> Written:
        """An amount taken apart, for the macros that set it."""
        return _written(amount, self._locale)

    def whole(self, number: int) -> str:
        """A count, with the locale's grouping: 1,402."""
        return self._decimal(number, "#,##0")

    def percent(self, ratio: float | Decimal, digits: int = 1) -> str:
        """A ratio as percent: 0.056 is "5.6 %"."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return self._decimal(round(Decimal(str(ratio)) * 100, digits), pattern) + "\u00a0%"

    def short(self, value: Money | int, *, fine: bool = False) -> str:
        """A value as a chart's axis and bars say it: without currency, cents only where `fine`."""
        if isinstance(value, Money):
            if fine and exponent(value.currency):
                parts = self.amount(value)
                return f"{parts.sign}{parts.major}{parts.point}{parts.minor}"
            value = round_half_up(value.decimal)
        if abs(value) < _COMPACT_FROM:
            return self.whole(value)
        from babel.numbers import format_compact_decimal

        return format_compact_decimal(value, locale=self._locale, fraction_digits=1)

    def day(self, moment: date) -> str:
        """A day among its neighbours: "Fri 20 Nov"."""
        return self._date(moment, "EEE d MMM")

    def moment(self, moment: datetime) -> str:
        """A day and time on paper, in the zone it carries: "20 Nov 2026, 15:21"."""
        return f"{self._date(moment, 'd MMM y')}, {self.clock_time(moment)}"

    def clock_time(self, moment: datetime) -> str:
        """The time of day in the zone it carries: "15:21"."""
        return f"{moment:%H:%M}"

    def _date(self, moment: date, pattern: str) -> str:
        from babel.dates import format_date

        return format_date(moment, pattern, locale=self._locale)

    def _decimal(self, number: int | Decimal, pattern: str) -> str:
        from babel.numbers import format_decimal

        text = format_decimal(number, format=pattern, locale=self._locale)
        return text.replace("-", "−")
