"""Whole pages: every name that is referred to exists, once, and nothing is inline."""

from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from common.errors import NotFound

PAGES = ["/ui/parts", "/docs", "/error/not_found", "/problems/conflict", "/try/till.html"]
REFERS = (
    "for",
    "aria-labelledby",
    "aria-describedby",
    "popovertarget",
    "data-copies",
    "data-opens",
)
EMPTY = set("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905  # HTML's own list


class Page(HTMLParser):
    """Collects what elements are called and what they refer to, and checks that they close."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.refers, self.open, self.headings = Counter(), set(), [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if "id" in found:
            self.ids[found["id"]] += 1
        for name in REFERS:
            self.refers.update((found.get(name) or "").split())
        if tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(int(tag[1]))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


@pytest.fixture
def read(app):
    client = app.test_client()
    return lambda path: Page(client.get(path).text)


@pytest.mark.parametrize("path", PAGES)
def test_every_element_closes_and_every_id_is_given_once(read, path):
    page = read(path)

    assert page.open == []
    assert [name for name, count in page.ids.items() if count > 1] == []


@pytest.mark.parametrize("path", PAGES)
def test_whatever_is_referred_to_is_on_the_page(read, path):
    page = read(path)

    assert page.refers - set(page.ids) == set()


@pytest.mark.parametrize("path", PAGES)
def test_headings_start_at_one_and_skip_no_level_downwards(read, path):
    levels = read(path).headings

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_title_names_the_house_once(app):
    client = app.test_client()

    assert "<title>Parts · Mercato</title>" in client.get("/ui/parts").text
    assert "<title>Mercato books API</title>" in client.get("/docs").text


def test_a_page_says_its_language_and_direction(build_app):
    page = build_app("ar").test_client().get("/ui/parts").text

    assert '<html lang="ar" dir="rtl">' in page


def test_colours_are_set_before_the_stylesheet_is_read(app):
    page = app.test_client().get("/ui/parts").text

    assert page.index("theme.js") < page.index("mercato.css")


def test_the_navigation_is_in_the_strip_and_in_the_phones_menu(app):
    page = app.test_client().get("/ui/parts").text

    assert page.count('href="/ui/parts" aria-current="page"') == 2


def test_a_page_without_navigation_has_no_empty_menu(app):
    page = app.test_client().get(f"/error/{NotFound.code}").text

    assert "strip__nav" not in page
    assert "strip__word" not in page
