"""The shopper's pages: the list, one order, its invoice, and the way out of it."""

import re

import pytest
from itsdangerous import URLSafeSerializer

from common.access import Role
from common.testing.people import form, signed_in, somebody

PAGE = {"Accept": "text/html"}


@pytest.fixture
def marta(app):
    """A browser in which Marta is signed in."""
    client = app.test_client()
    signed_in(client, somebody(Role.CUSTOMER))
    return client


@pytest.fixture
def hers():
    account_id = somebody(Role.CUSTOMER).account_id
    return {
        "name": "Marta Ruiz",
        "email": "marta@example.org",
        "account_id": str(account_id),
    }


def page(client, path):
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200, answer.text
    return answer.text


def link(order):
    return f"/orders/{order['id']}?key={order['access_token']}"


def states(html):
    return re.findall(r'<li class="(\w+)"[^>]*><strong>(\w+)', html)


def test_a_visitor_is_told_how_to_find_their_orders(client):
    html = page(client, "/")

    assert "No orders in this browser" in html
    assert 'href="http://shop.example/"' in html


def test_somebody_without_orders_is_led_to_the_shop(marta):
    assert "No orders yet" in page(marta, "/")


def test_somebody_sees_their_own_orders_and_no_others(marta, shop, hers):
    mine, other = shop.placed(customer=hers), shop.placed()

    html = page(marta, "/")

    assert mine["number"] in html
    assert other["number"] not in html
    assert "3 × Pen and 1 more" in html


def test_the_link_opens_an_order_and_the_browser_finds_it_again(client, shop):
    order = shop.placed()

    opened = client.get(link(order))

    assert opened.headers["Location"] == f"/orders/{order['id']}"
    assert "HttpOnly" in opened.headers["Set-Cookie"]
    assert f"Order {order['number']}" in page(client, opened.headers["Location"])
    assert order["number"] in page(client, "/")


def test_without_its_link_an_order_is_nobodys(client, shop, desk):
    order = shop.placed()

    client.get(f"/orders/{order['id']}?key=wrong")
    refused = client.get(f"/orders/{order['id']}", headers=PAGE)

    assert refused.status_code == 404
    assert order["number"] not in refused.text
    forged = URLSafeSerializer("a key of somebody else", salt="opened orders")
    for value in (f'["{order["id"]}"]', forged.dumps([order["id"]]), "x"):
        client.set_cookie(desk.opened_cookie.name, value)
        assert "No orders in this browser" in page(client, "/")
        assert client.get(f"/orders/{order['id']}").status_code == 404


def test_while_the_books_are_away_the_link_still_opens_the_order(client, shop, people, books):
    order = shop.placed()
    people.away = books.away = True
    client.set_cookie("anything", "x")

    opened = client.get(link(order))

    assert f"Order {order['number']}" in page(client, opened.headers["Location"])


def test_the_page_shows_how_far_it_has_come(client, shop):
    order = shop.paid()
    client.get(link(order))
    path = f"/orders/{order['id']}"
    assert states(page(client, path)) == [("done", "Placed"), ("here", "Paid")]

    api = client.application.test_client()
    for status in ("packed", "shipped"):
        api.put(f"/api/orders/{order['id']}/status", json={"status": status})
    html = page(client, path)
    assert states(html)[-1] == ("here", "Shipped")
    assert "On its way to you" in html
    assert "Fri 27 Nov, 11:00" in html
    assert "It is too late to cancel" in html
    assert "Demo" not in html.split("<main")[1]


def test_a_page_that_follows_is_told_in_short_that_nothing_is_new(client, shop):
    order = shop.paid()
    client.get(link(order))
    path = f"/orders/{order['id']}"
    seen = {"If-None-Match": client.get(path, headers=PAGE).headers["ETag"]}

    same = client.get(path, headers=PAGE | seen)
    api = client.application.test_client()
    api.put(f"/api{path}/status", json={"status": "packed"})
    changed = client.get(path, headers=PAGE | seen)

    assert (same.status_code, same.text) == (304, "")
    assert "Packed, and on its way soon" in changed.text


def test_a_shopper_cancels_and_is_told_what_becomes_of_the_money(client, shop, deliver):
    order = shop.paid()
    client.get(link(order))
    path = f"/orders/{order['id']}"
    assert "You get back 13.80 EUR" in page(client, path)

    for _ in range(2):
        done = client.post(f"{path}/cancel", data=form(client))
        assert (done.status_code, done.headers["Location"]) == (303, path)

    html = page(client, path)
    assert "Your money goes back to your card." in html
    assert "your money is on its way back" in html
    deliver()
    html = page(client, path)
    assert "your money is back" in html
    assert states(html)[-2:] == [("stopped", "Cancelled"), ("done", "Refunded")]


def test_too_late_to_cancel_is_said(client, shop):
    order = shop.paid()
    client.get(link(order))
    api = client.application.test_client()
    for status in ("packed", "shipped"):
        api.put(f"/api/orders/{order['id']}/status", json={"status": status})

    client.post(f"/orders/{order['id']}/cancel", data=form(client))

    html = page(client, f"/orders/{order['id']}")
    assert "It is too late to cancel: the order is on its way." in html
    assert "On its way to you" in html


def test_only_its_own_page_can_cancel_an_order(client, shop):
    order = shop.paid()
    client.get(link(order))

    refused = client.post(f"/orders/{order['id']}/cancel", data={"sure": "yes"})
    foreign = client.post(
        f"/orders/{order['id']}/cancel",
        data=form(client),
        headers={"Origin": "https://evil.example"},
    )

    assert (refused.status_code, foreign.status_code) == (403, 403)
    assert shop.get(f"/api/v1/orders/{order['id']}").json["status"] == "paid"


def test_the_invoice_says_all_that_belongs_on_one(client, shop):
    order = shop.paid()
    client.get(link(order))

    html = page(client, f"/orders/{order['id']}/invoice")
    text = " ".join(
        re.sub(r"<[^>]+>", " ", html.split("<article")[1].split("</article")[0]).split()
    )

    for words in (
        "Mercato Quay 12, 1015 KC Amsterdam VAT id NL001234567B01",
        "Invoice 2026-000001",
        "Date 27 Nov 2026",
        f"Order {order['number']}",
        "Bill to Marta Ruiz Lindengracht 41 1015 KC Amsterdam Netherlands marta@example.org",
        "Pen PEN VAT 21 % 3 5 .00 21 % 15 .00 Pens 2 for 1 −5 .00",
        "9 % 3 .49 0 .31 3 .80 21 % 8 .26 1 .74 10 .00 Together 11 .75 2 .05 13 .80",
        "13 .80",
        "Paid with Visa ending in 4242 on 27 Nov 2026, 11:00",
    ):
        assert words in text.replace("\u00a0", " "), words


def test_one_vat_rate_is_its_own_sum(client, shop, reservation):
    vat = [
        {
            name: {"minor": minor, "currency": "EUR"}
            for name, minor in (("net", 1140), ("vat", 240), ("gross", 1380))
        }
        | {"basis_points": 2100}
    ]
    order = shop.paid(reservation=reservation(vat=vat))
    client.get(link(order))

    assert "Together" not in page(client, f"/orders/{order['id']}/invoice")


@pytest.mark.parametrize(
    ("brand", "shown"),
    [("American Express", "American Express"), ("JCB", "JCB"), ("visa", "Visa"), ("", "Card")],
)
def test_a_card_is_called_as_its_brand_writes_itself(client, shop, brand, shown):
    order = shop.paid(card={"brand": brand, "last4": "0005"})
    client.get(link(order))

    for path in (f"/orders/{order['id']}", f"/orders/{order['id']}/invoice"):
        assert f"{shown} ending in 0005" in page(client, path)
    assert shop.get(f"/api/v1/orders/{order['id']}").json["payment"]["brand"] == brand


def test_before_it_is_paid_there_is_no_invoice(client, shop):
    order = shop.placed()
    client.get(link(order))

    led = client.get(f"/orders/{order['id']}/invoice")

    assert led.headers["Location"] == f"/orders/{order['id']}"
    assert "there is none for this order yet" in page(client, led.headers["Location"])


def test_what_somebody_typed_never_becomes_markup(client, shop):
    order = shop.paid(customer={"name": "<b>Eve</b>", "email": "e@example.org"})
    client.get(link(order))

    for path in (f"/orders/{order['id']}", f"/orders/{order['id']}/invoice"):
        assert "<b>" not in page(client, path)
