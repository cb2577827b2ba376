"""Reads the dashboard's pages as a person does."""

from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient


@dataclass
class Seen:
    """What stands on a page: its words, its headings, its links, its tables cell by cell."""

    words: str
    headings: list[str]
    links: dict[str, str]
    tables: dict[str, list[list[str]]]
    fields: dict[str, str]
    ids: set[str]


class _Reader(HTMLParser):
    """Reads a page as a person does; amounts are read as plain numbers."""

    _SILENT = ("script", "style", "title")

    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen("", [], {}, {}, {}, set())
        self._open: list[str] = []
        self._texts: dict[str, list[str]] = {}
        self._href = ""
        self._rows: list[list[str]] = []
        self._amount: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "id" in given:
            self.seen.ids.add(given["id"] or "")
        if tag == "input":
            self.seen.fields[given.get("name") or ""] = given.get("value") or ""
            return
        if tag in ("a", "caption", "h1", "h2", "h3", "td", "th"):
            self._texts[tag] = []
        if tag == "a":
            self._href = given.get("href") or ""
        if tag == "table":
            self._rows = []
        if tag == "tr":
            self._rows.append([])
        if tag == "data":
            self._amount = given.get("value")
            self._say(self._amount or "")
        if tag in ("br", "hr", "meta", "link", "img"):
            return
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        text = " ".join("".join(self._texts.pop(tag, [])).split())
        if tag == "a":
            self.seen.links[text] = self._href
        if tag in ("h1", "h2", "h3"):
            self.seen.headings.append(text)
        if tag == "caption":
            self.seen.tables[text] = self._rows
        if tag in ("td", "th") and self._rows:
            self._rows[-1].append(text)
        if tag == "data":
            self._amount = None
        if tag in ("li", "p", "div", "h1", "h2", "td", "th", "dt", "dd"):
            self.seen.words += " "

    def handle_data(self, data: str) -> None:
        if self._amount is None and not any(tag in self._open for tag in self._SILENT):
            self._say(data)

    def _say(self, text: str) -> None:
        self.seen.words += text
        for texts in self._texts.values():
            texts.append(text)


@pytest.fixture
def read() -> Callable[[str], Seen]:
    """Reads a page's HTML."""

    def seen(html: str) -> Seen:
        reader = _Reader()
        reader.feed(html)
        reader.seen.words = " ".join(reader.seen.words.replace("\u00a0", " ").split())
        return reader.seen

    return seen


@pytest.fixture
def look(client: FlaskClient, read: Callable[[str], Seen]) -> Callable[..., Seen]:
    """Opens a page, which must be there, and reads it."""

    def opened(path: str = "/", *, status: int = 200) -> Seen:
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.status_code == status, answer.text
        return read(answer.text)

    return opened
