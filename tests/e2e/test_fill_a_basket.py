"""A shopper and the basket, in a real browser: with and without a script, by keyboard, on a phone, and signing in."""

import os
import signal

import pytest
from selenium.webdriver.common.keys import Keys

from common.testing.browser import (
    axe,
    axe_in_all_colours,
    broken_rules,
    console_errors,
    forget_everybody,
    overflow,
    prefer,
    resize,
    tab_through,
)
from traffic_generator.pages.basket import BasketPage
from traffic_generator.pages.seen import holding, lacking
from traffic_generator.pages.shop import Goods
from traffic_generator.pages.sign_in import SignIn


@pytest.fixture
def urls(suite):
    return suite.mercato.topology_url("store-service"), suite.mercato.topology_url("cart-service")


@pytest.fixture
def basket(window, urls):
    """The basket of somebody who was never here."""
    resize(window, 1280, 800)
    prefer(window, color_scheme="light")
    window.get("about:blank")  # no answer on its way to a page brings a cookie back
    forget_everybody(window)
    console_errors(window)
    return BasketPage(window, urls[1]).open()


@pytest.fixture
def filled(basket, put_in):
    """Three pens, two shirts and a mug, put in by the page's own addresses."""
    for code, quantity in (("PEN", 3), ("TSHIRT", 2), ("MUG", 1)):
        put_in(code, quantity)
    # another test may have put a price back a moment ago
    basket.wait(
        lambda: basket.open().said.now == "6 items, total 57.50", "the goods at their prices"
    )
    return basket


@pytest.fixture
def without_a_script(window):
    """Pages loaded meanwhile run none."""
    window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    yield
    window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_what_the_shop_puts_in_lies_in_the_basket(window, urls, basket, goods):
    basket.has(said=holding("empty"))
    Goods(window, urls[0]).look(goods["MUG"]).add()

    # another test may have put the price back a moment ago
    basket.wait(lambda: basket.open().said.now == "1 item, total 7.50", "the mug at its price")


def test_presses_faster_than_answers_all_count(filled):
    filled.more("Pen", 5).has(said="11 items, total 67.50")

    eight = {"Pen": "8", "T-Shirt": "2", "Coffee Mug": "1"}
    filled.has(lines=eight).open().has(lines=eight)


def test_a_line_goes_and_comes_back(filled):
    filled.remove("Coffee Mug").has(said="5 items, total 50.00")
    filled.undo().has(said="6 items, total 57.50")

    filled.less("Coffee Mug").has(said="5 items, total 50.00")
    filled.undo().has(said="6 items, total 57.50")
    filled.has(lines=lambda lines: list(lines) == ["Pen", "T-Shirt", "Coffee Mug"])


def test_a_hint_is_taken(filled):
    filled.take_hint().has(said="7 items, total 57.50")

    filled.has(lines=lambda lines: lines["Pen"] == "4")


def test_a_wrong_number_is_explained_where_it_stands(filled, goods):
    filled.type_quantity(goods["PEN"], "12x")

    filled.has(wrong=holding("Type a number from 0 to 999"))
    filled.type_quantity(goods["PEN"], "2").has(said="5 items, total 52.50", wrong="")


def test_by_keyboard_alone(filled, goods):
    stops = tab_through(filled.driver)
    assert all(stop.seen and stop.ring for stop in stops), stops
    names = [stop.words for stop in stops]
    assert names.index("One Pen less") < names.index("One Pen more") < names.index("Remove Pen")

    field = filled.one(f"#quantity-{goods['PEN']}")
    field.send_keys(Keys.CONTROL + "a" + Keys.NULL, "4", Keys.TAB)
    filled.has(said="7 items, total 57.50")
    filled.one("[aria-label='Remove Pen']").send_keys(Keys.ENTER)
    filled.has(said="3 items, total 47.50")
    filled.wait(lambda: filled.one("[data-undo]:focus"), "the focus on the way back")
    filled.press(Keys.ENTER)
    filled.has(said="7 items, total 57.50")


@pytest.mark.usefixtures("without_a_script")
def test_all_of_it_works_without_a_script(filled, goods):
    filled.open().more("Pen").has(said="7 items, total 57.50")
    filled.remove("Coffee Mug").has(said="6 items, total 50.00")
    filled.undo().has(said="7 items, total 57.50")
    filled.type_quantity(goods["TSHIRT"], "3").has(said="8 items, total 62.50")


def test_a_changed_price_is_shown_and_accepted(suite, filled, goods):
    with suite.price(goods["PEN"], 550):
        filled.wait(lambda: "now costs 5.50" in filled.open().notices.now, "the new price")
        filled.has(notices=holding("it was 5.00"))
        filled.accept().has(notices="")
        filled.has(said="6 items, total 58.50")
    filled.wait(lambda: "now costs 5.00" in filled.open().notices.now, "the old price again")


def test_without_the_shop_it_is_shown_and_changed_and_says_so(suite, filled):
    with suite.paused("store-service"):
        filled.wait(lambda: "The shop does not answer" in filled.open().notices.now, "the news")
        filled.more("Pen").has(said="7 items, total 57.50")
        assert axe(filled.driver) == []
    filled.wait(lambda: not filled.open().notices.now, "the shop again")


def test_it_outlives_a_kill(suite, filled):
    for process in suite.processes("cart-service"):
        os.kill(process.pid, signal.SIGKILL)

    filled.wait(lambda: filled.open().every("#said"), "the basket again", seconds=30)
    filled.has(said="6 items, total 57.50")


def test_signing_in_takes_it_along(window, filled, urls):
    SignIn(window, urls[1]).open()
    filled.click("button[name='role'][value='customer']")
    filled.wait(lambda: filled.is_at("/"), "the way in")
    hers = filled.loaded().said.becomes(lacking("empty"))

    filled.open().has(said=hers, lines=lambda them: {"Pen", "T-Shirt", "Coffee Mug"} <= set(them))
    filled.has(body=holding("Marta"))


def test_every_size_fits_and_passes_axe(filled):
    filled.open().has(title="Basket · Mercato")

    for width in (320, 390, 1280, 1920):
        resize(filled.driver, width, 844, touch=width < 720)
        assert axe_in_all_colours(filled.driver) == [], width
        assert overflow(filled.driver) == [], width
    assert broken_rules(filled.driver) == []
    assert console_errors(filled.driver) == []


def test_an_empty_basket_fits_too(basket):
    for width in (320, 1280):
        resize(basket.driver, width, 844)
        assert axe(basket.open().driver) == []
        assert overflow(basket.driver) == []
