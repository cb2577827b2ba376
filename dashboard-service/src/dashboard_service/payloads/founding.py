"""The form that founds a chain: what was typed, row by row, and what it means."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from zoneinfo import available_timezones

from common.money import MoneyError, exponent
from dashboard_service.errors import WrongForm
from dashboard_service.models.founding import (
    Chain,
    Company,
    NewBranch,
    Owner,
    VatRate,
    code_for,
)
from dashboard_service.payloads.staff import (
    LONGEST_EMAIL,
    LONGEST_NAME,
    LONGEST_PASSWORD,
    SHORTEST_PASSWORD,
    one_line,
    password_words,
)

_MOST_ROWS = 50
_MOST_TILLS = 50
_COMPANY = ("name", "address", "vat_id", "currency", "time_zone")
_VAT = ("name", "percent")
_BRANCH = ("name", "address", "time_zone", "tills")
_ROW = re.compile(r"(vat_rates|branches)-([0-9]{1,4})-[a-z_]+")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it was typed, so that it can come back just so; only the password is typed again."""

    setup_code: str = ""
    company: Row = field(default_factory=lambda: dict.fromkeys(_COMPANY, "") | {"currency": "EUR"})
    vat_rates: Sequence[Row] = (
        {"name": "Standard", "percent": ""},
        {"name": "Reduced", "percent": ""},
    )
    branches: Sequence[Row] = ({"name": "", "address": "", "time_zone": "", "tills": "1"},)
    owner: Row = field(default_factory=lambda: {"name": "", "email": ""})

    def with_row(self, kind: str) -> "Typed":
        """One more row to fill in."""
        if kind == "vat_rates":
            return replace(self, vat_rates=[*self.vat_rates, dict.fromkeys(_VAT, "")])
        fresh = dict.fromkeys(_BRANCH, "") | {"tills": "1"}
        return replace(self, branches=[*self.branches, fresh])

    def without_row(self, kind: str, at: int) -> "Typed":
        """Without one of the rows; the last one stays."""
        rows = list(self.vat_rates if kind == "vat_rates" else self.branches)
        if len(rows) > 1 and at < len(rows):
            del rows[at]
        return (
            replace(self, vat_rates=rows) if kind == "vat_rates" else replace(self, branches=rows)
        )


def read_typed(form: Mapping[str, str]) -> Typed:
    """What was typed, whatever it is worth; rows are counted from 0 again."""
    return Typed(
        setup_code=one_line(form, "setup_code"),
        company={name: one_line(form, f"company-{name}") for name in _COMPANY},
        vat_rates=_rows(form, "vat_rates", _VAT),
        branches=_rows(form, "branches", _BRANCH),
        owner={
            "name": one_line(form, "owner-name", LONGEST_NAME),
            "email": one_line(form, "owner-email", LONGEST_EMAIL),
        },
    )


def read_chain(typed: Typed, password: str) -> Chain:
    """The chain that it describes.

    Raises:
        WrongForm: names every field that is empty or cannot be used.
    """
    reading = _Reading()
    code = reading.needed("setup_code", typed.setup_code, "Type the code that the server printed.")
    company = reading.company(typed.company)
    chain = Chain(
        setup_code=code,
        company=company,
        vat_rates=reading.vat_rates(typed.vat_rates),
        branches=reading.branches(typed.branches, company.time_zone),
        owner=reading.owner(typed.owner, password),
    )
    if reading.wrong:
        raise WrongForm.of(reading.wrong)
    return chain


class _Reading:
    """Reads the form's parts in their order and collects what is wrong with them."""

    def __init__(self) -> None:
        self.wrong: dict[str, str] = {}

    def needed(self, name: str, text: str, words: str) -> str:
        if not text:
            self.wrong[name] = words
        return text

    def company(self, row: Row) -> Company:
        name = self.needed("company-name", row["name"], "Write the name that receipts show.")
        address = self.needed("company-address", row["address"], "Receipts must show an address.")
        currency = row["currency"].upper()
        try:
            exponent(currency)
        except MoneyError:
            self.wrong["company-currency"] = "Write its three letters, as EUR."
        return Company(
            name=name,
            address=address,
            vat_id=row["vat_id"],
            currency=currency,
            time_zone=self.zone("company-time_zone", row["time_zone"]),
        )

    def vat_rates(self, rows: Sequence[Row]) -> list[VatRate]:
        rates: list[VatRate] = []
        for at, row in enumerate(rows):
            if not row["percent"] and at and len(rows) > 1:
                continue  # a row that nobody needed
            name = self.needed(f"vat_rates-{at}-name", row["name"], "Give it a name.")
            percent = self.percent(f"vat_rates-{at}-percent", row["percent"])
            rates.append(VatRate(code_for(name, [rate.code for rate in rates]), name, percent))
        return rates

    def percent(self, name: str, text: str) -> Decimal:
        try:
            percent = Decimal(text.replace(",", ".").rstrip("% "))
        except InvalidOperation:
            percent = Decimal(-1)
        if not percent.is_finite() or not 0 <= percent <= 100 or _decimals(percent) > 2:
            self.wrong[name] = "Write a percentage, as 21 or 5.5."
            return Decimal(0)
        return percent

    def branches(self, rows: Sequence[Row], time_zone: str) -> list[NewBranch]:
        return [self.branch(f"branches-{at}", row, time_zone) for at, row in enumerate(rows)]

    def branch(self, prefix: str, row: Row, time_zone: str) -> NewBranch:
        name = self.needed(f"{prefix}-name", row["name"], "Give the branch a name, as Harbour.")
        own = self.zone(f"{prefix}-time_zone", row["time_zone"]) if row["time_zone"] else time_zone
        tills = int(row["tills"]) if re.fullmatch(r"[0-9]{1,3}", row["tills"]) else 0
        if not 1 <= tills <= _MOST_TILLS:
            self.wrong[f"{prefix}-tills"] = f"Between 1 and {_MOST_TILLS}."
        return NewBranch(name, own, row["address"], tills)

    def owner(self, row: Row, password: str) -> Owner:
        name = self.needed("owner-name", row["name"], "Write your name.")
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", row["email"]):
            self.wrong["owner-email"] = "Write your e-mail address. You sign in with it."
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            self.wrong["owner-password"] = password_words(password)
        return Owner(name, row["email"], password)

    def zone(self, name: str, text: str) -> str:
        if text not in available_timezones():
            self.wrong[name] = "Choose one from the list, as Europe/Amsterdam."
        return text


def _rows(form: Mapping[str, str], kind: str, names: Sequence[str]) -> list[Row]:
    numbers = {int(found[2]) for key in form if (found := _ROW.fullmatch(key)) and found[1] == kind}
    rows: list[Row] = [
        {name: one_line(form, f"{kind}-{number}-{name}") for name in names}
        for number in sorted(numbers)[:_MOST_ROWS]
    ]
    return rows or [dict.fromkeys(names, "")]


def _decimals(percent: Decimal) -> int:
    power = percent.as_tuple().exponent
    return -power if isinstance(power, int) and power < 0 else 0
