"""The owner looks whether the books balance: when they do, when somebody edits a row, when a service hangs."""

import json

import pytest

from common.testing.browser import (
    axe,
    broken_rules,
    console_errors,
    overflow,
    prefer,
    resize,
    sizes_and_colours,
)
from traffic_generator.pages.audit import AuditPage
from traffic_generator.pages.seen import holding


@pytest.fixture
def audit(window, suite):
    prefer(window, color_scheme="light", reduced_motion="reduce")
    resize(window, 1280)
    return AuditPage(window, suite.dashboard)


def test_it_says_balanced_and_names_what_somebody_edited(audit, suite):
    audit.look().check_now().has(verdict="Balanced")
    edit = (
        "UPDATE books.level SET quantity = quantity + ({}) "
        "WHERE branch_id = 'SMKT001' AND product_id = 1"
    )
    suite.ask(edit.format(1))
    try:
        audit.check_now().has(
            verdict="Differs",
            corner=holding("Books differ, checked"),
            wrong=holding(
                "Every stock level is the sum of its movements.", "(SMKT001/1): the level says"
            ),
        )
        audit.stands("levels_are_movements").becomes("Broken")
        audit.stands("tenders_make_totals").becomes("Holds")
    finally:
        suite.ask(edit.format(-1))
    audit.check_now().has(verdict="Balanced")


def test_a_gateway_that_hangs_makes_it_unknown_on_the_page_and_at_the_terminal(audit, suite):
    audit.look()

    with suite.paused("payment-gateway"):
        audit.check_now().has(verdict="Unknown")
        told = suite.mercato("audit", "--json", check=False)

    assert told.returncode == 2
    rules = {each["name"]: each for each in json.loads(told.stdout)["invariants"]}
    assert rules["payments_happen_once"]["why"] == "the payment gateway does not answer"
    assert suite.mercato("audit", check=False).returncode == 0


@pytest.mark.parametrize(("width", "scheme"), sizes_and_colours({(390, "dark"), (1280, "light")}))
def test_it_is_accessible_at_every_size(audit, window, width, scheme):
    prefer(window, color_scheme=scheme, reduced_motion="reduce")
    resize(window, width)
    console_errors(window)
    audit.look()

    assert axe(window) == []
    assert broken_rules(window) == []
    assert overflow(window) == []
    assert console_errors(window) == []
