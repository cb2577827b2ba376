"""Signing in, taking over and leaving, at a real till with real accounts; the basket outlives all of it."""

import time

import pytest
from selenium.webdriver.common.keys import Keys

from common.testing.browser import (
    axe_in_all_colours,
    broken_rules,
    console_errors,
    forget_everybody,
    overflow,
    resize,
)
from traffic_generator.pages.seen import holding, lacking
from traffic_generator.pages.sign_in import Lock, SignIn
from traffic_generator.pages.till import Till, TillChoice

_PATIENCE_SECONDS = 2.0

_TOO_SMALL = """
return [...document.querySelectorAll(".lock__name, .lock__pad button")]
  .map((each) => each.getBoundingClientRect())
  .filter((box) => box.width < 48 || box.height < 48).length;
"""


class AsManager(TillChoice):
    """The choice of a till, as the demo's manager."""

    as_role = "manager"


@pytest.fixture
def logins(suite):
    """The demo's people as `status` shows them, by e-mail."""
    return {each["email"]: each for each in suite.mercato.status()["logins"]}


@pytest.fixture
def ines(logins):
    return next(each for each in logins.values() if each["name"] == "Ines Duarte")


@pytest.fixture
def pieter(suite, logins, ines):
    """The manager, with the cashier's PIN."""
    found = next(each for each in logins.values() if each["role"] == "manager")
    suite.ask(
        "UPDATE books.account SET pin_hash = "
        f"(SELECT pin_hash FROM books.account WHERE email = '{ines['email']}') "
        f"WHERE email = '{found['email']}'"
    )
    return found | {"pin": ines["pin"]}


@pytest.fixture
def visitor(window, suite):
    """A browser that has forgotten everything, at the till's door."""
    resize(window, 1280, 800)
    window.get(f"{suite.cashier}/ping")
    window.execute_script("localStorage.clear(); sessionStorage.clear()")
    forget_everybody(window)
    return SignIn(window, suite.cashier).open()


@pytest.fixture
def lock(visitor, window, suite):
    """Till 1 of the Harbour, open for the team."""
    visitor.shown()
    AsManager(window, suite.cashier).open().open_for_team("SMKT002-1")
    return Lock(window, suite.cashier).shown()


@pytest.fixture
def at_the_till(lock, ines):
    """Ines at the team's till, two tomatoes scanned."""
    lock.take_over(ines["name"], ines["pin"])
    till = Till(lock.driver, lock.base_url).shown()
    return till.enter("2*1").has(basket={"Tomatoes": 2})


@pytest.fixture
def open_again(suite, ines):
    """Whatever a test did to her account is undone."""
    yield
    suite.ask(f"UPDATE books.account SET disabled_at = NULL WHERE email = '{ines['email']}'")


def test_a_cashier_signs_in_by_keyboard_and_comes_where_they_wanted(visitor, window, ines):
    window.get(f"{visitor.base_url}/receipts?x=1")
    visitor.shown().enter(ines["email"], "not the password")
    visitor.has(told=holding("do not belong together"), email=ines["email"])

    visitor.enter(ines["email"], ines["password"])

    visitor.wait(lambda: visitor.is_at("/tills"), "the choice of a till")
    till = TillChoice(window, visitor.base_url).choose("SMKT002-1")
    till.has(who=holding("Ines Duarte"))


def test_a_demo_lets_in_by_one_key(visitor):
    visitor.press_role("1")

    visitor.wait(lambda: visitor.every("button[value='SMKT002-1']"), "the cashier's tills")


def test_after_signing_out_the_way_back_shows_nothing(visitor, window):
    visitor.press_role("3")
    visitor.click(".strip__who").click("form[action='/sign-out'] button").shown()

    window.back()

    visitor.shown()
    visitor.wait(lambda: not visitor.every(".strip__who"), "a page that knows nobody")


@pytest.mark.timed
def test_the_next_cashier_takes_over_the_basket_in_two_seconds(pieter, at_the_till, lock, window):
    at_the_till.has(who=holding("Ines Duarte")).press(Keys.F10)
    lock.shown().has(basket="A sale of 2 items is open and waits for whoever takes over.")
    began = time.monotonic()

    lock.take_over(pieter["name"], pieter["pin"])

    till = Till(window, lock.base_url).shown().has(basket={"Tomatoes": 2})
    assert time.monotonic() - began < _PATIENCE_SECONDS
    till.has(who=holding(pieter["name"])).pay_by_card().has(receipt=holding(pieter["name"]))


def test_a_finger_takes_over_on_the_pad(lock, window, ines):
    resize(window, 768, 1024, touch=True)
    assert window.execute_script(_TOO_SMALL) == 0

    lock.tap(ines["name"], ines["pin"])

    Till(window, lock.base_url).shown().has(who=holding("Ines Duarte"))
    resize(window, 1280, 800)


def test_a_wrong_pin_lets_nobody_in(lock, ines):
    wrong = "9" + ines["pin"][1:] if ines["pin"][0] != "9" else "8" + ines["pin"][1:]
    lock.take_over(ines["name"], wrong)

    lock.has(told=holding("does not fit")).press(*ines["pin"], Keys.ENTER)
    Till(lock.driver, lock.base_url).shown()


@pytest.mark.usefixtures("open_again")
def test_a_disabled_cashier_is_out_at_the_next_click_and_the_basket_stays(
    pieter, at_the_till, lock, suite, ines
):
    suite.ask(f"UPDATE books.account SET disabled_at = now() WHERE email = '{ines['email']}'")

    at_the_till.enter("1")

    lock.shown().has(told=holding("account of whoever was here was closed"))
    lock.has(names=lacking("Ines Duarte"))
    lock.take_over(pieter["name"], pieter["pin"])
    Till(lock.driver, lock.base_url).shown().has(basket={"Tomatoes": 3})


def test_what_was_typed_as_the_session_ended_is_entered_after_the_sign_in(till, suite):
    till.enter("2*1").has(basket={"Tomatoes": 2})
    # hidden to itself, the page asks for no news, so that the scan is what hears of the end first
    till.driver.execute_script("Object.defineProperty(document, 'hidden', { get: () => true })")
    suite.ask("UPDATE books.session SET ends_at = now()")

    till.enter("1")

    SignIn(till.driver, till.base_url).shown().press_role("2")
    till.shown().has(basket={"Tomatoes": 3})


def test_door_and_lock_are_accessible_and_fit(visitor, window, suite):
    console_errors(window)

    def faults():
        found = [line for line in console_errors(window) if "status of 4" not in line]
        for width in (1280, 768, 390):
            resize(window, width, 844)
            found += axe_in_all_colours(window) + overflow(window)
        return found + broken_rules(window)

    assert faults() == [], "the door"
    visitor.enter("nobody@example.org", "not the password")
    visitor.has(told=bool)
    assert faults() == [], "a wrong password"
    AsManager(window, suite.cashier).open().open_for_team("SMKT002-1")
    Lock(window, suite.cashier).shown()
    assert faults() == [], "the lock"
