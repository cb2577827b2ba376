"""The dashboard over books and an auditor that a test can steer, and its pages read as a person does."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

from common.errors import NeighbourUnavailable
from common.testing.people import FakePeople, signed_in, somebody
from dashboard_service.app import create_app
from dashboard_service.collaborators import Collaborators
from dashboard_service.models.audit import Audit, Verdict


@dataclass
class FakeAuditor:
    """Says what a test lets it find; `asked` tells who asked."""

    found: Audit = field(
        default_factory=lambda: Audit(
            Verdict.CLEAN, datetime(2026, 11, 20, 14, 19, 48, tzinfo=UTC), 0.42, ()
        )
    )
    away: bool = False
    asked: list[str] = field(default_factory=list)

    def last(self) -> Audit:
        return self._say("last")

    def now(self) -> Audit:
        return self._say("now")

    def glance(self) -> Audit:
        return self._say("glance")

    def _say(self, what: str) -> Audit:
        self.asked.append(what)
        if self.away:
            raise NeighbourUnavailable("The books do not answer")
        return self.found


@pytest.fixture
def auditor() -> FakeAuditor:
    """An auditor who found twelve seconds ago that the books balance."""
    return FakeAuditor()


@pytest.fixture
def desk(settings, books, clock, auditor) -> Collaborators:
    """What use cases are handed."""
    people = FakePeople()
    return Collaborators.of(settings, books=books, people=people, clock=clock, auditor=auditor)


@pytest.fixture
def app(settings, desk) -> Iterator[Flask]:
    """The dashboard over those books."""
    handlers = logging.getLogger().handlers[:]
    made = create_app(settings, desk)
    yield made
    logging.getLogger().handlers[:] = handlers


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """The owner, who looks at it."""
    client = app.test_client()
    signed_in(client, somebody())
    return client


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
