"""What is missing for the next step of a promotion is said in words that fit any name."""

import pytest

from common.money import Money
from common.pricing import Hint

_NO_BREAK = "\u00a0"


@pytest.mark.parametrize(
    ("missing", "free", "basis_points", "said"),
    [
        (1, 1, 0, "The next T-Shirt is free"),
        (2, 2, 0, "The next 2 of T-Shirt are free"),
        (3, 1, 0, "3 more of T-Shirt, and 1 of them free"),
        (1, 0, 2500, f"One more T-Shirt takes 25{_NO_BREAK}% off all"),
        (2, 0, 1250, f"2 more of T-Shirt take 12.5{_NO_BREAK}% off all"),
    ],
)
def test_a_products_name_is_never_inflected(missing, free, basis_points, said):
    hint = Hint(1, "Shirts", frozenset({2}), missing, free, basis_points, Money(100, "EUR"))

    assert hint.said("T-Shirt") == said


@pytest.mark.parametrize(
    ("missing", "free", "basis_points", "said"),
    [
        (1, 1, 0, "The next of “Shirts” is free"),
        (2, 0, 2500, f"2 more of “Shirts” take 25{_NO_BREAK}% off all"),
    ],
)
def test_where_several_products_would_do_the_promotion_is_named(missing, free, basis_points, said):
    hint = Hint(1, "Shirts", frozenset({2, 3}), missing, free, basis_points, Money(100, "EUR"))

    assert hint.said("T-Shirt") == said
