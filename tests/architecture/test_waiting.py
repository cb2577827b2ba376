"""What a browser shows is waited for: no test asserts on it at once, and no page object hands it out at once."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "traffic-generator/src/traffic_generator/pages").glob("*.py"))
_BROWSERS = ("traffic_generator.pages", "common.testing.browser")
TESTS = sorted(
    path
    for folder in ("e2e", "faults")
    for path in (ROOT / "tests" / folder).glob("*.py")
    if any(module in path.read_text() for module in _BROWSERS)
)

#: What tells the words or the state of a page as they are at this moment.
_WORDS = {
    "text",
    "get_property",
    "get_attribute",
    "get_dom_attribute",
    "is_displayed",
    "is_enabled",
}
_AT_ONCE = _WORDS | {
    *("now", "one", "every", "is_at", "find_element", "find_elements", "active_element"),
    *("page_source", "current_url", "title"),
}
#: Sizes and places are measured, once what is measured is there.
_MEASURES = {"rect", "size", "location"}


def reads(node, names):
    """Which of these attributes are read in a part of the code."""
    if isinstance(node, ast.Attribute):
        if node.attr in _MEASURES:
            return set()
        if node.attr in names:
            return {node.attr}
    return {found for child in ast.iter_child_nodes(node) for found in reads(child, names)}


def asserted_at_once(function):
    """Each assertion of a test on what its browser shows, directly or by way of a name."""
    read = {
        target.id
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and reads(node.value, _AT_ONCE)
        for each in node.targets
        for target in ast.walk(each)
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            used = {each.id for each in ast.walk(node.test) if isinstance(each, ast.Name)}
            if reads(node.test, _AT_ONCE) or used & read:
                yield f"line {node.lineno}: {ast.unparse(node)}"


def handed_out_at_once(tree):
    """Each public method of a page object that reads words, is not `seen`, and does not wait."""
    for page in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        for method in (node for node in page.body if isinstance(node, ast.FunctionDef)):
            marks = {ast.unparse(each) for each in method.decorator_list}
            if "property" in marks:
                yield f"{page.name}.{method.name} is a property"
            if method.name.startswith("_") or "seen" in marks:
                continue
            if any(_reads_words(statement) for statement in method.body):
                yield f"{page.name}.{method.name} reads words without waiting"


def _reads_words(node):
    # what is in a function of its own is a condition that something waits for
    if isinstance(node, ast.Lambda | ast.FunctionDef):
        return False
    if isinstance(node, ast.Attribute) and node.attr in _WORDS:
        return True
    return any(map(_reads_words, ast.iter_child_nodes(node)))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_a_test_waits_for_what_its_browser_shows(path):
    tree = ast.parse(path.read_text())
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    found = [line for each in functions for line in asserted_at_once(each)]

    assert found == [], "wait with has(), becomes() or wait(): it may come a moment later"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_object_hands_out_nothing_that_may_still_be_on_its_way(path):
    if path.stem == "seen":
        return
    assert list(handed_out_at_once(ast.parse(path.read_text()))) == [], "make it @seen"


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_a_browser_forgets_the_cookies_of_every_path(path):
    # those that WebDriver leaves let the next test in where it meant to sign in
    assert "delete_all_cookies" not in path.read_text(), "use forget_everybody"
    # a browser asks for the icon of a probe, and the answer brings the basket's cookie back
    assert '/ping")\n    forget_everybody' not in path.read_text(), "leave for about:blank before"


@pytest.mark.parametrize(
    "line",
    [
        'assert till.hints.now == ["One more"]',
        'assert "sold" in window.page_source',
        'listed = till.one("ul").text\n    assert "F2" in listed',
        'assert not till.one("#pay").is_displayed()',
    ],
)
def test_the_search_finds_each_kind(line):
    tree = ast.parse(f"def test_it(till, window):\n    {line}\n")

    assert len(list(asserted_at_once(tree.body[0]))) == 1
