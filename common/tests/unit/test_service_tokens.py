"""A service's token holds for its audience, whatever its clock showed before."""

import time

import pytest

from common.errors import NotSignedIn
from common.service_tokens import ServiceTokens


@pytest.fixture
def cart():
    return ServiceTokens("a key", service="cart-service")


@pytest.fixture
def api():
    return ServiceTokens("a key", service="api-service")


@pytest.fixture
def at(monkeypatch):
    """Sets the clock of the tokens that are issued; whoever reads them has the machine's."""
    real = time.time()

    def put(seconds):
        monkeypatch.setattr(time, "time", lambda: real + seconds)

    return put


def test_the_same_one_is_shown_until_it_grows_old(cart, at):
    at(0)
    token = cart.issue("api-service")
    at(39)
    assert cart.issue("api-service") == token
    at(41)
    assert cart.issue("api-service") != token


def test_a_clock_that_was_put_right_leaves_no_token_from_the_future(cart, api, at):
    at(3600)
    early = cart.issue("api-service")
    with pytest.raises(NotSignedIn):
        api.read(early)

    at(0)

    assert api.read(cart.issue("api-service")) == "cart-service"
