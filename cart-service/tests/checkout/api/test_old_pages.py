"""A checkout's page that is older than the session: its form does nothing, and comes back with what was typed."""

import re
from html import unescape
from unittest.mock import Mock

import pytest

from cart_service.use_cases import baskets
from common.access import Role
from common.errors import DatabaseUnavailable
from common.testing.people import form, signed_in, somebody

MUG = 13
TYPED = {
    "name": "Marta Ruiz",
    "email": "marta@example.com",
    "address": "Lindengracht 41",
    "postcode": "1015 KC",
    "city": "Amsterdam",
    "country": "BE",
    "card_number": "4929 1234 5678 1234",
    "expiry": "09/28",
    "cvv": "987",
}
HTML = {"Accept": "text/html"}
OWN = HTML | {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}


def hidden(answer):
    """What the form of a page carries unseen, its token too."""
    found = r'<input type="hidden" name="(csrf_token|key|content|total)" value="([^"]*)">'
    return dict(re.findall(found, answer.text[answer.text.index("data-checkout") :]))


@pytest.fixture
def filled(client):
    client.get("/")
    client.post("/add_to_cart", data=form(client, product_id=MUG, quantity=2), headers=HTML)
    return client


@pytest.fixture
def opened(filled):
    """The page as a visitor opened it, who then signs in elsewhere."""
    before = hidden(filled.get("/checkout", headers=HTML))
    signed_in(filled, somebody(Role.CUSTOMER))
    return before


def send(client, page, headers=OWN, **typed):
    return client.post("/process_payment", data=page | TYPED | typed, headers=headers)


def test_after_a_sign_in_elsewhere_the_form_comes_back_and_pays(filled, opened, gateway):
    refused = send(filled, opened)
    html = unescape(refused.text)

    assert refused.status_code == 403
    assert gateway.payments == {}
    assert "You signed in after you opened this page." in html
    assert "Your account may not" not in html
    for kept in ("Marta Ruiz", "marta@example.com", "Lindengracht 41", "1015 KC", "Amsterdam"):
        assert f'value="{kept}"' in html
    assert '<option value="BE" selected>' in html
    for name in ("card_number", "expiry", "cvv"):
        assert f'name="{name}" type="text" value=""' in html
    assert TYPED["card_number"] not in html
    fresh = hidden(refused)
    assert fresh["csrf_token"] != opened["csrf_token"]
    assert send(filled, fresh).status_code == 303
    assert len(gateway.taken) == 1


def test_after_a_sign_out_elsewhere_too(filled):
    signed_in(filled, somebody(Role.CUSTOMER))
    filled.get("/")
    page = hidden(filled.get("/checkout", headers=HTML))
    filled.post("/sign-out", data=form(filled), headers=OWN)
    filled.get("/")
    filled.post("/add_to_cart", data=form(filled, product_id=MUG, quantity=1), headers=HTML)

    assert "You signed out after you opened this page" in send(filled, page).text


def test_what_was_typed_comes_back_as_text_only(filled, opened):
    html = send(filled, opened, name='"><script>alert(1)</script>', country="<b>").text

    assert "<script>alert(1)" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    "headers",
    [
        HTML,
        HTML | {"Sec-Fetch-Site": "cross-site"},
        HTML | {"Sec-Fetch-Site": "none"},
        HTML | {"Origin": "http://elsewhere.example"},
        HTML | {"Origin": "null"},
    ],
    ids=["silent", "cross-site", "none", "elsewhere", "null"],
)
def test_another_sites_page_fills_in_no_form_of_ours(filled, opened, gateway, headers):
    refused = send(filled, opened, headers, address="The Attacker's Lane 1")

    assert refused.status_code == 403
    assert "Attacker" not in refused.text
    assert "Load the page again first" in refused.text
    assert gateway.payments == {}


def test_what_was_paid_meanwhile_is_not_asked_for_again(filled, gateway):
    page = hidden(filled.get("/checkout", headers=HTML))
    assert send(filled, page).status_code == 303
    signed_in(filled, somebody(Role.CUSTOMER))
    again = send(filled, page)

    assert (again.status_code, again.headers["Location"]) == (303, "/checkout")
    assert "Paid: this basket became order W1001" in filled.get("/checkout", headers=HTML).text
    assert len(gateway.payments) == 1


def test_while_the_store_is_away_the_refusal_is_plain_too(filled, opened, gateway, monkeypatch):
    monkeypatch.setattr(baskets, "look", Mock(side_effect=DatabaseUnavailable))
    refused = send(filled, opened)

    assert (refused.status_code, "Load the page again first" in refused.text) == (403, True)
    assert gateway.payments == {}


def test_while_the_books_do_not_say_who_it_is_the_refusal_is_plain(filled, opened, people, gateway):
    people.away = True
    refused = send(filled, opened)

    assert (refused.status_code, "Load the page again first" in refused.text) == (403, True)
    assert gateway.payments == {}
