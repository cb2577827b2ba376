"""An empty suite in a browser: the first page founds a chain, with scripts and without."""

import pytest

from common.testing.browser import axe, broken_rules, chromium, overflow, resize
from suite.driving import fresh_suite
from traffic_generator.pages.dashboard import Dashboard
from traffic_generator.pages.first_run import FirstRun
from traffic_generator.pages.seen import holding
from traffic_generator.pages.sign_in import SignIn

_PASSWORD = "candle window orbit"


@pytest.fixture(scope="module")
def empty():
    """A suite that waits for its chain."""
    with fresh_suite() as mercato:
        mercato("init", "--page")
        mercato.up()
        yield mercato


@pytest.fixture(scope="module")
def window():
    with chromium() as driver:
        yield driver


@pytest.fixture
def page(window, empty):
    """Whoever opens the dashboard is led to the first page."""
    window.get(empty.url("dashboard-service") + "/customers")
    return FirstRun(window, empty.url("dashboard-service")).shown()


def test_a_mistake_keeps_all_that_was_typed_even_without_a_script(page, window):
    window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    window.refresh()
    try:
        page.shown().fill(**{"company-name": "Luna", "branches-0-name": "Baixa"})
        page.add("branches").name_row("branches", 1, "Funchal")
        page.add("vat_rates").remove("vat_rates", 1)
        page.rows("branches").becomes(["Baixa", "Funchal"])

        page.send()

        page.has(mistakes=holding("Type the code that the server printed."))
        page.rows("branches").becomes(["Baixa", "Funchal"])
        page.wait(lambda: page.one("[name='company-name'][value='Luna']"), "what was typed")
    finally:
        window.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("width", [1280, 390, pytest.param(320, marks=pytest.mark.long)])
def test_it_is_accessible_and_fits(page, window, width):
    resize(window, width, 844)
    page.add("branches").add("vat_rates")

    assert [*axe(window), *overflow(window), *broken_rules(window)] == []
    assert page.needs_come_first() == (width < 900)
    resize(window, 1280)


@pytest.mark.parametrize(
    ("service", "path"), [("cashier-service", "/"), ("store-service", "/admin/")]
)
def test_the_other_doors_lead_to_it(window, empty, service, path):
    window.get(empty.url(service) + path)
    assert axe(window) == []

    FirstRun(window, "").click_words("a", "Open your chain")

    FirstRun(window, empty.url("dashboard-service")).shown()


def test_a_chain_is_founded_and_its_owner_signs_in(page, window, empty):
    page.fill(
        setup_code="guessed",
        **{
            "company-name": "Luna",
            "company-address": "Rua 1, Lisboa",
            "company-time_zone": "Europe/Lisbon",
            "vat_rates-0-percent": "23",
            "branches-0-name": "Baixa",
            "owner-name": "Ana Luna",
            "owner-email": "ana@example.com",
            "owner-password": _PASSWORD,
        },
    )
    page.add("branches").name_row("branches", 1, "Chiado").send()
    page.has(mistakes=bool)
    page.rows("branches").becomes(["Baixa", "Chiado"])
    page.fill(setup_code=empty.home.secrets().setup_code, **{"owner-password": _PASSWORD}).send()

    SignIn(window, page.base_url).shown().enter("ana@example.com", _PASSWORD)

    seen = Dashboard(window, page.base_url).shown().has(headline="Nothing sold yet today.")
    seen.has(source=holding("./mercato import products FILE"))
    assert empty.ask("SELECT name FROM catalog.branch ORDER BY id") == [
        ("Baixa",),
        ("Chiado",),
        ("Web shop",),
    ]

    # a chain is founded once
    window.get(f"{page.base_url}/first-run")
    seen.shown().has(headline="Nothing sold yet today.")
