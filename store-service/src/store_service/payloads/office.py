"""The office's forms, read into drafts; everything that is wrong is told at once, by field."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from common.clock import read_day
from common.errors import FieldError
from common.money import Money, MoneyError
from common.payload import UNSEEN
from store_service.errors import WrongDetails
from store_service.models.office import Draft

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_DEPARTMENT = re.compile(r"[a-z][a-z0-9-]{0,39}")
_DEAREST = 1_000_000

#: Nothing that a shop plans lies beyond these, and every zone has them.
_EARLIEST, _LATEST = date(1970, 1, 1), date(2999, 12, 31)


class Form:
    """The fields of a form, and what is wrong with them so far."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        """Nothing is wrong yet."""
        self._typed = typed
        self._wrong: dict[str, str] = {}

    def text(self, name: str, longest: int, *, needed: str = "") -> str:
        """A field's words; `needed` says what to do where it is empty."""
        value = " ".join(self._typed.get(name, "").split())
        if UNSEEN.search(value):
            self.refuse(name, "Take the signs out that cannot be seen")
        elif len(value) > longest:
            self.refuse(name, f"Take {longest} signs at most")
        elif needed and not value:
            self.refuse(name, needed)
        return value

    def whole(self, name: str, least: int, most: int, *, needed: str = "") -> int | None:
        """A whole number, None where the field is empty and may be."""
        value = self._typed.get(name, "").strip()
        if not value and not needed:
            return None
        if not (value.isascii() and value.isdecimal()) or not least <= int(value) <= most:
            self.refuse(name, f"Type a number from {least} to {most}")
            return None
        return int(value)

    def signed(self, name: str, most: int) -> int | None:
        """A whole number that may lie below zero, None where the field is empty."""
        value = self._typed.get(name, "").strip().replace("\u2212", "-")
        if not value:
            return None
        if not re.fullmatch(r"-?[0-9]{1,6}", value) or abs(int(value)) > most:
            self.refuse(name, f"Type a number from -{most} to {most}")
            return None
        return int(value)

    def day(self, name: str) -> date | None:
        """A day like 2026-11-20, None where the field is empty."""
        value = self._typed.get(name, "").strip()
        if not value:
            return None
        day = read_day(value)
        if day is None:
            self.refuse(name, "Type a day like 2026-11-20")
        elif not _EARLIEST <= day <= _LATEST:
            self.refuse(name, f"Type a day from {_EARLIEST} to {_LATEST}")
        return day

    def refuse(self, name: str, words: str) -> None:
        """Note what is wrong with a field; the first word about it stands."""
        self._wrong.setdefault(name, words)

    def check(self) -> None:
        """Raise WrongDetails if anything is wrong."""
        if self._wrong:
            errors = tuple(FieldError(f"/{name}", words) for name, words in self._wrong.items())
            raise WrongDetails(errors=errors)


def seen_version(typed: Mapping[str, str]) -> int:
    """The version that the form showed; none that could be one, where it says none."""
    version = typed.get("version", "")
    return int(version) if re.fullmatch(r"[0-9]{1,9}", version) else 0


def read_draft(typed: Mapping[str, str], currency: str, vat_codes: Collection[str]) -> Draft:
    """A product as a form describes it.

    Raises:
        WrongDetails: some of it cannot be used.
    """
    form = Form(typed)
    code = form.text("code", 40, needed="Type a code, as MUG or ALB-0031")
    if code and not _CODE.fullmatch(code):
        form.refuse("code", "Take letters, digits, dots and hyphens, without spaces")
    barcode = form.text("barcode", 14)
    if barcode and not re.fullmatch(r"[0-9]{6,14}", barcode):
        form.refuse("barcode", "A barcode has 6 to 14 digits")
    department = form.text("department", 40, needed="Choose or type a department").lower()
    if department and not _DEPARTMENT.fullmatch(department):
        form.refuse("department", "Take small letters, digits and hyphens, as records")
    vat_code = form.text("vat_code", 40)
    if vat_code not in vat_codes:
        form.refuse("vat_code", "Choose the VAT rate")
    name = form.text("name", 200, needed="Type what it is called")
    draft_price = _price(form, typed.get("price", ""), currency)
    year = form.whole("year", 1000, 9999)
    unit, artist, genre = form.text("unit", 60), form.text("artist", 200), form.text("genre", 60)
    form.check()
    return Draft(
        code=code,
        barcode=barcode or None,
        name=name,
        department=department,
        unit=unit,
        artist=artist or None,
        genre=genre or None,
        year=year,
        vat_code=vat_code,
        price=draft_price,
    )


def read_opening(typed: Mapping[str, str], *, needed: bool) -> tuple[str, int] | None:
    """The shop and the units to open with; None where no units were typed and none are needed.

    Raises:
        WrongDetails: that is no number of units.
    """
    form = Form(typed)
    words = "Type how many there are" if needed else ""
    quantity = form.whole("quantity", 1, 1_000_000, needed=words)
    branch_id = form.text("branch_id", 40, needed="Choose the shop" if quantity else "")
    form.check()
    return (branch_id, quantity) if quantity else None


def _price(form: Form, text: str, currency: str) -> Money:
    try:
        price = Money.parse(text.strip().replace(",", "."), currency)
    except MoneyError:
        form.refuse("price", "Type an amount like 24.00, VAT included")
        return Money.zero(currency)
    if price.decimal < 0 or price.decimal > _DEAREST:
        form.refuse("price", f"Type an amount from 0 to {_DEAREST}")
    return price


def share_of(form: Form, name: str, text: str, *, least: str = "0.01") -> int | None:
    """Percent as hundredths of a percent; None where it is none."""
    try:
        percent = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        percent = Decimal(-1)
    if not percent.is_finite() or not Decimal(least) <= percent <= Decimal("1e2"):
        form.refuse(name, f"Type a share from {least} to 100")
        return None
    points = percent.scaleb(2)
    if points != points.to_integral_value():
        form.refuse(name, "Take two decimals at most")
        return None
    return int(points)
