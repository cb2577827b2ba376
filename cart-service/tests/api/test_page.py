"""The basket's page: what it shows, and that its forms work without a script."""

import re

import pytest

from common.access import Role
from common.testing.people import form, signed_in, somebody

PEN, SHIRT, MUG = 11, 12, 13


def page(client, address="/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.text


def send(client, path, **fields):
    """Send a form of the page, and follow to where it leads."""
    answer = client.post(path, data=form(client, **fields), headers={"Accept": "text/html"})
    assert answer.status_code == 303
    return page(client, answer.headers["Location"])


def said(html):
    return re.search(r'id="said">(.*?)<', html)[1]


def test_a_visitor_has_a_basket_of_their_own_from_the_first_page_on(client, cart):
    first = client.get("/")

    kept = client.get_cookie(cart.cookie.name)
    assert kept is not None
    assert "HttpOnly" in first.headers["Set-Cookie"]
    send(client, "/add_to_cart", product_id=MUG, quantity=1)
    assert client.get("/basket").json == {"items": ["MUG"]}
    assert client.get("/basket", headers={"Basket-Id": "default"}).json == {"items": []}
    assert client.get("/basket", headers={"Basket-Id": kept.value}).json == {"items": ["MUG"]}


def test_an_empty_basket_says_what_to_do_first(client):
    html = page(client)

    assert "Your basket is empty" in html
    assert 'href="http://shop.example"' in html


def test_forms_alone_fill_change_empty_and_undo(client):
    page(client)
    send(client, "/add_to_cart", product_id=PEN, quantity=3)
    assert said(send(client, "/add_to_cart", product_id=MUG, quantity=1)) == "4 items, total 17.50"
    assert said(send(client, "/update_quantity", product_id=PEN, quantity=3, step=1)) == (
        "5 items, total 17.50"
    )
    out = send(client, "/remove_item", product_id=MUG)
    assert "Coffee mug is out of the basket." in out
    assert said(send(client, "/restore_item", product_id=MUG)) == "5 items, total 17.50"
    assert "Pen is out" in send(client, "/update_quantity", product_id=PEN, quantity=1, step=-1)


def test_offers_are_shown_and_hinted(client):
    page(client)
    html = send(client, "/add_to_cart", product_id=PEN, quantity=3)

    assert '<span class="stamp stamp--small">Pens 2 for 1</span>' in html
    assert "Pen: the next one is free" in html
    assert "You save 5.00." in html
    assert "VAT at 21\u00a0%" in html


def test_changed_prices_and_offers_are_shown_until_they_are_accepted(client, shop, clock):
    page(client)
    send(client, "/add_to_cart", product_id=PEN, quantity=3)
    shop.change(promotions=(), PEN=550)
    clock.move(seconds=3)

    html = page(client)
    assert "Pen now costs 5.50, it was 5.00." in html
    assert "The offer “Pens 2 for 1” is over." in html
    accepted = send(client, "/accept_changes")
    assert "now costs" not in accepted
    assert "is over" not in accepted


def test_a_stale_catalogue_is_said(client, shop, clock):
    page(client)
    send(client, "/add_to_cart", product_id=PEN, quantity=1)
    shop.away = True
    clock.move(minutes=5)

    html = send(client, "/add_to_cart", product_id=PEN, quantity=1)

    assert "The shop does not answer at the moment." in html
    assert "20 Nov 2026, 15:20" in html
    assert said(html) == "2 items, total 5.00"


def test_what_is_no_longer_sold_is_said(client, shop, clock):
    page(client)
    send(client, "/add_to_cart", product_id=PEN, quantity=1)
    shop.change(PEN=0)
    clock.move(seconds=3)

    html = page(client)
    assert "Not sold any more." in html
    assert said(html) == "0 items, total 0.00"


@pytest.mark.parametrize("typed", ["12x", "-1", "1000", ""])
def test_a_wrong_quantity_is_kept_and_explained(client, typed):
    page(client)
    send(client, "/add_to_cart", product_id=PEN, quantity=2)

    html = send(client, "/update_quantity", product_id=PEN, quantity=typed)

    assert "Type a number from 0 to 999; 0 takes it out." in html
    assert f'value="{typed[:3]}" aria-invalid="true"' in html
    assert client.get("/basket").json == {"items": ["PEN", "PEN"]}


def test_what_was_typed_never_becomes_markup(client):
    page(client)
    send(client, "/add_to_cart", product_id=PEN, quantity=2)

    assert "<b>" not in page(client, f"/?wrong={PEN}&typed=<b>&why=<i>")


def test_the_shoppers_own_basket_is_on_the_page(client):
    page(client)
    send(client, "/add_to_cart", product_id=PEN, quantity=2)
    signed_in(client, somebody(Role.CUSTOMER))

    html = page(client)

    assert said(html) == "2 items, total 5.00"
    assert "Marta Ruiz" in html


def test_what_is_sold_out_or_scarce_is_said_at_its_line_and_stops_nobody(client, shop):
    shop.left = {PEN: 2, SHIRT: 0, MUG: 1}
    page(client)
    send(client, "/add_to_cart", product_id=PEN, quantity=3)
    send(client, "/add_to_cart", product_id=MUG, quantity=1)
    html = send(client, "/add_to_cart", product_id=SHIRT, quantity=1)

    lines = re.findall(r'data-id="line-(\d+)"(.*?)</li>', html, re.DOTALL)
    told = {int(each): re.findall(r"(\d+ left|Sold out)</span>", line) for each, line in lines}
    assert told == {PEN: ["2 left"], SHIRT: ["Sold out"], MUG: []}
    assert "badge--warn" in html
    assert 'href="/checkout"' in html
    checkout = page(client, "/checkout")
    assert "Pen: you want 3, there are 2 left.</li>" in checkout
    assert "T-Shirt: sold out.</li>" in checkout
    assert "Coffee mug:" not in checkout
    assert checkout.index("Back to the basket") < checkout.index('name="card_number"')
    _, summary = checkout.split('id="summary"')
    assert re.findall(r"(\d+ left|Sold out)</span>", summary) == ["2 left", "Sold out"]


def test_where_nothing_is_left_the_checkout_says_so_before_a_card_is_typed(client, shop):
    shop.left = {SHIRT: 0}
    page(client)
    send(client, "/add_to_cart", product_id=SHIRT, quantity=1)

    assert "All of it is sold out." in page(client, "/checkout")


def test_a_shop_that_does_not_say_what_is_left_is_not_spoken_for(client, shop):
    shop.left, shop.silent = {PEN: 0}, True
    page(client)

    html = send(client, "/add_to_cart", product_id=PEN, quantity=3)

    checkout = page(client, "/checkout")
    for silent in (html, checkout):
        assert "data-short" not in silent
        assert "is sold out" not in silent
    assert said(html) == "3 items, total 10.00"


def test_without_any_prices_the_page_says_that_the_basket_is_safe(client, shop):
    shop.away = True

    answer = client.get("/", headers={"Accept": "text/html"})

    assert answer.status_code == 503
    assert "The shop&#39;s prices are not known yet" in answer.text


def test_what_does_not_fit_at_a_sign_in_is_named_until_it_was_seen(client):
    marta = somebody(Role.CUSTOMER)
    elsewhere = client.application.test_client()
    signed_in(elsewhere, marta)
    own = elsewhere.post("/api/v1/baskets").json["id"]
    elsewhere.put(f"/api/v1/baskets/{own}/lines/{PEN}", json={"quantity": 600})
    page(client)
    send(client, "/update_quantity", product_id=PEN, quantity=600)

    signed_in(client, marta)
    html = page(client)

    assert "201 things did not fit into your basket." in html
    assert "<li>201 × Pen</li>" in html
    assert "201 things did not fit" in page(client, "/checkout")
    told = client.get(f"/api/v1/baskets/{own}").json["left_out"]
    assert told == {"lines": [{"product_id": PEN, "name": "Pen", "quantity": 201}], "coupons": []}
    assert "did not fit" in send(client, "/remove_item", product_id=PEN)
    assert "did not fit" not in send(client, "/accept_changes")


@pytest.mark.parametrize(
    ("asked", "back"), [("?next=/checkout", "%2Fcheckout"), ("", "%2F")], ids=["checkout", "basket"]
)
def test_a_new_shopper_makes_an_account_in_the_shop_and_is_led_back(client, asked, back):
    html = page(client, f"/sign-in{asked}")

    assert f'href="http://shop.example/register?next=http%3A%2F%2Flocalhost{back}"' in html
