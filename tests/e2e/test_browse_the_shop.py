"""A shopper in a real browser: looks, searches, adds, changes their mind; and somebody who runs the shop."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from common.testing.browser import axe, console_errors, overflow, prefer, resize, tab_through

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
    "/admin/company",
)


@pytest.fixture
def shop(suite, browser):
    browser.get(suite.store)
    return browser


def names(page):
    return [each.text for each in page.find_elements(By.CSS_SELECTOR, ".good a")]


def basket(page):
    return page.find_element(By.CSS_SELECTOR, "[data-basket]").text


def until(page, condition, what):
    WebDriverWait(page, 10).until(lambda _: condition(), what)


def test_what_is_typed_is_found_at_once_and_stands_in_the_address(shop):
    shop.find_element(By.ID, "q").send_keys("odile")

    until(
        shop, lambda: "Slow Ferry" in names(shop) and "Saltmarsh" not in names(shop), "the search"
    )
    assert shop.current_url.endswith("/?q=odile")
    assert shop.switch_to.active_element.get_attribute("id") == "q"


def test_filters_act_at_once_and_can_be_handed_on(shop, suite):
    shop.get(f"{suite.store}/departments/records")
    shop.find_element(By.ID, "sort").send_keys("Dear")

    until(shop, lambda: names(shop)[0] == "Blue Staircase", "the order")
    address = shop.current_url
    shop.get(address)
    assert names(shop)[0] == "Blue Staircase"


def test_what_was_added_is_taken_back_by_one_press(shop, suite):
    shop.get(f"{suite.store}/goods/14")
    shop.find_element(By.CSS_SELECTOR, '[data-step="1"]').click()
    shop.find_element(By.CSS_SELECTOR, ".buy .button--go").send_keys(Keys.ENTER)
    until(shop, lambda: basket(shop) == "Basket, 2", "two in the basket")

    shop.find_element(By.CSS_SELECTOR, ".toast button").click()
    until(shop, lambda: basket(shop) == "Basket, 0", "none in the basket")
    assert shop.current_url.endswith("/goods/14")


def test_everything_is_reached_by_keyboard_with_a_ring_around_it(shop, suite):
    shop.get(f"{suite.store}/goods/14")

    stops = tab_through(shop)
    assert {"Add to basket", "Skip to content"} <= {each.words for each in stops}
    assert all(each.seen and each.ring for each in stops)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_for_everybody(shop, suite, scheme):
    found = pages(shop, suite, PAGES, scheme)

    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_office_is_for_everybody(shop, suite, scheme):
    shop.get(f"{suite.store}/admin/")
    shop.find_element(By.CSS_SELECTOR, "button[value=owner]").click()
    until(shop, lambda: shop.title.startswith("The shop's figures"), "the office")

    assert pages(shop, suite, OFFICE, scheme) == {}


def pages(browser, suite, paths, scheme):
    """What is wrong with each page, on a desk and on a phone."""
    prefer(browser, color_scheme=scheme)
    wrong = {}
    for path in paths:
        for width in (1280, 390):
            resize(browser, width)
            browser.get(f"{suite.store}{path}")
            if found := [*axe(browser), *overflow(browser), *console_errors(browser)]:
                wrong[path, width] = found
    return wrong
