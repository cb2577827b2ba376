"""Coupons at the till: entered, refused with the reason, taken out, and used by the sale."""

import json
import re
from datetime import UTC, datetime
from html import unescape

import pytest

from cashier_service.errors import SaleRefused
from cashier_service.models.refusals import told_of
from common.pricing import Coupon

_OF_SUMMER = datetime(2026, 9, 1, tzinfo=UTC)


def coupon(number, code, **rule):
    return Coupon(
        id=number, version=1, name=code.title(), code=code, **{"basis_points": 1000} | rule
    )


@pytest.fixture(autouse=True)
def coupons(books):
    books.change(
        promotions=[
            coupon(1, "WELCOME-10"),
            coupon(2, "MUGS", product_ids=frozenset({3}), minimum=2, single_use=False),
            coupon(3, "SUMMER", ends_at=_OF_SUMMER),
        ]
    )


@pytest.fixture
def enter(post):
    """Enter a coupon's code; gives the page's words and what the browser keeps."""

    def entered(code, **sale):
        answer = post("/till/screen", act={"kind": "coupon", "text": code}, **sale)
        assert answer.status_code == 200
        return unescape(answer.text), kept(answer)

    return entered


def kept(answer):
    return json.loads(unescape(re.search(r'data-kept="([^"]*)"', answer.text)[1]))


def test_a_coupon_lowers_the_sale_and_says_by_how_much(enter):
    page, sale = enter(" welcome-10 ")

    assert (sale["coupons"], sale["total"]) == (["WELCOME-10"], 480 + 750 - 48 - 75)
    assert "Welcome-10, takes 1.23 off" in page
    assert "saves 1.23" in page


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("NOBODYS", "There is no coupon NOBODYS"),
        ("SUMMER", "The coupon SUMMER does not hold today"),
        ("WELCOME-10", "The coupon WELCOME-10 was used before"),
    ],
)
def test_a_coupon_that_does_not_count_is_refused_with_the_reason(enter, books, code, words):
    books.used = {"WELCOME-10"}
    page, sale = enter(code)

    assert words in page
    assert (sale["coupons"], sale["total"]) == ([], 480 + 750)


def test_a_coupon_waits_for_what_it_is_for_and_outlives_changes_of_the_lines(enter, post):
    page, _ = enter("MUGS")
    assert "Mugs, takes nothing off so far" in page

    more = post("/till/screen", coupons=["MUGS"], act={"kind": "step", "product_id": 3})
    assert kept(more)["total"] == 480 + 1500 - 150
    without = post("/till/screen", coupons=["MUGS"], act={"kind": "void", "product_id": 1})
    assert kept(without)["coupons"] == ["MUGS"]


def test_a_coupon_is_taken_out_again(post):
    answer = post(
        "/till/screen", coupons=["WELCOME-10"], act={"kind": "no_coupon", "text": "WELCOME-10"}
    )

    assert (kept(answer)["coupons"], kept(answer)["total"]) == ([], 480 + 750)


def test_a_coupon_is_scanned_like_an_article(post):
    answer = post("/till/screen", act={"kind": "enter", "text": "WELCOME-10"})

    assert kept(answer)["coupons"] == ["WELCOME-10"]


def test_while_the_books_are_away_it_is_said_that_a_coupon_is_not_checked(enter, books, clock):
    enter("MUGS")
    books.away = True
    clock.move(minutes=5)
    page, sale = enter("WELCOME-10")

    assert sale["total"] == 480 + 750 - 123
    assert "Welcome-10, takes 1.23 off. Not checked while the books are away" in page
    assert "Not checked" not in enter("MUGS")[0], "it can be used again and again"


def test_the_sale_uses_the_coupons_that_take_something_off(post, books):
    post("/till/sales", coupons=["WELCOME-10", "MUGS"], total=1107, method="cash", given="20")

    (sold,) = books.sales.values()
    assert sold.coupons == ("WELCOME-10",)
    (booked,) = books.booked.values()
    assert booked.total.minor == 1107


def test_a_coupon_that_was_used_meanwhile_leaves_the_sale_which_goes_on(post, books):
    books.refusal = SaleRefused("coupon_used", "It was used", ("WELCOME-10",))

    answer = post("/till/sales", coupons=["WELCOME-10", "MUGS"], total=1107, given="20")

    assert "Not booked: WELCOME-10 was used before, or is being used now" in answer.text
    assert "Tell the customer the new total." in answer.text
    two = told_of(SaleRefused("coupon_used", "They were used", ("A", "B")))
    assert two.title == "Not booked: A and B were used before, or are being used now"
    assert (kept(answer)["coupons"], kept(answer)["total"]) == (["MUGS"], 1230)


def test_sales_put_aside_come_to_what_their_coupons_leave(client, sale):
    aside = sale | {"coupons": ["WELCOME-10"], "held_at": "2026-11-20T14:00:00Z"}

    answer = client.post("/till/held", json={"till_id": "SMKT001-1", "held": [aside]})

    assert 'value="11.07"' in answer.text
