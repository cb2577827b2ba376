"""The page of a checkout that was refused because its coupon was used meanwhile."""

import re
from html import unescape

from common.testing.people import form

MUG = 13
HTML = {"Accept": "text/html"}
TYPED = {
    "name": "Marta Ruiz",
    "email": "marta@example.com",
    "address": "Lindengracht 41",
    "postcode": "1015 KC",
    "city": "Amsterdam",
    "card_number": "4242 4242 4242 4242",
    "expiry": "09/28",
    "cvv": "123",
}


def send(client, path, **fields):
    """Send a form, and follow to the page that it leads to."""
    answer = client.post(path, data=form(client, **fields), headers=HTML)
    assert answer.status_code == 303
    return unescape(client.get(answer.headers["Location"], headers=HTML).text)


def pay(client, html):
    hidden = dict(re.findall(r'name="(key|content|total)" value="([^"]*)"', html))
    return send(client, "/process_payment", **hidden, **TYPED)


def test_a_program_hears_that_a_coupon_was_used_or_is_just_being(client, books):
    client.get("/")
    send(client, "/add_to_cart", product_id=MUG, quantity=2)
    send(client, "/enter_coupon", code="WELCOME-10")
    books.used.add("WELCOME-10")
    body = {
        "customer": {"name": "Marta Ruiz", "email": "marta@example.com"},
        "card": {"number": "4242424242424242", "expiry": "09/28", "code": "123"},
        "total": {"minor": 1350, "currency": "EUR"},
    }
    refused = client.post("/api/v1/checkouts", json=body, headers={"Idempotency-Key": "once"})

    assert (refused.status_code, refused.json["code"]) == (409, "coupon_gone")
    assert refused.json["detail"].endswith("was used before, or is being used now")
    assert refused.json["coupons"] == ["WELCOME-10"]


def test_one_press_goes_on_without_a_coupon_that_was_used_meanwhile(client, books):
    client.get("/")
    send(client, "/add_to_cart", product_id=MUG, quantity=2)
    send(client, "/enter_coupon", code="WELCOME-10")
    books.used.add("WELCOME-10")

    refused = pay(client, client.get("/checkout").text)
    assert "The coupon WELCOME-10 was used before, or is being used now." in refused
    assert re.search(r'<button[^>]*form="without-coupons"[^>]*>Go on without it', refused)
    (press,) = re.findall(r'action="(/checkout/[^"]*/without-coupons)"', refused)
    without = send(client, press)

    assert "The coupon WELCOME-10 is out of your basket." in without
    assert 'name="total" value="15.00"' in without
    assert 'value="Lindengracht 41"' in without, "nothing but the card is typed again"
    assert "Thank you, Marta Ruiz." in pay(client, without)
