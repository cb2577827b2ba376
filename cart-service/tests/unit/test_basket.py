"""How a basket changes."""

from dataclasses import replace

import pytest

from cart_service.errors import BasketFull, NothingToPutBack, TooMany
from cart_service.models.basket import MOST_LINES, MOST_UNITS, Basket, LeftOutLine


@pytest.fixture
def product(catalogue):
    return catalogue().coded


def products(catalogue, count):
    pen = catalogue().coded("PEN")
    return [replace(pen, id=number) for number in range(100, 100 + count)]


def test_the_same_product_again_makes_its_line_longer(product):
    basket = Basket("b").add(product("PEN"), 1).add(product("MUG"), 1).add(product("pen"), 2)

    assert [(line.name, line.quantity) for line in basket.lines] == [("Pen", 3), ("Coffee mug", 1)]


def test_none_of_a_product_takes_it_out(product):
    assert Basket("b").hold(product("PEN"), 2).hold(product("PEN"), 0).lines == ()


def test_what_was_taken_out_comes_back_as_it_was(product):
    basket = Basket("b").add(product("PEN"), 3).add(product("MUG"), 1)
    pen = basket.lines[0]

    back = basket.remove(pen.product_id).restore(pen.product_id)

    assert back == basket


def test_what_never_was_there_cannot_come_back(product):
    with pytest.raises(NothingToPutBack):
        Basket("b").add(product("PEN"), 1).restore(product("MUG").id)


def test_a_product_put_in_anew_forgets_that_it_was_taken_out(catalogue):
    old, new = catalogue().coded("PEN"), catalogue(PEN=550).coded("PEN")

    basket = Basket("b").add(old, 3).remove(old.id).add(new, 1)

    assert [(line.quantity, line.seen) for line in basket.lines] == [(1, new.price)]


def test_only_the_last_lines_taken_out_can_come_back(catalogue):
    basket = Basket("b")
    for each in products(catalogue, 30):
        basket = basket.add(each, 1).remove(each.id)

    assert len(basket.kept) == 20
    assert basket.kept[-1].product_id == 129


def test_a_line_has_a_most(product):
    full = Basket("b").hold(product("PEN"), MOST_UNITS)

    with pytest.raises(TooMany):
        full.add(product("PEN"), 1)


def test_a_basket_has_a_most(catalogue):
    *fitting, one_more = products(catalogue, MOST_LINES + 1)
    basket = Basket("b")
    for each in fitting:
        basket = basket.add(each, 1)

    with pytest.raises(BasketFull):
        basket.add(one_more, 1)
    with pytest.raises(BasketFull):
        basket.remove(fitting[0].id).add(one_more, 1).restore(fitting[0].id)
    assert basket.add(fitting[0], 1).units == MOST_LINES + 1


def test_two_baskets_join_line_by_line(product):
    mine = Basket("mine").add(product("PEN"), MOST_UNITS - 1).add(product("MUG"), 1)
    theirs = Basket("theirs").add(product("PEN"), 5).add(product("TSHIRT"), 2)
    theirs = theirs.add(product("LOAF"), 1).remove(product("LOAF").id)

    joined = mine.joined(theirs)

    assert joined.id == "mine"
    assert {line.name: line.quantity for line in joined.kept} == {
        "Pen": MOST_UNITS,
        "Coffee mug": 1,
        "T-Shirt": 2,
    }
    assert joined.left_out.lines == (LeftOutLine(11, "Pen", 4),)


def test_nothing_that_does_not_fit_is_dropped_silently(catalogue):
    mine, theirs = Basket("mine", coupons=tuple("ABCDEFGHI")), Basket("b", coupons=("J", "K"))
    for each in products(catalogue, MOST_LINES - 1):
        mine = mine.add(each, 1)
    for each in products(catalogue, MOST_LINES + 2)[2:]:
        theirs = theirs.add(each, 2)

    joined = mine.joined(theirs)

    assert (len(joined.lines), joined.coupons[-1]) == (MOST_LINES, "J")
    assert [line.product_id for line in joined.left_out.lines] == [300, 301]
    assert joined.left_out.coupons == ("K",)
    assert sum(line.quantity for line in joined.left_out.lines) + joined.units == (
        mine.units + theirs.units
    )
    again = joined.joined(theirs)
    assert [line.quantity for line in again.left_out.lines] == [4, 4]
    assert not again.accepted(()).left_out
