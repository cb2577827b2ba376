"""The screen that follows each act, as the till's page asks for it."""

import json
import re

import pytest

from common.pricing import MultiBuy


def kept(answer):
    """What the browser keeps from an answer."""
    found = re.search(r'data-kept="([^"]*)"', answer.text)
    return json.loads(found[1].replace("&#34;", '"'))


def test_an_entry_adds_a_line_and_the_total_follows(post):
    answer = post("/till/screen", act={"kind": "enter", "text": "3*sour"})

    assert answer.status_code == 200
    assert [(line["product_id"], line["quantity"]) for line in kept(answer)["lines"]] == [
        (1, 2),
        (3, 1),
        (2, 3),
    ]
    assert kept(answer)["total"] == 480 + 750 + 1140
    assert kept(answer)["current"] == 2


def test_an_unknown_code_changes_nothing_and_says_what_to_do(post, sale):
    answer = post("/till/screen", act={"kind": "enter", "text": "4999999999999"})

    assert "No product has the code 4999999999999" in answer.text
    assert "Search it by name, or put the article aside." in answer.text
    assert len(kept(answer)["lines"]) == len(sale["lines"])


def test_what_is_typed_chooses_a_tile_and_changes_no_line(post):
    answer = post("/till/screen", typed="2*co")

    assert "2 × Coffee mug" in answer.text
    assert len(kept(answer)["lines"]) == 2


def test_a_changed_price_is_shown_with_the_old_one(post, books):
    books.change(TOMATO="2.60")

    answer = post("/till/screen")

    assert "Tomatoes costs 2.60 now, not 2.40" in answer.text
    assert "was 2.40, now 2.60" in answer.text
    assert kept(answer)["total"] == 520 + 750


def test_a_product_that_is_gone_is_marked_and_stops_the_payment(post, books):
    books.change(TOMATO="")

    answer = post("/till/screen")

    assert "Not sold any more. Void this line." in answer.text
    assert re.search(r'data-key="F9"[^>]*disabled', answer.text)


def test_while_the_books_are_away_the_till_sells_on_and_says_from_when_its_prices_are(
    post, books, clock
):
    post("/till/screen")
    books.away = True
    clock.move(minutes=5)

    answer = post("/till/screen", act={"kind": "enter", "text": "2"})

    assert "Prices are those of 15:20" in answer.text
    assert 'data-books="away"' in answer.text
    assert len(kept(answer)["lines"]) == 3


def test_a_sale_that_is_being_checked_offers_nothing_that_would_change_it(post):
    answer = post("/till/screen", state="checking")

    assert "Being checked: was this sale booked?" in answer.text
    assert "data-again" in answer.text
    assert "data-line=" not in answer.text
    assert re.search(r'class="tile"[^>]* disabled', answer.text)


def test_the_customer_stands_on_the_receipt(post):
    customer = {"id": "6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44", "name": "Lena <Brandt>"}

    answer = post("/till/screen", customer=customer)

    assert "Lena &lt;Brandt&gt;" in answer.text


def test_names_from_the_catalogue_are_never_markup(post):
    answer = post("/till/screen", lines=[{"product_id": 99, "quantity": 1, "name": "<img src=x>"}])

    assert "<img" not in answer.text
    assert "&lt;img src=x&gt;" in answer.text


@pytest.mark.parametrize(
    "changes",
    [
        {"lines": [{"product_id": 1, "quantity": 0}]},
        {"lines": [{"product_id": "1", "quantity": 1}]},
        {"act": {"kind": "give-away"}},
        {"sale_id": "not-a-uuid"},
        {"state": "paid"},
        {"surprise": True},
    ],
)
def test_a_request_that_no_till_sends_is_refused(post, changes):
    assert post("/till/screen", **changes).status_code == 422


def test_a_till_that_was_closed_is_told(client, sale):
    refused = client.post("/till/screen", json={"till_id": "SMKT009-1", "sale": sale})

    assert (refused.status_code, refused.json["code"]) == (404, "no_such_till")


def test_nothing_of_a_till_is_kept_by_caches(post):
    assert post("/till/screen").headers["Cache-Control"] == "no-store"


def test_an_offer_stands_under_its_line_with_what_is_missing_for_the_next(post, books):
    two_for_one = MultiBuy(
        id=1, version=1, name="2 for 1", product_ids=frozenset({3}), units=2, paid=1
    )
    books.change(promotions=[two_for_one])

    answer = post("/till/screen", act={"kind": "step", "product_id": 3, "quantity": 2})

    assert '<span class="stamp stamp--small">2 for 1</span>' in answer.text
    assert '<data class="money" value="-7.50">' in answer.text
    assert "Coffee mug: the next one is free" in answer.text
    assert 'data-adds="3" data-units="1"' in answer.text
    assert "5 items, saves 7.50" in answer.text
    assert kept(answer)["total"] == 480 + 1500


def test_a_locked_sale_offers_nothing_more(post, books):
    two_for_one = MultiBuy(
        id=1, version=1, name="2 for 1", product_ids=frozenset({3}), units=2, paid=1
    )
    books.change(promotions=[two_for_one])

    assert "data-adds" not in post("/till/screen", state="checking").text
