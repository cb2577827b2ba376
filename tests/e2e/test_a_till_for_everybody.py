"""The till is readable, reachable, strict about its own rules, and large enough for a finger."""

from urllib.parse import urljoin

import pytest
from selenium.webdriver.common.keys import Keys

from common.testing.browser import (
    axe_in_all_colours,
    broken_rules,
    console_errors,
    overflow,
    resize,
)
from traffic_generator.pages.seen import holding, lacking

SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844)]

_TOO_SMALL = """
const pressed = "a[href], button, input, select, summary";
const shown = (each) => each.checkVisibility({ visibilityProperty: true })
  && !each.closest(".skip, [popover]:not(:popover-open)");
const words = (each) => each.getAttribute("aria-label") ?? each.textContent.trim().slice(0, 30);
return [...document.querySelectorAll(pressed)]
  .filter(shown)
  .map((each) => [each, (each.closest(".field__box") ?? each).getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 47.5 || box.height < 47.5))
  .map(([each, box]) => `${each.localName} ${words(each)}: ${box.width} × ${box.height}`);
"""


def sale_in_progress(till):
    for entry in ("1", "3*7", "sour", "2*4"):
        till.enter(entry)
    till.has(basket={"Tomatoes": 1, "Spaghetti": 3, "Sourdough loaf": 1, "Whole milk": 2})


def faults(driver):
    return axe_in_all_colours(driver) + broken_rules(driver) + console_errors(driver)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
def test_every_state_of_the_till_is_accessible(till, window, size):
    resize(window, *size)
    console_errors(window)  # of what was opened before
    assert faults(window) == [], "empty"

    sale_in_progress(till)
    assert faults(window) == [], "a sale"
    till.scan("4999999999999").says("No product has the code")
    assert faults(window) == [], "an unknown code"
    till.press(Keys.ESCAPE)
    till.begin_payment().give("10").has(sums=lambda sums: len(sums) == 2)
    assert faults(window) == [], "the payment"
    till.press(Keys.ESCAPE, Keys.F3)
    till.wait(lambda: till.one("#customers").is_displayed(), "the customers")
    assert faults(window) == [], "the customers"
    till.press(Keys.ESCAPE)

    till.pay_by_card()
    assert faults(window) == [], "the receipt"
    window.get(f"{till.base_url}/receipts")
    assert faults(window) == [], "the receipts"
    window.get(f"{till.base_url}/tills")
    assert faults(window) == [], "the tills"


def on_every_screen(window, sizes=SIZES, *, touch=False):
    """The same page on one screen after the other."""
    for size in sizes:
        resize(window, *size, touch=touch)
        yield size


def test_everything_is_large_enough_for_a_finger(till, window):
    sale_in_progress(till)

    for size in on_every_screen(window, touch=True):
        assert window.execute_script(_TOO_SMALL) == [], size
    till.begin_payment()
    for size in on_every_screen(window, touch=True):
        assert window.execute_script(_TOO_SMALL) == [], size


def test_no_page_is_wider_than_its_window(till, window):
    widths = [(width, 800) for width in (320, 390, 768, 1024, 1280, 1920, 2560)]

    def too_wide():
        return {
            size: found for size in on_every_screen(window, widths) if (found := overflow(window))
        }

    sale_in_progress(till)
    assert too_wide() == {}, "a sale"
    receipt = till.pay_by_card().address.now
    assert too_wide() == {}, "the change"
    for page in (receipt.replace("/sales/", "/receipts/"), "/receipts", "/tills"):
        window.get(urljoin(till.base_url, page))
        assert too_wide() == {}, page


def test_shelf_and_sale_share_one_screen_with_a_long_sale_too(till, window):
    for number in range(1, 11):
        till.enter(f"{number}*{number}")
    till.has(lines=lambda lines: len(lines) == 10)

    for size in on_every_screen(window, SIZES[:3]):
        shelf, sale, pay = (
            till.one(each).rect for each in ("#grid", "#sale .receipt", ".till__pay")
        )
        assert shelf["x"] + shelf["width"] <= sale["x"] or shelf["y"] + shelf["height"] <= sale["y"]
        assert shelf["height"] >= 150
        assert sale["y"] + sale["height"] <= pay["y"]
        assert pay["y"] + pay["height"] <= size[1]
        till.wait(lambda: till.one(".line--new").is_displayed(), "the newest line in sight")
    till.has(body=lacking("JavaScript"))


def test_a_tap_on_a_phone_leaves_the_page_where_it_is(till, window):
    resize(window, 390, 844, touch=True)
    for number in range(1, 8):
        till.enter(str(number))
    till.has(lines=lambda lines: len(lines) == 7)
    window.execute_script("document.querySelectorAll('.tile')[9].scrollIntoView({block: 'center'})")
    before = window.execute_script("return scrollY")

    till.tap("Dark chocolate").has(lines=lambda lines: len(lines) == 8)

    assert before > 0
    assert window.execute_script("return scrollY") == before


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
def test_what_is_told_never_covers_the_total_or_the_ways_to_pay(till, window, size):
    resize(window, *size)
    till.enter("1").has(basket={"Tomatoes": 1}).enter("2*4").has(chosen_line="Whole milk")
    till.void()
    toast = till.wait(lambda: till.one(".toast").rect, "the word about the void")

    for covered in ("#sale .total", ".till__pay", "#entry"):
        under = till.one(covered).rect
        beside = (
            toast["x"] + toast["width"] <= under["x"] or under["x"] + under["width"] <= toast["x"]
        )
        above = (
            toast["y"] + toast["height"] <= under["y"] or under["y"] + under["height"] <= toast["y"]
        )
        assert beside or above, covered


def test_a_long_name_hides_no_price(till, window, suite):
    name = "Bio-Vollkornroggenschrotbrötchen mit Sonnenblumenkernen, ofenfrisch"
    try:
        suite.ask(f"UPDATE catalog.product SET name = '{name}' WHERE id = 3")
        till.has(products=holding(name))
        places = {
            size: (till.every(".tile")[2].rect, till.every(".tile .price")[2].rect)
            for size in on_every_screen(window)
        }
    finally:
        suite.ask("UPDATE catalog.product SET name = 'Sourdough loaf' WHERE id = 3")

    for size, (tile, price) in places.items():
        assert price["y"] >= tile["y"] + 60, f"under the name on {size}"
        assert price["y"] + price["height"] <= tile["y"] + tile["height"], size


@pytest.mark.parametrize("size", [(640, 400), (844, 390)], ids=["zoom", "across"])
def test_on_a_low_screen_sale_and_payment_are_both_seen(till, window, size):
    resize(window, *size)
    sale_in_progress(till)

    assert till.one(".till__pay").rect["height"] <= size[1] / 4
    assert till.one("#entry").rect["y"] >= till.one(".strip").rect["height"]
    till.begin_payment()
    for way in till.every("#tenders .button"):
        assert way.rect["y"] + way.rect["height"] <= size[1]


def test_without_javascript_the_page_says_what_it_needs(till, window):
    window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        till.open().has(body=holding("The till needs JavaScript"))
    finally:
        window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_receipt_is_printed_alone_on_a_narrow_roll(till, window):
    sold = till.enter("1").has(basket={"Tomatoes": 1}).pay_cash("5")
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    resize(window, 302, 900)

    try:
        sold.has(body=holding("Tomatoes", "Change")).has(body=lacking("Next sale", "Online"))
    finally:
        window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "screen"})


def test_the_whole_list_of_keys_is_a_key_away(till):
    till.press("?")

    till.has(keys=holding("F2", "F3", "F6", "F7", "F10", "3*1 Enter", "Esc"))
