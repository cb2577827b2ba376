"""Homes that are a demo's or a chain's, as the command line treats them."""

import json

import pytest

from suite import kinds
from suite.kinds import Kind, Mark


def environment(mercato, service="api-service"):
    import requests

    return requests.get(mercato.url(service) + "/who", timeout=20).json()["environment"]  # noqa: TID251  # no client of a service


def test_a_fresh_home_becomes_a_demos(make_suite):
    mercato = make_suite()

    mercato.up()

    assert kinds.of(mercato.home) == Mark(Kind.DEMO)
    assert mercato.status()["demo"] is True
    assert environment(mercato)["MERCATO_DEMO"] == "1"


def test_a_chains_home_is_no_demo_whatever_the_caller_says(make_suite):
    mercato = make_suite(MERCATO_DEMO="1")
    mercato("init", "--page")

    mercato.up()

    assert mercato.status()["demo"] is False
    told = environment(mercato)
    assert told["MERCATO_DEMO"] == "0"
    assert told["SETUP_CODE"] == mercato.home.secrets().setup_code
    assert "SETUP_CODE" not in environment(mercato, "cashier-service")


@pytest.mark.parametrize("words", [("seed",), ("demo-data", "--purchases", "5")])
def test_a_chain_is_not_filled_with_what_never_happened(make_suite, words):
    mercato = make_suite()
    mercato("init", "--page")

    refused = mercato(*words, check=False)

    assert refused.returncode == 1
    assert "holds a chain of your own" in refused.stderr


def test_page_goes_alone(make_suite):
    refused = make_suite()("init", "--page", "--name", "Mine", check=False)

    assert refused.returncode == 1
    assert "--page goes alone" in refused.stderr


def test_reset_makes_a_home_as_fresh_as_before(make_suite):
    mercato = make_suite()
    mercato("init", "--page")

    mercato("reset", "--yes")

    assert kinds.of(mercato.home) is None


def test_people_of_a_demo_are_told_and_of_a_chain_are_not(make_suite):
    mercato = make_suite()
    mercato.home.make()
    login = {"role": "owner", "name": "R", "email": "r@x.example", "password": "p", "pin": ""}
    mercato.home.logins_file.write_text(json.dumps([login]))
    mercato.up()

    assert mercato.status()["logins"] == [login]
    assert "r@x.example" in mercato("status").stdout
    mercato("down")
    kinds.remember(mercato.home, Mark(Kind.CHAIN))
    mercato.up()
    assert mercato.status()["logins"] == []
    assert "r@x.example" not in mercato("status").stdout
