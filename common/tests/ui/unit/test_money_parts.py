"""How an amount is set: the same digits as the formatter's, in parts a stylesheet can size."""

import pytest

from common.money import Money

EUR = Money.parse("68.70", "EUR")


def test_an_amount_is_data_with_its_plain_number(parts):
    written = parts("{{ ui.money(amount) }}", amount=EUR)

    assert written == (
        '<data class="money" value="68.70"><span>€</span>68<small>.70</small></data>'
    )


@pytest.mark.parametrize(
    ("size", "classes"),
    [
        (21, "money price price--21"),
        (28, "money price"),
        (40, "money price price--40"),
        (64, "money price price--64"),
        ("huge", "money price price--huge"),
    ],
)
def test_a_price_has_the_class_of_its_size(parts, size, classes):
    written = parts("{{ ui.price(amount, size) }}", amount=EUR, size=size)

    assert f'<data class="{classes}" value="68.70">' in written


def test_the_symbol_can_be_left_to_the_column_head(parts):
    written = parts("{{ ui.money(amount, symbol=false) }}", amount=EUR)

    assert written == '<data class="money" value="68.70">68<small>.70</small></data>'


def test_what_is_given_back_carries_a_true_minus(parts):
    written = parts("{{ ui.money(amount) }}", amount=-EUR)

    assert written == (
        '<data class="money" value="-68.70">−<span>€</span>68<small>.70</small></data>'
    )


@pytest.mark.parametrize(("minor", "sign"), [(500, "+"), (-500, "−"), (0, "")])
def test_a_signed_amount_says_which_way_it_goes(parts, minor, sign):
    written = parts("{{ ui.money(amount, signed=true) }}", amount=Money(minor, "EUR"))

    assert f">{sign}<span>€</span>" in written


def test_a_currency_without_decimals_has_no_small_part(parts):
    written = parts("{{ ui.money(amount) }}", amount=Money(68700, "JPY"))

    assert written == '<data class="money" value="68700"><span>¥</span>68,700</data>'


def test_a_german_amount_has_its_symbol_behind_it(build_app):
    app = build_app("de")
    template = app.jinja_env.from_string(
        '{% from "ui/parts/money.html" import money %}{{ money(amount) }}'
    )

    written = template.render(amount=Money.parse("1402.10", "EUR"))

    assert written == (
        '<data class="money" value="1402.10">1.402<small>,10</small>'
        '<span class="money__after">€</span></data>'
    )
