"""What is missing for the next step of a promotion is said in words that fit any name."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from common.money import Money
from common.pricing import Hint, Line, MultiBuy, PercentOff, hints, price

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

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


def lines(*sold):
    return [
        Line(number, count, Money(cents, "EUR"), 2100)
        for number, (count, cents) in enumerate(sold, start=1)
    ]


def test_an_offer_that_begins_to_stack_promises_no_more_than_is_found_with_it():
    basket = lines((3, 2000), (3, 500), (4, 2000), (2, 2000), (4, 149))
    offers = [
        MultiBuy(id=1, version=1, name="4 for 3 on everything", units=4, paid=3),
        PercentOff(
            id=2,
            version=1,
            name="half off on top",
            product_ids=frozenset({3}),
            basis_points=5000,
            minimum=5,
            on_top=True,
        ),
    ]
    before = price(basket, offers, NOON, currency="EUR")
    after = price([*basket, replace(basket[2], quantity=1)], offers, NOON, currency="EUR")

    (hint,) = before.hints
    assert hint.saving == after.saving - before.saving == Money(3000, "EUR")


def test_only_what_a_step_touches_is_solved_for_it(monkeypatch):
    apart = [
        PercentOff(
            id=number,
            version=1,
            name="from 10",
            product_ids=frozenset({number // 2}),
            basis_points=1000 + number,
            minimum=10,
        )
        for number in range(2, 22)
    ]
    solved = []
    solve = hints.solve
    monkeypatch.setattr(
        hints, "solve", lambda offers, shelf: solved.append(len(offers)) or solve(offers, shelf)
    )

    found = price(lines(*((9, 1000) for _ in range(10))), apart, NOON, currency="EUR")

    assert len(found.hints) == 20
    assert solved == [2] * 20
