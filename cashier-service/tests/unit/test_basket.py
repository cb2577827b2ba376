"""The basket's lines: added, changed, voided, priced."""

from datetime import UTC, datetime

import pytest

from cashier_service.errors import BasketFull, NoSuchLine, UnknownCode, WrongQuantity
from cashier_service.models.act import Act, Kind, perform
from cashier_service.models.basket import MOST_LINES, Basket, Line
from common.money import Money
from common.pricing import MultiBuy, PercentOff

_NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)

_TWO_FOR_ONE = MultiBuy(
    id=1, version=1, name="2 for 1", product_ids=frozenset({3}), units=2, paid=1
)
_FROM_FOUR = PercentOff(
    id=2,
    version=1,
    name="4 or more, 25 % off",
    product_ids=frozenset({1, 2}),
    basis_points=2500,
    minimum=4,
)


@pytest.fixture
def after(shop):
    """The basket after some acts, from an empty one or another."""

    def performed(*acts, basket=None):
        basket = basket or Basket()
        for act in acts:
            basket = perform(act, basket, shop())
        return basket

    return performed


def eur(text):
    return Money.parse(text, "EUR")


def enter(text):
    return Act(Kind.ENTER, text)


def quantities(basket):
    return {line.product_id: line.quantity for line in basket.lines}


def test_a_product_entered_twice_is_one_line_of_two(after):
    basket = after(enter("1"), enter("2"), enter("tom"))

    assert quantities(basket) == {1: 2, 2: 1}
    assert basket.current == 1


def test_a_quantity_counts_before_number_name_and_barcode(after):
    basket = after(enter("3*1"), enter("2*sour"), enter("4*4000000000037"))

    assert quantities(basket) == {1: 3, 2: 2, 3: 4}


def test_a_tile_takes_the_quantity_that_was_typed_before_it(after):
    basket = after(Act(Kind.PICK, "3*", product_id=2), Act(Kind.PICK, product_id=2))

    assert quantities(basket) == {2: 4}


def test_a_quantity_alone_is_for_the_line_touched_last(after):
    assert quantities(after(enter("1"), enter("2"), enter("5*"))) == {1: 1, 2: 5}


def test_an_empty_entry_changes_nothing(after):
    assert after(enter("  ")) == Basket()


def test_one_less_than_one_voids_the_line(after):
    basket = after(enter("1"), enter("2"), Act(Kind.STEP, quantity=-1))

    assert quantities(basket) == {1: 1}
    assert basket.current == 1


def test_a_voided_line_comes_back_where_it_was(after):
    basket = after(enter("1"), enter("3*2"), enter("3"), Act(Kind.VOID, product_id=2))

    restored = after(Act(Kind.RESTORE, product_id=2, quantity=3, place=1), basket=basket)

    assert quantities(restored) == {1: 1, 2: 3, 3: 1}


def test_a_quantity_of_none_voids_the_line(after):
    assert after(enter("1"), Act(Kind.CHANGE, product_id=1, quantity=0)).lines == ()


def test_another_line_is_chosen_by_its_product_or_by_moving(after):
    basket = after(enter("1"), enter("2"), enter("3"), Act(Kind.CHOOSE, product_id=1))

    assert basket.current == 1
    assert after(Act(Kind.MOVE, quantity=1), basket=basket).current == 2
    assert after(Act(Kind.MOVE, quantity=-5), basket=basket).current == 1
    assert after(Act(Kind.MOVE, quantity=5), basket=basket).current == 3


@pytest.mark.parametrize("kind", [Kind.STEP, Kind.VOID, Kind.MOVE, Kind.CHANGE])
def test_an_empty_basket_has_no_line_to_change(after, kind):
    with pytest.raises(NoSuchLine):
        after(Act(kind))


@pytest.mark.parametrize("kind", [Kind.STEP, Kind.VOID, Kind.CHOOSE])
def test_a_line_that_is_not_there_cannot_be_changed(after, kind):
    with pytest.raises(NoSuchLine):
        after(enter("1"), Act(kind, product_id=9))


def test_a_product_that_is_not_sold_cannot_be_picked(after):
    with pytest.raises(UnknownCode):
        after(Act(Kind.PICK, product_id=99))


def test_more_than_can_be_sold_at_once_is_refused(after):
    with pytest.raises(WrongQuantity):
        after(enter("9999*1"), enter("1"))


def test_a_basket_has_room_for_as_many_lines_as_the_books_take(after):
    full = Basket(tuple(Line(1000 + number, 1) for number in range(MOST_LINES)))

    with pytest.raises(BasketFull):
        after(enter("1"), basket=full)


def test_prices_come_from_the_catalogue(after, shop):
    priced = after(enter("2*1"), enter("3")).priced(shop(), _NOW)

    assert [line.amount for line in priced.lines] == [eur("4.80"), eur("7.50")]
    assert priced.total.total == eur("12.30")
    assert priced.payable


def test_a_changed_price_is_told_once_and_stays_on_the_line(after, shop):
    basket = after(enter("1"))

    first = basket.priced(shop(TOMATO="2.60"), _NOW)
    later = Basket(tuple(line.kept() for line in first.lines)).priced(shop(TOMATO="2.60"), _NOW)

    assert [(line.was, line.seen) for line in first.lines] == [(eur("2.40"), eur("2.40"))]
    assert [(line.was, line.seen) for line in later.lines] == [(eur("2.40"), None)]


def test_a_price_that_comes_back_is_told_and_no_longer_noted(after, shop):
    raised = after(enter("1")).priced(shop(TOMATO="2.60"), _NOW)

    back = Basket(tuple(line.kept() for line in raised.lines)).priced(shop(), _NOW)

    assert (back.lines[0].was, back.lines[0].seen) == (None, eur("2.60"))


def test_a_product_that_is_gone_keeps_its_name_and_must_be_voided(after, shop):
    priced = after(enter("1"), enter("3")).priced(shop(TOMATO=""), _NOW)

    assert [(line.name, line.gone) for line in priced.lines] == [
        ("Tomatoes", True),
        ("Coffee mug", False),
    ]
    assert priced.total.total == eur("7.50")
    assert not priced.payable


def test_promotions_bite_under_the_line_and_leave_its_list_price(after, shop):
    priced = after(enter("3*3")).priced(shop(promotions=[_TWO_FOR_ONE]), _NOW)

    (mugs,) = priced.lines
    assert mugs.amount == eur("22.50")
    assert mugs.offers == [("2 for 1", -eur("7.50"))]
    assert priced.total.total == eur("15.00")


def hints(basket, catalogue):
    return {
        line.product_id: line.hint.missing_units
        for line in basket.priced(catalogue, _NOW).lines
        if line.hint
    }


def test_a_next_step_is_told_from_half_way_on(after, shop):
    catalogue = shop(promotions=[_TWO_FOR_ONE, _FROM_FOUR])

    assert hints(after(enter("3"), enter("1")), catalogue) == {3: 1}
    assert hints(after(enter("2*3"), enter("2*1")), catalogue) == {1: 2}
    assert hints(after(enter("4*1")), catalogue) == {}


def test_a_step_that_two_lines_bring_nearer_is_told_once(after, shop):
    catalogue = shop(promotions=[_FROM_FOUR])
    basket = after(enter("2*1"), enter("2"))

    assert hints(basket, catalogue) == {2: 1}
    assert hints(basket.choose(1), catalogue) == {1: 1}
