"""From an invitation to a sale and out again: a chain of one's own, an owner's browser and a cashier's."""

from collections.abc import Iterator

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from common.testing.browser import axe, broken_rules, chromium, forget_everybody, overflow, resize
from suite.driving import fresh_suite
from traffic_generator.pages.dashboard import Dashboard
from traffic_generator.pages.seen import holding, lacking
from traffic_generator.pages.sign_in import SignIn
from traffic_generator.pages.staff import Invitation, Staff
from traffic_generator.pages.till import Till, TillChoice

_OWNER, _PASSWORD = "ada@example.com", "candle window orbit"
_CASHIER = "nils@example.com"
_CASHIERS_PASSWORD, _PIN = "lantern meadow spoon", "8264"
_PRODUCTS = "product_name,unit_price,barcode,vat_code\nRiesling,8.90,4000000000013,standard\n"


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    """A suite that runs somebody's own chain: two branches, one product."""
    with fresh_suite() as mercato:
        mercato(
            *("init", "--name", "Wein & Brot", "--currency", "eur", "--vat", "19"),
            *("--time-zone", "berlin", "--branch", "Hafen:1", "--branch", "Lisboa:1:Europe/Lisbon"),
            *("--owner-name", "Ada Brandt", "--owner-email", _OWNER, "--password-stdin"),
            typed=f"{_PASSWORD}\n",
        )
        mercato.up()
        file = tmp_path_factory.mktemp("goods") / "goods.csv"
        file.write_text(_PRODUCTS)
        mercato("import", "products", str(file))
        yield mercato


@pytest.fixture(scope="module")
def dashboard(chain):
    return chain.url("dashboard-service")


@pytest.fixture(scope="module")
def till_url(chain):
    return chain.url("cashier-service")


@pytest.fixture(scope="module")
def at_the_counter() -> Iterator[WebDriver]:
    """The cashier's own browser."""
    with chromium() as driver:
        yield driver


@pytest.fixture(scope="module")
def at_the_desk(dashboard) -> Iterator[WebDriver]:
    """The owner's browser, signed in."""
    with chromium() as driver:
        SignIn(driver, dashboard).open().enter(_OWNER, _PASSWORD)
        Dashboard(driver, dashboard).shown()
        yield driver


@pytest.fixture
def staff(at_the_desk, dashboard):
    at_the_desk.get(f"{dashboard}/staff")
    return Staff(at_the_desk, dashboard).shown()


def test_an_owner_who_begins_is_told_what_to_do_first(at_the_desk, dashboard):
    page = Dashboard(at_the_desk, dashboard).look()

    page.has(headline="Nothing sold yet today.", source=holding("Invite somebody"))
    assert axe(at_the_desk) == []


def test_an_invited_cashier_comes_in_sells_and_is_out_when_disabled(
    staff, at_the_desk, at_the_counter, dashboard, till_url
):
    link = staff.invite("Nils Holm", _CASHIER, "cashier", "B001")
    assert link.startswith(f"{dashboard}/invitations/")
    assert axe(at_the_desk) == broken_rules(at_the_desk) == []

    invited = Invitation(at_the_counter, dashboard).follow(link)
    invited.has(words=holding("You are invited to work at Hafen as a cashier."))
    assert axe(at_the_counter) == []
    invited.accept(_CASHIERS_PASSWORD, _PIN)

    # the form's answer leads to another service, which our own policy must let through
    door = SignIn(at_the_counter, till_url)
    door.has(address=holding(f"{till_url}/sign-in")).shown().enter(_CASHIER, _CASHIERS_PASSWORD)
    till = TillChoice(at_the_counter, till_url).choose("B001-1")
    till.has(who=holding("Nils Holm"))
    till.scan("4000000000013").has(basket={"Riesling": 1})
    till.pay_cash("10")

    Dashboard(at_the_desk, dashboard).look().has(revenue="8.90", sales=1)

    at_the_counter.get(f"{till_url}/till")
    till = Till(at_the_counter, till_url).shown()
    till.scan("4000000000013").has(basket={"Riesling": 1})
    at_the_desk.get(f"{dashboard}/staff")
    nils = Staff(at_the_desk, dashboard).shown().choose("Nils Holm")
    nils.disable().has(told=holding("Nils Holm is disabled"))

    till.scan("4000000000013")

    door = SignIn(at_the_counter, till_url).shown()
    door.has(told=holding("This account was closed"))
    door.enter(_CASHIER, _CASHIERS_PASSWORD).has(told=holding("do not belong together"))

    # whoever comes next finds the sale as it was left
    door.enter(_OWNER, _PASSWORD)
    till = Till(at_the_counter, till_url).shown().has(basket={"Riesling": 2})
    till.has(who=holding("Ada Brandt"))


def test_a_link_that_was_used_lets_nobody_in_again(at_the_counter, staff, dashboard):
    staff.has(states=lambda them: them["Nils Holm"] == "Disabled")
    link = staff.invite("Mia", "mia@example.com", "manager", "B002")
    forget_everybody(at_the_counter)
    Invitation(at_the_counter, dashboard).follow(link).accept(_CASHIERS_PASSWORD, _PIN)
    door = SignIn(at_the_counter, dashboard).shown()

    again = Invitation(at_the_counter, dashboard).follow(link)
    again.has(words=holding("lets nobody in"))

    door.open().enter("mia@example.com", _CASHIERS_PASSWORD)
    seen = Dashboard(at_the_counter, dashboard).shown()
    seen.has(choices=lacking("All branches"), source=holding("Lisboa"))
    seen.has(source=lacking("Hafen"))


@pytest.mark.parametrize("path", ["/staff", "/staff/invite", "/account", "/keys"])
def test_the_pages_of_people_are_accessible_and_fit(at_the_desk, dashboard, path):
    at_the_desk.get(dashboard + path)

    for width in (390, 1280):
        resize(at_the_desk, width, 844)
        assert [*axe(at_the_desk), *overflow(at_the_desk), *broken_rules(at_the_desk)] == [], width
