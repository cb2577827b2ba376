"""Only pages of this service, made for this very session, act."""

import pytest

from common.access import Role
from common.testing.people import door_of, form, signed_in, somebody

OWN = {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}


@pytest.fixture
def cashier(client):
    signed_in(client, somebody(Role.CASHIER))
    return client


def refused(response):
    return (response.status_code, response.json["code"]) == (403, "foreign_request")


def test_a_form_with_its_token_acts(cashier):
    assert cashier.post("/act", data=form(cashier), headers=OWN).json == {"done": True}


def test_a_page_carries_the_token_in_its_form_and_for_its_scripts(cashier):
    token = form(cashier)["csrf_token"]
    page = cashier.get("/", headers={"Accept": "text/html"}).text

    assert f'<meta name="csrf-token" content="{token}">' in page
    assert f'name="csrf_token" value="{token}"' in page


def test_a_script_sends_it_as_a_header(cashier):
    headers = OWN | {"X-CSRF-Token": form(cashier)["csrf_token"]}

    assert cashier.post("/act", json={}, headers=headers).json == {"done": True}
    assert refused(cashier.post("/act", json={}, headers=OWN))


@pytest.mark.parametrize("token", ["", "0" * 64, "ü"])
def test_without_the_token_nothing_is_done(cashier, token):
    assert refused(cashier.post("/act", data={"csrf_token": token}, headers=OWN))


def test_another_sessions_token_does_not_fit(cashier, people):
    other = people.begin(somebody(Role.CASHIER)).token
    token = door_of(cashier).form_token_of(other)

    assert refused(cashier.post("/act", data={"csrf_token": token}, headers=OWN))


def test_a_token_from_before_the_sign_in_does_not_fit_after_it(client):
    before = form(client)
    signed_in(client, somebody(Role.CASHIER))

    assert refused(client.post("/act", data=before, headers=OWN))


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_another_sites_page_does_nothing_even_with_the_token(cashier, headers):
    assert refused(cashier.post("/act", data=form(cashier), headers=headers))


def test_signing_in_and_out_need_the_token_too(client):
    for path in ("/sign-in", "/sign-in/code", "/sign-in/demo", "/sign-out", "/open"):
        assert refused(client.post(path, data={"email": "a", "password": "b"})), path


def test_a_program_needs_no_token_for_json(cashier):
    assert cashier.post("/act", json={}).json == {"done": True}


def test_who_is_not_signed_in_hears_that_first(client):
    told = client.post("/act", json={}, headers=OWN)

    assert (told.status_code, told.json["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize("how", [{"json": {}}, {}], ids=["JSON", "nothing"])
def test_a_program_needs_no_token(client, how):
    """No form can look like it, and a browser would say from where a script asks."""
    assert client.post("/open", **how).text == "open"
    assert refused(client.post("/open", headers={"Origin": "http://elsewhere.example"}, **how))
    assert refused(client.post("/open", data={"a": "form"}))
