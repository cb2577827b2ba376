"""What may be wrong with a card that somebody types."""

from datetime import date

import pytest

from cart_service.models import buyer
from cart_service.models import card as cards

_TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        ("4242 4242 4242 4242", ""),
        ("4242-4242-4242-4242", ""),
        ("1234567890123", ""),
        ("1234567890123456789", ""),
        ("", cards.NUMBER_MISSING),
        ("   ", cards.NUMBER_MISSING),
        ("123456789012", cards.NUMBER_SHORT),
        ("12345678901234567890", cards.NUMBER_LONG),
        ("4242 4242 4242 424x", cards.NUMBER_NOT_DIGITS),
        ("٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", cards.NUMBER_NOT_DIGITS),
    ],
)
def test_a_number_has_13_to_19_digits_and_no_check_digit(number, advice):
    assert cards.wrong_number(number) == advice


@pytest.mark.parametrize(
    ("expiry", "advice"),
    [
        ("11/26", ""),
        ("12/26", ""),
        ("01/99", ""),
        ("10/26", cards.EXPIRY_PAST),
        ("12/25", cards.EXPIRY_PAST),
        ("13/27", cards.EXPIRY_WRONG),
        ("00/27", cards.EXPIRY_WRONG),
        ("9/28", cards.EXPIRY_WRONG),
        ("09/2028", cards.EXPIRY_WRONG),
        ("", cards.EXPIRY_WRONG),
    ],
)
def test_a_card_is_good_until_its_month_ends(expiry, advice):
    assert cards.wrong_expiry(expiry, _TODAY) == advice


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("09/28", "09/28"),
        ("9/28", "09/28"),
        (" 09 / 28 ", "09/28"),
        ("0928", "09/28"),
        ("09/2028", "09/28"),
        ("09-28", "09/28"),
        ("928", "928"),
        ("09/1928", "09/1928"),
        ("soon", "soon"),
    ],
)
def test_an_expiry_is_read_as_people_and_browsers_write_it(typed, read):
    assert cards.month_and_year(typed) == read


@pytest.mark.parametrize(
    ("code", "is_right"),
    [("123", True), ("1234", True), ("12", False), ("12345", False), ("", False), ("12a", False)],
)
def test_a_code_has_three_or_four_digits(code, is_right):
    assert (cards.wrong_code(code) == "") is is_right


@pytest.mark.parametrize(
    ("number", "brand"),
    [
        ("4242 4242", "Visa"),
        ("5555 5555", "Mastercard"),
        ("2221 00", "Mastercard"),
        ("3782 822463 10005", "American Express"),
        ("6011 1111", "Discover"),
        ("3530 1113", "JCB"),
        ("3056 9309", "Diners Club"),
        ("6759 6498", "Maestro"),
        ("9999", "Card"),
    ],
)
def test_the_first_digits_say_whose_it_is(number, brand):
    assert cards.brand(number) == brand


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("marta@example.com", True),
        ("m.r+shop@mail.example.co.uk", True),
        ("marta", False),
        ("marta@example", False),
        ("marta@example.com, eve@example.com", False),
        ("marta ruiz@example.com", False),
        ("", False),
    ],
)
def test_an_address_that_mail_can_be_sent_to(text, is_right):
    assert buyer.is_email(text) is is_right
