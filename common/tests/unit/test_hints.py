"""What is missing for the next step of a promotion is said in words that fit any name."""

import pytest

from common.money import Money
from common.pricing import Hint

_NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("missing", "free", "basis_points", "said"),
    [
        (1, 1, 0, "T-Shirt: the next one is free"),
        (2, 2, 0, "T-Shirt: the next 2 are free"),
        (4, 2, 0, "T-Shirt: 4 more, and 2 of them are free"),
        (3, 1, 0, "T-Shirt: 3 more, and 1 of them is free"),
        (1, 0, 2500, f"T-Shirt: one more takes 25{_NO_BREAK}% off all"),
        (2, 0, 1250, f"T-Shirt: 2 more take 12.5{_NO_BREAK}% off all"),
    ],
)
def test_a_products_name_stands_apart_so_that_its_number_does_not_matter(
    missing, free, basis_points, said
):
    hint = Hint(1, "Shirts", frozenset({2}), missing, free, basis_points, Money(100, "EUR"))

    assert hint.said("T-Shirt") == said
    assert hint.said("Tomatoes") == said.replace("T-Shirt", "Tomatoes")


@pytest.mark.parametrize(
    ("missing", "free", "basis_points", "said"),
    [
        (1, 1, 0, "“Shirts”: the next one is free"),
        (2, 0, 2500, f"“Shirts”: 2 more take 25{_NO_BREAK}% off all"),
    ],
)
def test_where_several_products_would_do_the_promotion_is_named(missing, free, basis_points, said):
    hint = Hint(1, "Shirts", frozenset({2, 3}), missing, free, basis_points, Money(100, "EUR"))

    assert hint.said("T-Shirt") == said
