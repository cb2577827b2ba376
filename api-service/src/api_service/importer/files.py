"""Reads tables as people export them: CSV in UTF-8, separated by comma, semicolon or tab, each row with its line."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TextIO
from unicodedata import normalize

from api_service.importer.errors import FileUnreadable

_SEPARATORS = ",;\t"

#: How files begin that are often taken for CSV.
_OTHER_FORMS = {
    b"PK\x03\x04": "a spreadsheet",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table: its values, trimmed and in Unicode NFC, or why it has none."""

    line: int
    """The line of the file on which the row begins; the header's is 1."""
    values: tuple[str, ...]
    problem: str = ""

    def told(self) -> tuple[str, ...]:
        """Its values, in the order of the columns that were asked for.

        Raises:
            ValueError: it has none; the message says why.
        """
        if self.problem:
            raise ValueError(self.problem)
        return self.values


class Table:
    """A table being read; `ignored` names the columns that nobody asked for."""

    def __init__(
        self,
        name: str,
        text: TextIO,
        columns: Sequence[str],
        optional: Sequence[str] = (),
        *,
        size: int,
    ) -> None:
        """Read the header; of optional columns that it does not name the values are empty.

        Raises:
            FileUnreadable: it does not name each of the columns once.
        """
        self._text = text
        self._size = size
        first = text.readline()
        separator = max(_SEPARATORS, key=first.count)
        self._reader = csv.reader(
            chain([first], text), delimiter=separator, skipinitialspace=True, strict=True
        )
        try:
            heads = [head.strip().casefold() for head in next(self._reader, [])]
        except csv.Error:
            heads = []
        self._places = _places(name, heads, columns, optional)
        self._width = len(heads)
        self.ignored = [head for head in heads if head and head not in {*columns, *optional}]

    @property
    def share(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return self._text.buffer.tell() / self._size if self._size else 1.0

    def records(self) -> Iterator[Record]:
        """Every row in order; empty lines are none."""
        while True:
            line = self._reader.line_num + 1
            try:
                fields = next(self._reader, None)
            except csv.Error as error:
                yield Record(line, (), _told(error))
                continue
            if fields is None:
                return
            if any(map(str.strip, fields)):
                yield self._record(line, fields)

    def _record(self, line: int, fields: list[str]) -> Record:
        if len(fields) != self._width:
            hint = "; a list stands in quotation marks" if len(fields) > self._width else ""
            problem = f"the header names {self._width} values, this row has {len(fields)}{hint}"
            return Record(line, (), problem)
        values = tuple("" if place is None else fields[place].strip() for place in self._places)
        whole = "".join(values)
        if not whole.isascii():
            try:
                whole.encode()
            except UnicodeEncodeError:
                return Record(line, (), "this row is not in UTF-8; save the file as CSV UTF-8")
            values = tuple(normalize("NFC", value) for value in values)
        return Record(line, values)


@contextmanager
def open_table(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Table]:
    """Open a file as a table of which these columns are wanted, and the optional ones where it has them.

    Raises:
        FileUnreadable: it cannot be opened, is of another form, or lacks a column.
    """
    try:
        raw = path.open("rb")
    except OSError as error:
        raise FileUnreadable(f"{path}: {error.strerror}") from None
    with raw:
        start = raw.peek(4)
        for beginning, form in _OTHER_FORMS.items():
            if start.startswith(beginning):
                raise FileUnreadable(f"{path.name} is {form}, not CSV: save it as CSV UTF-8")
        # Bytes that are no UTF-8 are kept as lone surrogates, so that their row can be named.
        text = io.TextIOWrapper(raw, "utf-8-sig", errors="surrogateescape", newline="")
        yield Table(path.name, text, columns, optional, size=path.stat().st_size)


def _told(error: csv.Error) -> str:
    if "field limit" in str(error):
        most = f"{csv.field_size_limit():,}"
        return f"a value has more than {most} signs; perhaps a quotation mark is missing"
    return "the quotation marks do not match"


def _places(
    name: str, heads: list[str], columns: Sequence[str], optional: Sequence[str]
) -> list[int | None]:
    missing = [column for column in columns if column not in heads]
    if missing:
        raise FileUnreadable(
            f"{name}, line 1: the column {missing[0]} is missing; the first line names the columns "
            f"{', '.join(columns)}, in any order"
        )
    wanted = (*columns, *optional)
    repeated = [column for column in wanted if heads.count(column) > 1]
    if repeated:
        raise FileUnreadable(f"{name}, line 1: the column {repeated[0]} stands there twice")
    return [heads.index(column) if column in heads else None for column in wanted]
