"""Paying: what reaches the books, what the cashier is told, and never twice."""

import re

import pytest

from cashier_service.errors import SaleRefused
from common.money import Money

_TOTAL = 1230


@pytest.fixture
def pay(post):
    """Pay for the sale; cash and exact unless told otherwise."""

    def send(**changes):
        return post("/till/sales", **({"total": _TOTAL, "method": "cash", "given": ""} | changes))

    return send


def result(answer):
    return re.search(r'data-result="([^"]*)"', answer.text)[1]


def tenders(books):
    (sale,) = books.sales.values()
    return [(each.method.value, str(each.amount), str(each.given)) for each in sale.tenders]


def test_a_paid_sale_is_in_the_books_and_leads_to_its_receipt(pay, books, sale):
    answer = pay()

    (booked,) = books.sales.values()
    assert result(answer) == "booked"
    assert f'data-href="/sales/{sale["sale_id"]}"' in answer.text
    assert booked.lines == ((1, 2), (3, 1))
    assert (booked.branch_id, booked.till_id) == ("SMKT001", "SMKT001-1")
    assert booked.total == Money(_TOTAL, "EUR")


@pytest.mark.parametrize(
    ("how", "made"),
    [
        ({}, [("cash", "12.30", "12.30")]),
        ({"given": "20"}, [("cash", "12.30", "20.00")]),
        ({"given": "12,50"}, [("cash", "12.30", "12.50")]),
        ({"method": "card"}, [("card", "12.30", "12.30")]),
        ({"method": "card", "given": "10"}, [("cash", "10.00", "10.00"), ("card", "2.30", "2.30")]),
    ],
)
def test_the_tenders_are_what_was_handed_over(pay, books, how, made):
    pay(**how)

    assert tenders(books) == made


def test_the_customer_goes_with_the_sale(pay, books):
    pay(customer={"id": "6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44", "name": "Lena"})

    (booked,) = books.sales.values()
    assert str(booked.customer_id) == "6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("5", "That is not enough"),
        ("abc", "is not an amount"),
        ("4000000000013", "cannot be right"),
    ],
)
def test_an_amount_that_does_not_pay_books_nothing(pay, books, given, told):
    answer = pay(given=given)

    assert result(answer) == "not_booked"
    assert told in answer.text
    assert books.sales == {}


def test_the_same_sale_sent_again_is_the_same_receipt(pay, books):
    first, again = pay(given="20"), pay(given="20", state="checking")

    assert result(first) == result(again) == "booked"
    assert len(books.booked) == 1


def test_a_sale_that_was_booked_otherwise_leads_to_the_receipt_that_stands(pay, books):
    pay(given="20")

    again = pay(method="card")

    assert result(again) == "booked"
    assert "?earlier=1" in again.text
    assert len(books.booked) == 1


def test_books_that_do_not_answer_were_sent_nothing_and_the_sale_stays_open(pay, post, books):
    post("/till/screen")
    books.away = True
    knocks = books.knocks

    answer = pay()

    assert result(answer) == "not_booked"
    assert "Not booked: the books do not answer" in answer.text
    assert "The basket is kept." in answer.text
    assert "data-locked" not in answer.text
    assert 'data-books="away"' in answer.text
    assert books.knocks == knocks, "books that hang are not waited for once more"


def test_a_lost_answer_locks_the_sale_until_it_is_known(pay, books):
    books.lost = True
    answer = pay()

    books.lost = False
    again = pay(state="checking")

    assert result(answer) == "unknown"
    assert "data-locked" in answer.text
    assert result(again) == "booked"
    assert len(books.booked) == 1


def test_a_sale_of_unknown_outcome_stays_locked_while_the_books_are_away(pay, books):
    books.lost = True
    pay()
    books.away = True

    again = pay(state="checking")

    assert result(again) == "unknown"
    assert "data-locked" in again.text


def test_a_price_that_changed_meanwhile_is_told_and_nothing_booked(pay, post, books):
    post("/till/screen")
    books.change(TOMATO="2.60")
    books.refusal = SaleRefused("wrong_total", "These lines cost 12.70 EUR, not 12.30")

    answer = pay()

    assert result(answer) == "not_booked"
    assert "Not booked: the total is another one now" in answer.text
    assert "Tomatoes costs 2.60 now, not 2.40" in answer.text
    assert books.booked == {}


def test_a_product_archived_meanwhile_is_marked(pay, post, books):
    post("/till/screen")
    books.change(MUG="")
    books.refusal = SaleRefused("unknown_product", "Product 3 is not on sale")

    answer = pay()

    assert result(answer) == "not_booked"
    assert "Void the marked line" in answer.text
    assert "Not sold any more" in answer.text


@pytest.mark.parametrize("reason", ["unknown_till", "branch_does_not_sell", "something_new"])
def test_any_other_refusal_is_told_and_the_basket_kept(pay, books, reason):
    books.refusal = SaleRefused(reason, "The books say why")

    answer = pay()

    assert result(answer) == "not_booked"
    assert "Not booked" in answer.text
    assert "Tomatoes" in answer.text


def test_the_dialog_shows_the_change_before_it_is_given(post):
    answer = post("/till/payment", total=_TOTAL, given="20")

    assert 'data-cash="yes"' in answer.text
    assert 'value="7.70"' in answer.text


def test_the_dialog_offers_the_card_for_the_rest(post):
    answer = post("/till/payment", total=_TOTAL, given="10")

    assert 'data-cash="no"' in answer.text
    assert 'data-card="yes"' in answer.text
    assert 'value="2.30"' in answer.text
    assert "Rest by card" in answer.text


def test_the_dialog_keeps_what_is_no_amount_and_says_how_to_type_it(post):
    answer = post("/till/payment", total=_TOTAL, given="abc")

    assert 'data-cash="no"' in answer.text
    assert 'data-card="no"' in answer.text
    assert "Type it as 50, 12.50 or 12,50." in answer.text


def test_a_till_without_an_answer_finds_out_whether_its_sale_is_booked(client, pay, sale):
    before = client.get(f"/till/sales/{sale['sale_id']}").json
    pay()
    after = client.get(f"/till/sales/{sale['sale_id']}").json

    assert before["booked"] is False
    assert after == {"booked": True, "href": f"/sales/{sale['sale_id']}"}
