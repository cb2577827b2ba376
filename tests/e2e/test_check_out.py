"""A shopper pays, in a real browser: by mouse, by keyboard, without a script, twice by mistake, and never twice."""

import json
import urllib.request
import uuid

import pytest
from selenium.webdriver.common.keys import Keys

from common.testing.browser import (
    axe,
    broken_rules,
    forget_everybody,
    overflow,
    prefer,
    resize,
    sizes_and_colours,
    tab_through,
)
from traffic_generator.pages.checkout import DECLINED_CARD, SOMEBODY, Checkout
from traffic_generator.pages.seen import holding, lacking


@pytest.fixture
def email():
    """An address that nobody else pays under."""
    return f"shopper-{uuid.uuid4().hex[:12]}@example.com"


@pytest.fixture
def checkout(window, suite, put_in):
    """The checkout of somebody new, with three pens and a mug in the basket."""
    resize(window, 1280, 900)
    prefer(window, color_scheme="light")
    url = suite.mercato.topology_url("cart-service")
    window.get("about:blank")  # no answer on its way to a page brings a cookie back
    forget_everybody(window)
    window.get(f"{url}/")
    put_in("PEN", 3)
    put_in("MUG", 1)
    return Checkout(window, url).open()


@pytest.fixture
def paid_orders(suite, email):
    """The numbers of what was paid under the address."""

    def read():
        url = f"{suite.mercato.topology_url('order-service')}/api/orders"
        with urllib.request.urlopen(url, timeout=20) as answer:
            found = json.load(answer)
        return [each["number"] for each in found if each["customer"]["email"] == email]

    return read


@pytest.fixture
def without_a_script(window):
    """Pages loaded meanwhile run none."""
    window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    yield
    window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def typed(**expected):
    """Whether these fields hold just that."""
    return lambda fields: expected.items() <= fields.items()


def wrong(*fields):
    """Whether these fields are called wrong, and no others."""
    return lambda found: set(found) == set(fields)


def test_a_good_card_pays_and_the_basket_is_empty(checkout, email, paid_orders):
    checkout.fill(email=email).has(
        typed=typed(**{"card-number": "4242 4242 4242 4242", "expiry": "09/28"}),
        brand="Visa",
        total="17.50",
    )
    checkout.pay().is_paid()

    (number,) = paid_orders()
    checkout.has(order_number=number)
    checkout.open().has(
        told=lambda told: told.startswith(f"Paid: this basket became order {number}")
    )


def test_a_declined_card_keeps_what_was_typed_and_another_one_pays(checkout, email, paid_orders):
    checkout.fill(DECLINED_CARD, email=email).pay().ended("declined")

    kept = SOMEBODY | {"email": email, "card-number": "", "cvv": ""}
    checkout.has(told=holding("Nothing was charged"), typed=typed(**kept))
    assert paid_orders() == []
    checkout.enter_card().pay().is_paid()
    assert len(paid_orders()) == 1


def test_back_and_paying_again_is_the_same_order(checkout, email, paid_orders):
    checkout.fill(email=email).pay().is_paid()
    (number,) = paid_orders()
    checkout.driver.back()
    checkout.wait(lambda: checkout.every("[data-checkout], .empty"), "the page before")
    if checkout.every("[data-checkout]"):
        checkout.fill(email=email).pay().is_paid().has(order_number=number)
    checkout.driver.refresh()

    assert paid_orders() == [number]


def test_two_tabs_pay_once(checkout, email, paid_orders):
    window, first = checkout.driver, checkout.driver.current_window_handle
    checkout.fill(email=email)
    window.switch_to.new_window("tab")
    other = Checkout(window, checkout.base_url).open().fill(email=email)
    second = window.current_window_handle
    window.switch_to.window(first)
    checkout.pay().is_paid()
    (number,) = paid_orders()
    window.switch_to.window(second)
    other.pay().has(told=holding(f"became order {number}"))

    assert paid_orders() == [number]
    window.close()
    window.switch_to.window(first)


def test_a_double_click_pays_once(checkout, email, paid_orders):
    checkout.fill(email=email)
    checkout.driver.execute_script(
        "const form = document.querySelector('[data-checkout]');"
        "form.requestSubmit(); form.requestSubmit(); form.submit();"
    )
    checkout.is_paid()

    assert len(paid_orders()) == 1


@pytest.mark.usefixtures("without_a_script")
def test_all_of_it_works_without_a_script(checkout, email, paid_orders):
    checkout.open().fill("4242", email=email).pay()
    checkout.has(wrong=wrong("card-number"), typed=typed(email=email))

    checkout.enter_card().pay().is_paid()
    assert len(paid_orders()) == 1


def test_what_is_wrong_is_said_before_anything_is_sent(checkout):
    checkout.fill("424242424242", email="marta").enter(expiry="0120").pay()

    checkout.has(
        wrong=wrong("email", "card-number", "expiry"),
        focus="email",
        typed=typed(**{"card-number": "4242 4242 4242"}),
    )
    checkout.enter(email="marta@example.com").has(wrong=wrong("card-number", "expiry"))


def test_by_keyboard_alone(checkout, email, paid_orders):
    stops = tab_through(checkout.driver)
    assert all(stop.seen and stop.ring for stop in stops), stops

    checkout.one("#name").send_keys("Marta Ruiz", Keys.TAB)
    checkout.press(email, Keys.TAB, "Lindengracht 41", Keys.TAB, "1015 KC", Keys.TAB)
    checkout.press("Amsterdam", Keys.TAB, Keys.TAB, "4242424242424242", Keys.TAB, "0928")
    checkout.press(Keys.TAB, "123", Keys.ENTER)
    checkout.is_paid()
    assert len(paid_orders()) == 1


def test_what_is_sold_out_is_taken_as_far_as_it_goes(checkout, put_in):
    put_in("TSHIRT", 999)
    checkout.open().fill().pay().ended("sold_out")
    checkout.has(told=holding("T-Shirt: you wanted 999, there are"))

    checkout.take_the_rest().has(summary=lacking("999"))


def test_a_payment_that_is_checked_follows_by_itself(suite, checkout, email, paid_orders):
    checkout.fill(email=email)
    with suite.paused("order-service"):
        checkout.pay().is_checked()
        assert axe(checkout.driver) == []
        checkout.open().is_checked()
    checkout.is_settled()
    checkout.wait(
        lambda: len(checkout.every("[data-order]")) == len(paid_orders()),
        "the same word from the page and from the orders",
    )


@pytest.mark.parametrize(("width", "scheme"), sizes_and_colours({(390, "light"), (1280, "dark")}))
def test_every_size_fits_and_passes_axe(checkout, width, scheme):
    resize(checkout.driver, width, 844, touch=width < 720)
    prefer(checkout.driver, color_scheme=scheme)
    for page in (checkout.open(), checkout.pay()):
        assert axe(page.driver) == []
        assert overflow(page.driver) == []
        assert broken_rules(page.driver) == []
    checkout.fill().pay().is_paid()
    assert axe(checkout.driver) == []
    assert overflow(checkout.driver) == []


def test_a_price_that_changed_is_shown_and_then_paid(
    suite, checkout, put_in, goods, email, paid_orders
):
    checkout.fill(email=email)
    with suite.price(goods["MUG"], 800):
        checkout.pay().ended("price_changed").has(told=holding("17.50", "18.00"))
        assert paid_orders() == []
        checkout.wait(lambda: checkout.open().total.now == "18.00", "its price")
        checkout.fill(email=email).pay().is_paid()
    assert len(paid_orders()) == 1
    put_in("MUG", 1)  # whoever buys next is told the old price again
    checkout.wait(lambda: checkout.open().total.now == "7.50", "the old price again")
