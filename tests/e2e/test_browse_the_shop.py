"""A shopper in a real browser: looks, searches, adds, changes their mind; and somebody who runs the shop."""

import pytest

from common.testing.browser import axe, console_errors, overflow, prefer, resize, tab_through
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
def shelf(suite, browser):
    return Shelf(browser, suite.store).look()


@pytest.fixture
def goods(suite, browser):
    return Goods(browser, suite.store)


def test_what_is_typed_is_found_at_once_and_stands_in_the_address(shelf):
    shelf.search("odile")

    shelf.wait(lambda: "Slow Ferry" in shelf.names and "Saltmarsh" not in shelf.names, "the search")
    assert shelf.driver.current_url.endswith("/?q=odile")
    assert shelf.driver.switch_to.active_element.get_attribute("id") == "q"


def test_filters_act_at_once_and_can_be_handed_on(shelf):
    shelf.look("/departments/records").sort("Dear")

    shelf.wait(lambda: shelf.names[0] == "Blue Staircase", "the order")
    address = shelf.driver.current_url
    shelf.driver.get(address)
    assert shelf.names[0] == "Blue Staircase"


def test_what_was_added_is_taken_back_by_one_press(goods):
    goods.look(14).one_more().add_by_key().has_basket("Basket, 2")

    goods.take_back().has_basket("Basket, 0")
    assert goods.driver.current_url.endswith("/goods/14")


def test_everything_is_reached_by_keyboard_with_a_ring_around_it(goods):
    stops = tab_through(goods.look(14).driver)
    assert {"Add to basket", "Skip to content"} <= {each.words for each in stops}
    assert all(each.seen and each.ring for each in stops)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_for_everybody(shelf, scheme):
    assert faults(shelf, PAGES, scheme) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_office_is_for_everybody(shelf, scheme):
    shelf.look("/admin/").one("button[value=owner]").click()
    shelf.wait(lambda: shelf.driver.title.startswith("The shop's figures"), "the office")

    assert faults(shelf, OFFICE, scheme) == {}


def faults(shelf, paths, scheme):
    """What is wrong with each page, on a desk and on a phone."""
    browser = shelf.driver
    prefer(browser, color_scheme=scheme)
    wrong = {}
    for path in paths:
        for width in (1280, 390):
            resize(browser, width)
            shelf.look(path)
            if found := [*axe(browser), *overflow(browser), *console_errors(browser)]:
                wrong[path, width] = found
    return wrong
