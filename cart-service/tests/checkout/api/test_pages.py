"""The checkout's pages, by forms alone."""

import re
import uuid
from html import unescape

import pytest

from cart_service.use_cases import checkouts
from common.access import Role
from common.testing.people import form, signed_in, somebody

PEN, SHIRT, MUG = 11, 12, 13
TYPED = {
    "name": "Marta Ruiz",
    "email": "marta@example.com",
    "address": "Lindengracht 41",
    "postcode": "1015 KC",
    "city": "Amsterdam",
    "country": "NL",
    "card_number": "4242 4242 4242 4242",
    "expiry": "09/28",
    "cvv": "123",
}
HTML = {"Accept": "text/html"}


@pytest.fixture
def filled(client):
    """A visitor with two mugs."""
    client.get("/")
    client.post("/add_to_cart", data=form(client, product_id=MUG, quantity=2), headers=HTML)
    return client


def page(client, address="/checkout", status=200):
    answer = client.get(address, headers=HTML)
    assert answer.status_code == status
    return unescape(answer.text)


def hidden(html):
    """What the form carries unseen."""
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html))
    return {name: found[name] for name in ("key", "content", "total")}


def send(client, html, **changed):
    """Send the form of a page."""
    fields = form(client, **(hidden(html) | TYPED | changed))
    return client.post("/process_payment", data=fields, headers=HTML)


def pay(client, html, **changed):
    """Send it, and follow to where it leads."""
    answer = send(client, html, **changed)
    assert answer.status_code == 303
    return page(client, answer.headers["Location"])


def test_the_form_shows_what_it_is_for(filled):
    html = page(filled)

    assert hidden(html)["total"] == "15.00"
    assert "Coffee mug" in html
    for name, hint in (
        ("email", "email"),
        ("card_number", "cc-number"),
        ("expiry", "cc-exp"),
        ("cvv", "cc-csc"),
        ("postcode", "postal-code"),
    ):
        assert re.search(rf'name="{name}"[^>]*autocomplete="{hint}"', html), name
    assert '<option value="NL" selected>Netherlands</option>' in html


def test_a_good_card_leads_to_the_confirmation(filled, orders):
    html = pay(filled, page(filled))

    assert "Thank you, Marta Ruiz." in html
    (order_id,) = orders.orders
    assert f"http://orders.example/orders/{order_id}?key=a-token" in html
    assert f"http://orders.example/orders/{order_id}/invoice?key=a-token" in html
    assert "W1001" in html
    assert "Visa ending in 4242" in html
    assert "Lindengracht 41, 1015 KC Amsterdam" in html


def test_reload_back_and_a_second_press_pay_once(filled, gateway):
    before = page(filled)
    first = send(filled, before)
    again = send(filled, before)

    assert again.headers["Location"] == first.headers["Location"]
    assert "Thank you" in page(filled, again.headers["Location"])
    assert "Paid: this basket became order W1001" in page(filled)
    assert len(gateway.payments) == 1


def test_a_second_tab_pays_nothing_more(filled, gateway):
    one, other = page(filled), page(filled)
    assert hidden(one)["key"] != hidden(other)["key"]
    pay(filled, one)
    answer = send(filled, other)

    assert answer.headers["Location"] == "/checkout"
    assert "Paid: this basket became order" in page(filled, answer.headers["Location"])
    assert len(gateway.payments) == 1


def test_a_declined_card_keeps_everything_but_the_card(filled, gateway):
    before = page(filled)
    html = pay(filled, before, card_number="4000 0000 0000 0002")

    assert "The bank declined the card." in html
    assert "Nothing was charged." in html
    assert 'value="Lindengracht 41"' in html
    assert 'value="1015 KC"' in html
    assert "4000 0000 0000 0002" not in html.replace("4000 0000 0000 0002 is declined", "")
    assert "Thank you" in pay(filled, html)
    assert len(gateway.taken) == 1


def test_back_to_the_form_after_a_decline_takes_another_card(filled, gateway):
    before = page(filled)
    declined = send(filled, before, card_number="4000 0000 0000 0002").headers["Location"]

    assert "Thank you" in pay(filled, before)
    assert "Thank you" in pay(filled, before)
    assert len(gateway.taken) == 1
    back = page(filled, declined)
    assert ("became order W1001" in back, "Nothing was charged" in back) == (True, False)


def test_wrong_fields_say_what_to_do_and_keep_what_was_typed(filled):
    answer = send(
        filled, page(filled), email="marta", postcode="", card_number="4242", expiry="09/20", cvv=""
    )
    html = unescape(answer.text)

    assert answer.status_code == 422
    for name in ("email", "postcode", "card-number", "expiry", "cvv"):
        assert f'id="{name}-error"' in html, name
        assert f'href="#{name}"' in html, name
    assert "5 things to put right" in html
    assert 'value="marta"' in html
    assert 'value="Amsterdam"' in html
    assert 'value="4242"' not in html
    assert 'value="09/20"' not in html
    assert "Nothing was charged." in html


@pytest.mark.parametrize("field", ["name", "address", "card_number", "cvv", "email"])
def test_what_was_typed_never_becomes_markup_or_a_failure(filled, field):
    for typed in ("<b>&\"'", "\x00", "x" * 5000, "💳"):
        filled.post("/add_to_cart", data=form(filled, product_id=MUG, quantity=1), headers=HTML)
        answer = send(filled, page(filled), **{field: typed})
        assert answer.status_code in (303, 422)
        told = filled.get(answer.headers.get("Location", "/checkout"), headers=HTML).text
        assert "<b>" not in answer.text + told


def test_what_is_sold_out_is_offered_as_far_as_it_goes(filled, books):
    filled.post("/add_to_cart", data=form(filled, product_id=PEN, quantity=1), headers=HTML)
    books.levels |= {MUG: 1, PEN: 0}
    html = pay(filled, page(filled))

    assert "Coffee mug: you wanted 2, there is 1 left." in html
    assert "Pen: sold out." in html
    rest = re.search(r'action="(/checkout/[^"]+/rest)"', html)[1]
    answer = filled.post(rest, data=form(filled), headers=HTML)
    assert answer.headers["Location"] == "/checkout"
    html = page(filled)
    assert hidden(html)["total"] == "7.50"
    assert "Thank you" in pay(filled, html)


def test_a_price_that_changed_shows_old_and_new_and_is_paid_only_then(filled, shop, gateway):
    before = page(filled)
    shop.change(MUG=800)
    html = pay(filled, before)

    assert "The price has changed." in html
    assert '<dt>You saw</dt><dd><data class="money" value="15.00">' in html
    assert '<dt>It costs now</dt><dd><data class="money" value="16.00">' in html
    assert hidden(html)["total"] == "16.00"
    assert gateway.payments == {}
    assert "Thank you" in pay(filled, html)


def test_a_basket_that_changed_in_another_tab_is_shown_first(filled, gateway):
    before = page(filled)
    filled.post("/add_to_cart", data=form(filled, product_id=PEN, quantity=1), headers=HTML)
    answer = send(filled, before)

    assert answer.status_code == 409
    assert "Your basket has changed" in unescape(answer.text)
    assert gateway.payments == {}
    assert "Thank you" in pay(filled, unescape(answer.text))


def test_a_basket_that_is_free_says_what_to_do(filled, give_away, gateway):
    before = page(filled)
    give_away(MUG)
    answer = send(filled, before)

    assert answer.status_code == 409
    assert "There is nothing to pay for a basket that is free." in answer.text
    assert 'value="Marta Ruiz"' in answer.text
    assert "There is nothing to pay for a basket that is free." in page(filled)
    assert gateway.payments == {}
    program = filled.post("/process_payment", json=TYPED)
    assert (program.status_code, program.json["code"]) == (409, "basket_free")


def test_a_payment_that_is_checked_follows_by_itself(filled, gateway, cart, clock):
    gateway.away |= {"capture", "look"}
    before = page(filled)
    html = pay(filled, before)

    assert "Your payment is being checked" in html
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in html
    address = re.search(r'href="(/checkout/[0-9a-f-]+)"', html)[1]
    assert filled.get("/checkout").headers["Location"] == address
    assert send(filled, before).headers["Location"] == address
    gateway.away.clear()
    clock.move(seconds=2)
    checkouts.sweep(cart)
    assert "Thank you" in page(filled, address)


def test_what_broke_down_charges_nothing_and_is_tried_again(filled, books, gateway):
    books.away |= {"reserve"}
    html = pay(filled, page(filled))

    assert "The payment was not made." in html
    books.away.clear()
    assert "Thank you" in pay(filled, html)
    assert len(gateway.taken) == 1


def test_a_refund_is_said(filled, gateway, orders):
    capture = gateway.capture

    def then_called_off(*given):
        orders.orders = dict.fromkeys(orders.orders, "cancelled")
        return capture(*given)

    gateway.capture = then_called_off
    html = pay(filled, page(filled))

    assert "The order was called off while it was paid for." in html
    assert "goes back to your Visa ending in 4242" in html


def test_what_became_of_it_is_told_over_an_empty_basket_too(filled):
    answer = send(filled, page(filled), card_number="4000 0000 0000 0002")
    filled.post("/remove_item", data=form(filled, product_id=MUG), headers=HTML)
    html = page(filled, answer.headers["Location"])

    assert "The bank declined the card." in html
    assert "There is nothing to pay for" in html


def test_an_empty_basket_is_friendly(client):
    html = page(client)

    assert "There is nothing to pay for" in html
    assert 'href="http://shop.example"' in html


def test_the_basket_leads_to_the_checkout_and_to_the_orders(filled):
    assert 'href="http://orders.example/"' in page(filled, "/")
    assert re.search(r'<a class="button button--go[^"]*" href="/checkout"', page(filled, "/"))


def test_somebody_who_has_signed_in_types_less(filled):
    signed_in(filled, somebody(Role.CUSTOMER))
    html = page(filled)
    assert 'value="Marta Ruiz"' in html
    assert 'value="customer@example.org"' in html
    pay(filled, html, address="Prinsengracht 2")
    filled.post("/add_to_cart", data=form(filled, product_id=MUG, quantity=1), headers=HTML)

    assert 'value="Prinsengracht 2"' in page(filled)


def test_a_checkout_opens_to_nobody_else(filled):
    answer = send(filled, page(filled))
    other = filled.application.test_client()

    assert other.get(answer.headers["Location"], headers=HTML).status_code == 404
    assert filled.get(f"/checkout/{uuid.uuid4()}", headers=HTML).status_code == 404


def test_a_form_without_the_pages_token_pays_nothing(filled, gateway):
    answer = filled.post("/process_payment", data=TYPED, headers=HTML)

    assert answer.status_code == 403
    assert gateway.payments == {}
