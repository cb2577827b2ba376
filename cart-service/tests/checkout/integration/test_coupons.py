"""A basket with coupons is paid for, on both kinds of store: each is used once, and nobody pays more than they saw."""

import pytest

from cart_service.errors import CouponGone
from cart_service.models.checkout import State
from cart_service.use_cases import baskets, coupons
from cart_service.use_cases.baskets import Whose
from common.money import Money

LOAF = 2
MINE = Whose("a-visitors-own-basket")


def test_a_coupon_is_paid_with_and_leaves_the_basket(filled, pay, gateway):
    coupons.enter(filled, MINE, "WELCOME-10")

    assert pay().state is State.DONE
    assert gateway.taken == [Money(1350, "EUR")]
    assert baskets.look(filled, MINE).shown.basket.coupons == ()


def test_a_coupon_that_was_used_elsewhere_charges_nothing(filled, pay, gateway, books):
    coupons.enter(filled, MINE, "WELCOME-10")
    books.used.add("WELCOME-10")
    found = pay()

    assert (found.state, found.why) == (State.CANCELLED, "coupon_used")
    assert gateway.payments == {}
    coupons.go_on_without(filled, MINE, found.id)
    assert pay("k2").state is State.DONE
    assert gateway.taken == [Money(1500, "EUR")]


def test_going_on_without_a_coupon_takes_out_that_one_alone(filled, pay, books):
    for code in ("WELCOME-10", "BREAD"):
        coupons.enter(filled, MINE, code)
    baskets.add(filled, MINE, LOAF, 1)
    books.used.add("WELCOME-10")
    found = pay()

    for _ in range(2):
        coupons.go_on_without(filled, MINE, found.id)

    assert baskets.look(filled, MINE).shown.basket.coupons == ("BREAD",)


def test_whoever_names_no_total_pays_no_more_for_a_coupon_that_was_used(
    filled, pay, gateway, clock, used_elsewhere
):
    coupons.enter(filled, MINE, "WELCOME-10")
    used_elsewhere("WELCOME-10")
    clock.move(seconds=6)

    with pytest.raises(CouponGone) as refused:
        pay()

    assert refused.value.facts["coupons"] == ["WELCOME-10"]
    assert gateway.payments == {}
    assert pay("k2", total=Money(1500, "EUR")).state is State.DONE, "that is what was shown"


def test_that_a_coupon_was_used_outlives_a_restart_while_the_books_are_away(
    filled, remade, used_elsewhere, clock
):
    coupons.enter(filled, MINE, "WELCOME-10")
    used_elsewhere("WELCOME-10")
    clock.move(seconds=6)
    assert baskets.look(filled, MINE).shown.priced.total == Money(1500, "EUR")

    again = baskets.look(remade(books_are_away=True), MINE).shown

    assert again.priced.total == Money(1500, "EUR")
    assert again.used_coupons == ("WELCOME-10",)


def test_a_coupon_that_ended_meanwhile_charges_nothing_and_the_shop_is_asked_anew(
    filled, pay, gateway, books, shop
):
    coupons.enter(filled, MINE, "WELCOME-10")
    books.ended.add("WELCOME-10")
    found = pay()

    assert (found.state, found.why) == (State.CANCELLED, "coupon_ended")
    assert gateway.payments == {}
    asked = shop.reads
    baskets.look(filled, MINE)
    assert shop.reads == asked + 1
    coupons.take_out(filled, MINE, "WELCOME-10")
    assert pay("k2").state is State.DONE
