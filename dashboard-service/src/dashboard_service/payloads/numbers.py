"""Filters to and from the address of a page, and tables as files."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime

from common.money import Money
from dashboard_service.errors import WrongFilters
from dashboard_service.models.filters import Filters, Typed
from dashboard_service.models.table import Cell, Table

#: Python reserves `from`; the addresses do not.
_NAMES = {"since": "from", "until": "to"}

#: Longer than any filter that means something.
_LONGEST = 60

#: What a spreadsheet takes for a formula.
_FORMULA = re.compile(r"[=+\-@\t\r]")

#: Some spreadsheets only read UTF-8 when a file begins with this.
_BYTE_ORDER_MARK = "\ufeff"


def read_typed(query: Mapping[str, str]) -> Typed:
    """The filters in the query of an address, as they were typed."""
    return Typed(
        **{
            field.name: query.get(_NAMES.get(field.name, field.name), "").strip()[:_LONGEST]
            for field in fields(Typed)
        }
    )


def query_of(typed: Typed, **changes: str) -> dict[str, str]:
    """The query for these filters after some changes; what is "" is left out."""
    changed = replace(typed, **changes)
    texts = {field.name: getattr(changed, field.name) for field in fields(Typed)}
    return {_NAMES.get(name, name): text for name, text in texts.items() if text}


def without_wrong(typed: Typed, refusal: WrongFilters) -> Typed:
    """The filters without those that were refused, for links that lead on."""
    wrong = {error.pointer.removeprefix("?") for error in refusal.errors}
    names = {field.name for field in fields(Typed) if _NAMES.get(field.name, field.name) in wrong}
    return replace(typed, **dict.fromkeys(names, ""))


def read_words(text: str) -> str:
    """What somebody typed to look for, without what no name holds."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:200]


def file_name(part: str, filters: Filters) -> str:
    """What a table is called when it is saved: its name, its days, its branch."""
    days = filters.period.days
    period = str(days.first) if filters.period.is_day else f"{days.first}_{days.last}"
    branch = filters.branch.id if filters.branch else "all-branches"
    return f"{part}_{period}_{re.sub(r'[^A-Za-z0-9-]', '-', branch)}.csv"


def csv_of(table: Table, *, byte_order_mark: bool = False) -> str:
    """A table as RFC 4180 has it: a row of names, moments in ISO 8601, plain decimals.

    Text that a spreadsheet would take for a formula is written behind an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.key for column in table.columns])
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return (_BYTE_ORDER_MARK if byte_order_mark else "") + text.getvalue()


def _cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.isoformat()
        case Money() | int():
            return str(cell)
    return f"'{cell}" if _FORMULA.match(cell) else cell
