"""Cookies that a browser keeps: whose hosts share them, and for how long."""

import pytest
from flask import Flask, Response

from common.config import ShopSettings
from common.sessions.cookies import Cookies, LastingCookie


class Tried(ShopSettings):
    """Settings of a service that shoppers walk through."""

    service = "tried-service"


def settings(public_url=""):
    return Tried(
        secret_key="a key for the tests",
        service_key="a service key for tests",
        public_url=public_url,
    )


@pytest.mark.parametrize(
    ("url", "domain", "prefix"),
    [
        ("http://127.0.0.1:5002", "", "mercato_"),
        ("https://basket.shop.example", "", "__Host-mercato_"),
        ("https://basket.shop.example", "shop.example", "__Secure-mercato_"),
    ],
)
def test_a_name_says_what_a_browser_may_believe(url, domain, prefix):
    kept = LastingCookie.of(settings(url), "basket", seconds=60, domain=domain)

    assert kept.name.startswith(prefix)
    assert kept.name.endswith("_basket")
    assert Cookies.of(settings(url), "shop", domain).session.startswith(prefix)


def test_a_token_is_made_once_and_kept_anew_with_each_page():
    kept = LastingCookie.of(settings(), "basket", seconds=60, domain="shop.example")
    app, answer = Flask("tried"), Response()

    with app.test_request_context():
        token = kept.keep(answer)
    with app.test_request_context(headers={"Cookie": f"{kept.name}={token}"}):
        assert kept.sent() == token
        assert kept.keep(answer) == token

    first, second = answer.headers.getlist("Set-Cookie")
    assert "Max-Age=60" in second
    assert "Domain=shop.example" in first
    assert {"HttpOnly", "SameSite=Lax"} <= set(first.split("; "))


@pytest.mark.parametrize("asked_by", ["empty", "image", "iframe"])
def test_what_a_script_asks_for_brings_no_forgotten_token_back(asked_by):
    kept = LastingCookie.of(settings(), "basket", seconds=60)
    app, answer, headers = Flask("tried"), Response(), {"Sec-Fetch-Dest": asked_by}

    with app.test_request_context(headers=headers):
        token = kept.keep(Response())
    with app.test_request_context(headers={"Cookie": f"{kept.name}={token}", **headers}):
        assert kept.keep(answer) == token

    assert token
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "forged", ["short", "x" * 31, "x" * 33, "ü" * 32, "../../../../../../../../../../x"]
)
def test_a_token_that_we_never_made_counts_as_none(forged):
    kept = LastingCookie.of(settings(), "basket", seconds=60)

    with Flask("tried").test_request_context(headers={"Cookie": f"{kept.name}={forged}"}):
        assert kept.sent() == ""
