"""Numbers and times as a locale writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from common.money import Money
from common.ui.writing import Writer, department_name

MOMENT = datetime(2026, 11, 20, 15, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "text"), [("en", "1,402"), ("de", "1.402"), ("de-AT", "1.402"), ("fr", "1\u202f402")]
)
def test_a_count_is_grouped(locale, text):
    # Austrian German groups with a no-break space from five digits on, and never with a comma
    assert Writer(locale).whole(1402).replace("\xa0", ".") == text


def test_a_count_below_zero_has_a_true_minus():
    assert Writer("en").whole(-3) == "−3"


@pytest.mark.parametrize(
    ("ratio", "digits", "text"),
    [
        (Decimal("0.056"), 1, "5.6\xa0%"),
        (0.19, 1, "19.0\xa0%"),
        (-0.026, 1, "−2.6\xa0%"),
        (1, 0, "100\xa0%"),
    ],
)
def test_a_ratio_is_written_as_percent(ratio, digits, text):
    assert Writer("en").percent(ratio, digits) == text


@pytest.mark.parametrize(
    ("value", "fine", "text"),
    [
        (Money(21250, "EUR"), False, "213"),
        (Money(21249, "EUR"), False, "212"),
        (Money(90, "EUR"), True, "0.90"),
        (Money(500, "JPY"), True, "500"),
        (1402, False, "1,402"),
        (120_000, False, "120K"),
        (Money(1_250_000_00, "EUR"), False, "1.2M"),
    ],
)
def test_a_chart_says_values_shortly(value, fine, text):
    assert Writer("en").short(value, fine=fine) == text


def test_times_are_written_in_the_zone_they_carry():
    writer = Writer("en")

    assert writer.moment(MOMENT) == "20 Nov 2026, 15:21"
    assert writer.day(date(2026, 11, 20)) == "Fri 20 Nov"
    assert writer.clock_time(MOMENT) == "15:21"


@pytest.mark.parametrize(
    ("locale", "code", "direction"),
    [("en", "en", "ltr"), ("pt_BR", "pt-BR", "ltr"), ("ar", "ar", "rtl")],
)
def test_the_page_says_its_language_and_direction(locale, code, direction):
    language = Writer(locale).language

    assert (language.code, language.direction) == (code, direction)


@pytest.mark.parametrize(
    ("department", "name"),
    [
        ("merchandise", "Goods"),
        ("music", "Records"),
        ("pet-food", "Pet food"),
        ("fresh", "Fresh"),
        ("", "Other"),
    ],
)
def test_a_department_has_one_name_everywhere(department, name):
    assert department_name(department) == name
