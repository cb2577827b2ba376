"""What the bank says to a card, and what is kept of one."""

import uuid
from datetime import date

import pytest

from payment_gateway.models.cards import Card, Manner, Reason

TODAY = date(2026, 11, 20)
KEY = b"a key for the tests"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("4242424242424242", None),
        ("1234567890123", None),
        ("9999999999999999999", None),
        ("4000000000000002", Reason.DECLINED),
        ("4000000000009995", Reason.OUT_OF_FUNDS),
        ("4000000000000069", Reason.EXPIRED_CARD),
        ("4000000000000127", Reason.WRONG_CODE),
        ("4000000000000119", Reason.PROCESSING_ERROR),
    ],
)
def test_a_number_says_how_it_is_judged(number, reason):
    assert Card(number, "12/30").judged(TODAY) is reason


@pytest.mark.parametrize(
    ("expiry", "reason"),
    [("11/26", None), ("10/26", Reason.EXPIRED_CARD), ("12/25", "expired_card")],
)
def test_a_card_is_good_to_the_end_of_its_month(expiry, reason):
    assert Card("4242424242424242", expiry).judged(TODAY) == reason


@pytest.mark.parametrize(
    ("number", "manner"),
    [
        ("4242424242424242", Manner.AT_ONCE),
        ("4000000000009001", Manner.SLOW),
        ("4000000000009002", Manner.TOO_LATE),
        ("4000000000009003", Manner.NEVER),
    ],
)
def test_a_number_says_how_its_bank_answers(number, manner):
    assert Card(number, "12/30").manner is manner


@pytest.mark.parametrize(
    ("number", "brand"),
    [
        ("4242424242424242", "visa"),
        ("5555555555554444", "mastercard"),
        ("2223003122003222", "mastercard"),
        ("378282246310005", "amex"),
        ("6011111111111117", "discover"),
        ("6759649826438453", "maestro"),
        ("1234567890123", "card"),
    ],
)
def test_brand_and_last_four_are_kept(number, brand):
    mark = Card(number, "12/30").mark(KEY, uuid.uuid4())

    assert (mark.brand, mark.last4) == (brand, number[-4:])


def test_a_fingerprint_tells_cards_apart_under_one_payment_and_links_none_between_two():
    one, other = uuid.uuid4(), uuid.uuid4()
    card, another = Card("4242424242424242", "12/30"), Card("4242424242424241", "12/30")

    assert card.mark(KEY, one) == Card("4242424242424242", "12/30").mark(KEY, one)
    assert card.mark(KEY, one).fingerprint != another.mark(KEY, one).fingerprint
    assert card.mark(KEY, one) != Card("4242424242424242", "11/30").mark(KEY, one)
    assert card.mark(KEY, one).fingerprint != card.mark(KEY, other).fingerprint
    assert card.mark(KEY, one).fingerprint != card.mark(b"another key", one).fingerprint


def test_a_card_that_is_printed_shows_nothing():
    assert "4242" not in repr(Card("4242424242424242", "12/30"))
