"""A table as a page shows it and as a file holds it: the same rows, so that neither can differ from the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from common.money import Money

Cell = str | int | Money | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `key` heads it in a file and `head` on a page, where `kind` is a class of the design system.

    A column without a head stands in files only: an id, a moment with its zone.
    """

    key: str
    head: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with a cell for every column."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]

    @property
    def shown_columns(self) -> list[tuple[str, str]]:
        """The head and kind of each column that pages show."""
        return [(column.head, column.kind) for column in self.columns if column.head]

    @property
    def shown_rows(self) -> list[list[Cell]]:
        """The cells of those columns."""
        shown = [at for at, column in enumerate(self.columns) if column.head]
        return [[row[at] for at in shown] for row in self.rows]


def money_key(name: str, currency: str) -> str:
    """The key of a column of amounts: plain decimals are only money with their currency."""
    return f"{name}_{currency.lower()}"
