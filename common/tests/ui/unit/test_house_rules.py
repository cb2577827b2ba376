"""The rules of every page in the repository: nothing inline, colours only as tokens, icons that exist."""

import re
from pathlib import Path

import pytest

from common import ui

ROOT = Path(__file__).parents[4]
STATIC = Path(ui.__file__).parent / "static"
SOURCES = [path for path in ROOT.glob("*/src") if path.is_dir()]
TEMPLATES = sorted(path for source in SOURCES for path in source.rglob("templates/**/*.html"))
MODULES = sorted(path for source in SOURCES for path in source.rglob("static/**/*.js"))
STYLES = sorted(path for source in SOURCES for path in source.rglob("static/**/*.css"))

INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a handler attribute": re.compile(r"""\son[a-z]+\s*=\s*["'{]""", re.IGNORECASE),
    "a script without src": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "a style element": re.compile(r"<style", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "another host": re.compile(r"""(?:src|href)=["']?(?:https?:)?//""", re.IGNORECASE),
    "unescaped output": re.compile(r"\|\s*safe\b"),
}
CALLED = re.compile(r"""(?:\bicon|\bsign)\(\s*"([a-z-]+)\"|\bicon="([a-z-]+)\"""")
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(", re.IGNORECASE)
#: These two say what the tokens are.
DEFINE = {"tokens.css", "print.css"}


def told(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=told)
def test_a_template_keeps_to_the_strict_policy(path):
    text = path.read_text(encoding="utf-8")

    assert [name for name, pattern in INLINE.items() if pattern.search(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=told)
def test_every_form_that_is_posted_carries_the_sessions_token(path):
    forms = re.findall(
        r"<form\b[^>]*method=[\"']post[^>]*>.*?</form>",
        path.read_text("utf-8"),
        re.DOTALL | re.IGNORECASE,
    )

    assert [form for form in forms if "{{ csrf_field() }}" not in form] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=told)
def test_every_script_says_that_it_is_ours(path):
    loaded = re.findall(
        r"<script\b[^>]*>|<link\b[^>]*modulepreload[^>]*>", path.read_text("utf-8"), re.IGNORECASE
    )

    assert [tag for tag in loaded if 'nonce="{{ csp_nonce() }}"' not in tag] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=told)
def test_every_icon_that_is_named_is_drawn(path):
    drawn = set(re.findall(r'<symbol id="([a-z-]+)"', (STATIC / "icons.svg").read_text("utf-8")))
    named = {one or other for one, other in CALLED.findall(path.read_text(encoding="utf-8"))}

    assert named - drawn == set()


@pytest.mark.parametrize("path", MODULES, ids=told)
def test_a_module_writes_no_markup_from_values(path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\.(?:innerHTML|outerHTML)\s*\+?=\s*(?!['\"]<)", text)
    assert not re.search(r"\b(?:eval|Function|insertAdjacentHTML|document\.write)\(", text)


@pytest.mark.parametrize("path", [path for path in STYLES if path.name not in DEFINE], ids=told)
def test_colours_come_from_the_tokens(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    transparent = text.replace("#0000 ", "").replace("#0000,", "").replace("#000)", "")

    assert COLOUR.findall(transparent.replace("#0000", "")) == []


@pytest.mark.parametrize("path", STYLES, ids=told)
def test_every_token_that_is_used_is_defined(path):
    everything = "".join(style.read_text(encoding="utf-8") for style in STYLES)
    used = set(re.findall(r"var\((--[\w-]+)", path.read_text(encoding="utf-8")))

    assert used - set(re.findall(r"(--[\w-]+)\s*:", everything)) == set()


def test_each_part_is_listed_once_in_the_library():
    folder = Path(ui.__file__).parent / "templates/ui"
    listed = re.findall(
        r"\{% set (\w+) = \w+\.(\w+) %\}", (folder / "parts.html").read_text("utf-8")
    )
    written = {
        name
        for path in (folder / "parts").glob("*.html")
        for name in re.findall(r"\{% macro ([a-z]\w*)\(", path.read_text(encoding="utf-8"))
    }

    assert {name for name, _ in listed} == {macro for _, macro in listed} == written


def test_every_part_is_shown_on_the_page_of_all_parts():
    folder = Path(ui.__file__).parent / "templates/ui"
    shown = "".join(path.read_text(encoding="utf-8") for path in folder.glob("show/*.html"))
    shown += (folder / "parts_page.html").read_text(encoding="utf-8")
    listed = re.findall(r"\{% set (\w+) = ", (folder / "parts.html").read_text(encoding="utf-8"))

    assert [name for name in listed if not re.search(rf"\bui\.{name}\(", shown)] == []


def test_no_file_of_the_design_system_grows_too_long():
    files = [
        path for path in STATIC.parent.rglob("*") if path.suffix in {".py", ".css", ".js", ".html"}
    ]
    long = {
        told(path): lines
        for path in files
        if (lines := len(path.read_text("utf-8").splitlines())) > 300
    }

    assert long == {}
