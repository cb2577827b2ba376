"""Document 004's /api/signup and /api/login."""

import pytest

from common.access import Role

MARTA = {
    "full_name": "Marta Ruiz",
    "email": "marta@example.org",
    "password": "candle window orbit",
}
LOGIN = {"email": MARTA["email"], "password": MARTA["password"]}


@pytest.mark.parametrize("how", ["json", "data"])
def test_a_customer_signs_up_and_in(client, service, how):
    signed_up = client.post("/api/signup", **{how: MARTA})
    signed_in = client.post("/api/login", **{how: LOGIN})

    assert signed_up.status_code == 201
    assert signed_up.json | {"user_id": ""} == {
        "user_id": "",
        "role": "customer",
        "redirect": "http://shop.example/",
    }
    assert (signed_in.status_code, signed_in.json) == (200, signed_up.json)
    cookie = signed_in.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    name, _, token = cookie.partition(";")[0].partition("=")
    assert name.endswith("_shop")
    shop = service("shop")
    shop.token = token
    person = shop.get("/internal/session").json["person"]
    assert person["customer_id"] == signed_up.json["user_id"]


def test_an_owner_is_led_to_the_dashboard(client, enter):
    enter("rosa@example.org", Role.OWNER)

    signed_in = client.post(
        "/api/login", json={"email": "rosa@example.org", "password": "seventeen green umbrellas"}
    )

    assert (signed_in.json["role"], signed_in.json["redirect"]) == ("owner", "http://desk.example/")


def test_an_email_that_is_taken_makes_no_second_account(client):
    client.post("/api/signup", json=MARTA)

    taken = client.post("/api/signup", json=MARTA | {"email": "Marta@Example.org"})

    assert (taken.status_code, taken.json["code"]) == (409, "email_taken")
    assert taken.json["errors"][0]["pointer"] == "/email"


def test_who_shops_here_is_not_found_out_by_signing_up(client, clock):
    client.post("/api/signup", json=MARTA)

    answers = [client.post("/api/signup", json=MARTA).status_code for _ in range(21)]

    assert answers == [409] * 20 + [429]
    clock.move(minutes=16)
    assert client.post("/api/signup", json=MARTA).status_code == 409


@pytest.mark.parametrize(
    "password", ["short", "password123", "marta.ruiz", "Marta-1999", "Mercato2026", "x" * 257]
)
def test_a_password_that_is_guessed_first_is_refused(client, password):
    refused = client.post("/api/signup", json=MARTA | {"password": password})

    assert (refused.status_code, refused.json["code"]) == (422, "weak_password")


@pytest.mark.parametrize("body", [{}, {"email": 3, "password": []}, LOGIN | {"more": 1}])
def test_a_wrong_body_is_explained(client, body):
    assert client.post("/api/login", json=body).status_code == 422


def test_a_page_of_another_site_signs_nobody_in(client):
    client.post("/api/signup", json=MARTA)

    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        refused = client.post("/api/login", data=LOGIN, headers=headers)
        assert (refused.status_code, refused.json["code"]) == (403, "foreign_request")
