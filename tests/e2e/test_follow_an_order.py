"""Somebody who bought follows the order in a real browser, and somebody at the desk packs and sends it."""

import json
import urllib.request
import uuid
from contextlib import closing

import pytest

from common.testing.browser import axe, console_errors, overflow, prefer, resize, tab_through
from order_service.models.links import Links
from suite.selling import port_of
from suite.shopping import Shopper, Told
from traffic_generator.pages.orders import Desk, OrderPage
from traffic_generator.pages.seen import holding, lacking

PEN, MUG = 11, 13


@pytest.fixture(scope="module")
def shop(suite):
    """Buys at the suite's shop; an order's address, with the key of its link."""
    secret = json.loads((suite.mercato.home.path / "secrets.json").read_text())["secret_key"]
    port = port_of(suite.mercato.url("cart-service"))

    def buy(*lines):
        with closing(Shopper(port)) as shopper:
            shopper.fill(lines or [(PEN, 3), (MUG, 1)])
            bought = shopper.pay()
        assert bought.told is Told.PAID, bought
        order_id = uuid.UUID(bought.checkout_id)
        return f"/orders/{order_id}?key={Links(secret).key_of(order_id)}"

    return buy


@pytest.fixture
def orders(suite):
    return suite.mercato.url("order-service")


@pytest.fixture
def order(window, orders, shop):
    """The page of an order that was just paid, opened by its link."""
    resize(window, 1280)
    return OrderPage(window, orders).look(shop())


@pytest.fixture
def desk(window, orders):
    resize(window, 1280)
    return Desk(window, orders)


def path_of(page):
    return page.address.now.removeprefix(page.base_url)


def move(page, status):
    """Another program moves the order on."""
    body = json.dumps({"status": status}).encode()
    asked = urllib.request.Request(
        f"{page.base_url}/api{path_of(page).removeprefix('/admin')}/status",
        body,
        {"Content-Type": "application/json"},
        method="PUT",
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:
        assert answer.status == 200


def faults(page, paths, scheme):
    """What is wrong with these pages, on a phone, on a desk, and between them where signs stand for words."""
    console_errors(page.driver)  # what earlier pages were refused is not theirs
    prefer(page.driver, color_scheme=scheme)
    wrong = {}
    for path in paths:
        page.driver.get(page.base_url + path)
        for width in (390, 1280) if scheme == "dark" else (390, 800, 1280):
            resize(page.driver, width)
            found = axe(page.driver) + overflow(page.driver)
            if found:
                wrong[path, width] = found
    wrong_scripts = console_errors(page.driver)
    prefer(page.driver, color_scheme="light")
    return wrong | ({"console": wrong_scripts} if wrong_scripts else {})


def test_the_page_follows_the_order_by_itself(order):
    order.has(address=lacking("key="), headline="Paid, and packed next")

    move(order, "packed")
    move(order, "shipped")

    order.says("On its way to you")
    order.has(reached=["Placed", "Paid", "Packed", "Shipped"], can_be_cancelled=False)


def test_who_cancels_sees_the_money_come_back(order):
    order.cancel().has(notices=holding("Your money goes back to your card."))

    order.says("Cancelled, and your money is back", seconds=60)
    order.has(reached=["Placed", "Paid", "Cancelled", "Refunded"])


def test_orders_opened_in_this_browser_are_found_again(order):
    number = order.number.becomes(bool)

    order.look("/").has(numbers=holding(number))


def test_the_desk_takes_an_order_on_and_tells_the_second_editor(order, desk):
    path = path_of(order)
    desk.visit(f"/admin{path}").do("It is packed").has(state="Packed")
    move(desk, "shipped")

    desk.do("It is sent").has(notices=holding("Somebody else was faster"), state="Shipped")


def test_what_the_desk_looks_for_stands_in_the_address(desk, order):
    number = order.number.becomes(bool)

    desk.visit("/admin/orders?status=paid").find(number).has(numbers=[number])
    address = desk.address.becomes(holding("status=paid"))

    desk.driver.get(address)
    desk.has(numbers=[number])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_for_everybody(order, desk, scheme):
    path = path_of(order)
    desk.visit("/admin/")
    paths = ("/", path, f"{path}/invoice", "/admin/", "/admin/orders", f"/admin{path}")

    assert faults(order, paths, scheme) == {}


def test_a_long_invoice_breaks_between_its_lines_and_nothing_is_laid_over_another(order):
    order.driver.get(f"{order.base_url}{path_of(order)}/invoice")
    order.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    on_paper = order.driver.execute_script("""
        const style = (part) => getComputedStyle(document.querySelector(part));
        return [style(".invoice").display, style(".invoice__lines tbody").breakInside,
                document.querySelectorAll(".invoice__lines tbody").length];
    """)
    order.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    # a grid is not broken over pages as long as its rows become there: the sums would stand on the last lines
    assert on_paper == ["block", "avoid", 2]


def test_everything_is_reached_by_keyboard_with_a_ring_around_it(order):
    stops = tab_through(order.driver)

    assert {"Invoice", "Cancel the order", "History"} <= {each.words for each in stops}
    assert all(each.seen and each.ring for each in stops)
