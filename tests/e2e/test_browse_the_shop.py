"""A shopper in a real browser: looks, searches, adds, changes their mind; and somebody who runs the shop."""

import pytest

from common.testing.browser import (
    axe_in_all_colours,
    console_errors,
    forget_everybody,
    overflow,
    resize,
    tab_through,
)
from traffic_generator.pages.seen import holding
from traffic_generator.pages.shop import Goods, Shelf

PAGES = (
    "/",
    "/departments/records",
    "/goods/14",
    "/goods/13",
    "/offers",
    "/?q=zzz",
    "/register",
    "/sign-in",
)
OFFICE = (
    "/admin/",
    "/admin/goods",
    "/admin/goods/new",
    "/admin/goods/14",
    "/admin/offers",
    "/admin/offers/1",
    "/admin/company",
)


@pytest.fixture
def shelf(suite, shopper):
    return Shelf(shopper, suite.store).look()


@pytest.fixture
def goods(suite, shopper):
    return Goods(shopper, suite.store)


@pytest.fixture
def shopper(window):
    """A browser that has forgotten everything."""
    resize(window, 1280)
    window.get("about:blank")  # no answer on its way to a page brings a cookie back
    forget_everybody(window)
    console_errors(window)
    return window


def test_what_is_typed_is_found_at_once_and_stands_in_the_address(shelf):
    shelf.search("odile")

    shelf.has(names=lambda them: "Slow Ferry" in them and "Saltmarsh" not in them)
    shelf.has(address=holding("/?q=odile"), focus="q")


def test_filters_act_at_once_and_can_be_handed_on(shelf):
    shelf.look("/departments/records").sort("Dear")

    shelf.has(names=lambda them: them[0] == "Blue Staircase", address=holding("sort="))
    shelf.driver.get(shelf.address.now)
    shelf.has(names=lambda them: them[0] == "Blue Staircase")


def test_what_was_added_is_taken_back_by_one_press(goods):
    goods.look(16).one_more().add_by_key().has_basket("Basket, 2")
    goods.wait(lambda: goods.one(".buy .button--go:focus"), "the focus where it was")

    goods.take_back().has_basket("Basket, 0")
    goods.has(address=f"{goods.base_url}/goods/16")


def test_everything_is_reached_by_keyboard_with_a_ring_around_it(goods):
    stops = tab_through(goods.look(16).driver)
    assert {"Add to basket", "Skip to content"} <= {each.words for each in stops}
    assert all(each.seen and each.ring for each in stops)


def test_every_page_is_for_everybody(shelf):
    assert faults(shelf, PAGES) == {}


def test_every_page_of_the_office_is_for_everybody(shelf):
    shelf.look("/admin/").click("button[value=owner]").has(title=holding("The shop's figures"))

    assert faults(shelf, OFFICE) == {}


def faults(shelf, paths):
    """What is wrong with each page, on a desk and on a phone, light and dark."""
    browser = shelf.driver
    wrong = {}
    for path in paths:
        shelf.look(path)
        for width in (1280, 390):
            resize(browser, width)
            found = [*axe_in_all_colours(browser), *overflow(browser), *console_errors(browser)]
            if found:
                wrong[path, width] = found
    return wrong
