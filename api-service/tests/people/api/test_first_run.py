"""The first run: a chain is founded from a page by whoever knows the code that the server was started with."""

import logging

import pytest
from pydantic import SecretStr

from api_service.app import create_app
from api_service.collaborators import Collaborators
from api_service.config import Settings
from common.service_tokens import ServiceTokens

KEY = "a key that the services of the tests share"
CHAIN = {
    "setup_code": "lantern",
    "company": {
        "name": "Wein & Brot",
        "address": "",
        "vat_id": "",
        "currency": "EUR",
        "time_zone": "Europe/Berlin",
    },
    "vat_rates": [{"code": "standard", "name": "Standard", "percent": "19"}],
    "branches": [{"name": "Hafen", "time_zone": "Europe/Berlin", "address": "", "tills": 2}],
    "owner": {"name": "Ada Brandt", "email": "ada@example.org", "password": "candle window orbit"},
}


@pytest.fixture
def empty(server, clock):
    """Books without a chain, started with a setup code: how the dashboard posts to them."""
    settings = Settings(
        secret_key="a key for the tests",
        service_key=KEY,
        database_url=server.url("api"),
        setup_code=SecretStr("lantern"),
        dashboard_public_url="http://desk.example",
    )
    handlers = logging.getLogger().handlers[:]
    books = Collaborators.of(settings, clock=clock)
    client = create_app(settings, books).test_client()
    bearer = ServiceTokens(KEY, service="dashboard-service").issue("api-service")
    headers = {"Authorization": f"Bearer {bearer}"}

    def call(body=None, path="/internal/first-run"):
        if body is None:
            return client.get(path, headers=headers)
        return client.post(path, json=body, headers=headers)

    yield call
    books.database.close()
    logging.getLogger().handlers[:] = handlers


def test_an_empty_chain_is_founded_once_and_its_owner_gets_in(empty):
    assert empty().json == {"needed": True}

    founded = empty(CHAIN)

    assert (founded.status_code, founded.json) == (200, {"redirect": "http://desk.example/"})
    assert empty().json == {"needed": False}
    again = empty(CHAIN)
    assert (again.status_code, again.json["code"]) == (409, "already_founded")
    signed_in = empty(
        {
            "application": "dashboard",
            "email": "ada@example.org",
            "password": "candle window orbit",
            "address": "192.0.2.7",
        },
        "/internal/sign-in",
    )
    assert signed_in.json["session"]["person"]["role"] == "owner"


def test_a_wrong_code_founds_nothing_and_is_not_guessed(empty):
    answers = [empty(CHAIN | {"setup_code": f"guess {n}"}) for n in range(11)]

    assert [each.status_code for each in answers] == [401] * 10 + [429]
    assert answers[0].json["code"] == "wrong_setup_code"
    assert empty().json == {"needed": True}


def test_without_a_code_nothing_is_founded(client, till):
    refused = till.post("/internal/first-run", CHAIN | {"setup_code": ""})

    assert (refused.status_code, refused.json["code"]) == (401, "wrong_setup_code")
    assert client.get("/internal/first-run").status_code == 401


@pytest.mark.parametrize(
    ("part", "change", "pointer"),
    [
        ("company", {"currency": "EURO"}, "/company/currency"),
        ("company", {"time_zone": "Berlin"}, "/company/time_zone"),
        ("owner", {"email": "ada"}, "/owner/email"),
        ("owner", {"password": "password123"}, "/owner/password"),
    ],
)
def test_what_is_wrong_is_named(empty, part, change, pointer):
    refused = empty(CHAIN | {part: CHAIN[part] | change})

    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == pointer
    assert empty().json == {"needed": True}


@pytest.mark.parametrize("percent", ["101", "-1", "19.001", "x"])
def test_a_rate_is_a_percentage(empty, percent):
    rates = [{"code": "standard", "name": "Standard", "percent": percent}]

    assert empty(CHAIN | {"vat_rates": rates}).status_code == 422
