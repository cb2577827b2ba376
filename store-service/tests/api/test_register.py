from dataclasses import replace

import pytest

from common.errors import NeighbourUnavailable
from common.service_client import Refusal
from common.testing.people import PASSWORD, form
from store_service.app import create_app

HTML = {"Accept": "text/html"}
WHO = {"full_name": "Lea Brandt", "email": "lea@example.org", "password": PASSWORD}


def test_whoever_registers_is_signed_in_and_led_on(client):
    answer = client.post("/register", data=form(client, **WHO, next="/goods/4"), headers=HTML)

    assert (answer.status_code, answer.location) == (303, "/goods/4")
    page = client.get("/", headers=HTML).text
    assert "Marta Ruiz" in page
    assert "Welcome, Lea Brandt." in page


@pytest.mark.parametrize(
    ("came_from", "led_to"),
    [
        ("http://basket.example/checkout", "http://basket.example/checkout"),
        ("http://orders.example/", "http://orders.example/"),
        ("http://basket.example.org/checkout", "/"),
        ("http://basket.example@evil.example/", "/"),
        ("http://evil.example/checkout", "/"),
        ("//evil.example/", "/"),
    ],
)
def test_a_new_shopper_goes_back_to_the_checkout_and_to_nobody_elses_page(
    settings, collaborators, came_from, led_to
):
    public = {
        "cart_public_url": "http://basket.example",
        "order_public_url": "http://orders.example/",
    }
    settings = settings.model_copy(update=public)
    collaborators = replace(collaborators, settings=settings)
    client = create_app(settings, collaborators).test_client()

    answer = client.post("/register", data=form(client, **WHO, next=came_from), headers=HTML)

    assert (answer.status_code, answer.location) == (303, led_to)
    allowed = client.get("/register").headers["Content-Security-Policy"]
    assert "http://basket.example" in allowed
    assert "http://orders.example" in allowed


def test_what_is_missing_is_asked_for_and_the_rest_stays(client):
    page = client.post("/register", data=form(client, email="lea@example.org"), headers=HTML)

    assert page.status_code == 422
    assert 'value="lea@example.org"' in page.text
    assert page.text.count('aria-invalid="true"') == 2


def test_a_weak_password_is_told_and_never_shown_again(client, accounts):
    accounts.refusal = Refusal(422, {"code": "weak_password", "detail": "Everybody knows it"})
    page = client.post(
        "/register", data=form(client, **WHO | {"password": "password"}), headers=HTML
    )

    assert page.status_code == 422
    assert "Everybody knows it" in page.text
    assert 'value="password"' not in page.text


def test_a_taken_email_leads_to_the_sign_in(client, accounts):
    accounts.refusal = Refusal(409, {"code": "email_taken"})
    page = client.post("/register", data=form(client, **WHO), headers=HTML)

    assert page.status_code == 409
    assert "Sign in to it instead" in page.text


def test_books_that_are_away_lose_nothing(client, accounts, monkeypatch):
    def away(**_):
        raise NeighbourUnavailable("The books gave no answer")

    monkeypatch.setattr(accounts, "sign_up", away)
    page = client.post("/register", data=form(client, **WHO), headers=HTML)

    assert page.status_code == 503
    assert 'value="Lea Brandt"' in page.text
