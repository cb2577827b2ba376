"""The page of what was paid, opened at once, and long after."""

from html import unescape

import pytest

MUG = 13
BODY = {
    "card_number": "4242 4242 4242 4242",
    "expiry": "09/28",
    "cvv": "123",
    "name": "Marta Ruiz",
    "email": "marta@example.com",
}


@pytest.fixture
def confirmation(client):
    """Reads the confirmation of what was just paid."""
    client.get("/")
    client.post("/add_to_cart", json={"product_id": MUG, "quantity": 2})
    paid = client.post("/process_payment", json=BODY).json
    return lambda: unescape(client.get(paid["checkout_url"], headers={"Accept": "text/html"}).text)


def test_it_says_when_it_was_paid(confirmation, orders):
    html = confirmation()

    assert "Paid on 20 Nov 2026, 15:20" in html
    assert "Thank you, Marta Ruiz." in html
    assert orders.calls.count("status") == 1
    assert "how it stands now" not in html


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("cancelled", "All of it is on its way back to your Visa ending in 4242."),
        ("refunded", "All of it went back to your Visa ending in 4242."),
    ],
)
def test_after_the_order_was_cancelled_it_says_so_and_thanks_nobody(
    confirmation, orders, status, words
):
    orders.orders = dict.fromkeys(orders.orders, status)
    html = confirmation()

    assert "This order was cancelled." in html
    assert words in html
    assert "on 20 Nov 2026, 15:20" in html
    assert "Thank you" not in html
    assert "See the order" in html


def test_while_the_orders_do_not_answer_it_leads_to_where_that_is_said(confirmation, orders):
    orders.away.add("status")
    html = confirmation()

    assert "Paid on 20 Nov 2026, 15:20" in html
    assert "Its own page says how it stands now." in html
    assert "Follow the order" in html
