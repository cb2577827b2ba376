"""Each page in a real browser: readable, reachable, strict, and as wide as its window."""

import pytest

from common.testing.browser import (
    axe,
    broken_rules,
    console_errors,
    overflow,
    prefer,
    resize,
    tab_through,
)

PAGES = [
    "/ui/parts",
    "/docs",
    "/error/conflict",
    "/problems/conflict",
    "/try/till.html",
    "/try/receipt.html",
]
#: Links in running words may be as small as the words (WCAG 2.5.8); a label's or a box's field is as large as they are.
_SMALL = """
const inWords = "p a, li a, td a, th a, dd a, .skip";
const inBox = "label, .field__box, .vh";
return [...document.querySelectorAll("a, button, summary, input, select")]
  .filter((part) => part.checkVisibility() && !part.matches(inWords) && !part.closest(inBox))
  .map((part) => [part.outerHTML.slice(0, 90), part.getBoundingClientRect()])
  .filter(([, box]) => box.height < arguments[0] - 2 || box.width < 24)
  .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`);
"""
_OPENERS = """
return [...document.querySelectorAll(".strip [popovertarget=menu]")].filter((part) => part.checkVisibility()).length;
"""
WIDTHS = [320, 390, 640, 768, 900, 1024, 1280, 1920, 2560]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(window, address, path, theme):
    resize(window, 1280)
    prefer(window, reduced_motion="reduce")
    window.get(f"{address}{path}?theme={theme}")

    assert axe(window) == []


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_phone(window, address, path):
    resize(window, 390, 844, touch=True)
    window.get(f"{address}{path}?theme=light")

    assert axe(window) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_breaks_no_rule_and_logs_no_error(window, address, path):
    console_errors(window)
    window.get(f"{address}{path}")

    assert broken_rules(window) == []
    assert [line for line in console_errors(window) if "status of 409" not in line] == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_its_window(window, address, path):
    window.get(f"{address}{path}")

    for width in WIDTHS:
        resize(window, width)
        assert overflow(window) == [], width


@pytest.mark.parametrize("path", ["/ui/parts", "/try/till.html"])
def test_at_every_width_one_thing_opens_the_menu(window, address, path):
    window.get(f"{address}{path}")

    for width in WIDTHS:
        resize(window, width)
        assert window.execute_script(_OPENERS) == 1, width


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["/ui/parts", "/try/till.html"])
def test_read_from_right_to_left_no_page_is_wider_than_its_window(window, address, path, width):
    resize(window, width)
    window.get(f"{address}{path}")
    window.execute_script("document.documentElement.dir = 'rtl'")

    assert overflow(window) == []


@pytest.mark.parametrize("path", ["/ui/parts", "/try/till.html", "/error/conflict"])
def test_tab_reaches_everything_and_always_shows_where_it_is(window, address, path):
    resize(window, 1280)
    window.get(f"{address}{path}")

    stops = tab_through(window)

    assert stops[0].words == "Skip to content"
    assert [stop for stop in stops if not stop.seen] == []
    assert [stop for stop in stops if not stop.ring] == []


@pytest.mark.parametrize("path", ["/ui/parts", "/try/till.html"])
def test_every_target_is_large_enough(window, address, path):
    least = 48 if "till" in path else 24
    resize(window, 1280)
    window.get(f"{address}{path}")

    assert window.execute_script(_SMALL, least) == []
