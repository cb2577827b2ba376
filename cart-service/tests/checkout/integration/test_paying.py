"""A basket is paid for, on both kinds of store: once, at the price that was shown, or not at all."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from cart_service.errors import (
    BasketChanged,
    BasketEmpty,
    BasketFree,
    CheckoutRunning,
    NoSuchCheckout,
    PriceChanged,
)
from cart_service.models.checkout import State
from cart_service.use_cases import baskets, checkouts
from cart_service.use_cases.baskets import Act, Whose
from cart_service.use_cases.wishes import content_of
from common.errors import IdempotencyKeyReused
from common.money import Money

PEN, SHIRT, MUG = 11, 12, 13
MINE = Whose("a-visitors-own-basket")
MARTA = uuid.UUID("6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44")
GOOD, DECLINED = "4242424242424242", "4000000000000002"


def test_a_basket_becomes_a_paid_order_and_is_empty(orders, gateway, books, pay, lying):
    found = pay()

    assert (found.state, orders.orders) == (State.DONE, {found.id: "paid"})
    assert gateway.taken == [Money(1500, "EUR")]
    assert list(books.held) == [found.reservation_id]
    assert lying() == {}
    assert (found.card_brand, found.card_last4) == ("Visa", "4242")


def test_every_step_is_kept_before_the_call_that_follows(filled, orders, gateway, books, pay):
    kept = []

    def noting(call):
        def called(*given, **named):
            with filled.store.reading() as connection:
                state = connection.execute(text("SELECT state FROM checkout")).scalar_one()
            kept.append((call.__name__, state))
            return call(*given, **named)

        return called

    for neighbour, name in (
        (books, "reserve"),
        (gateway, "authorise"),
        (orders, "place"),
        (gateway, "capture"),
        (orders, "pay"),
    ):
        setattr(neighbour, name, noting(getattr(neighbour, name)))
    pay()

    assert kept == [
        ("reserve", "open"),
        ("authorise", "reserved"),
        ("place", "authorised"),
        ("capture", "placed"),
        ("pay", "captured"),
    ]


def test_a_repeat_is_answered_as_the_first_time(gateway, pay):
    first = pay()
    again = pay()

    assert (again.id, again.state) == (first.id, State.DONE)
    assert len(gateway.payments) == 1
    with pytest.raises(IdempotencyKeyReused):
        pay(number="5555555555554444")


def test_another_shoppers_same_key_is_another_checkout(filled, pay):
    other = Whose("another-visitors-basket")
    baskets.add(filled, other, MUG, 1)

    mine, theirs = pay(), pay(whose=other)

    assert mine.id != theirs.id
    assert checkouts.look(filled, MINE, mine.id).state is State.DONE
    with pytest.raises(NoSuchCheckout):
        checkouts.look(filled, other, mine.id)


def test_of_many_at_once_one_pays(gateway, orders, pay):
    """Same key and other keys, as of a double click and of two tabs."""

    def press(number):
        try:
            return pay(key=f"k{number % 4}").state
        except (CheckoutRunning, BasketEmpty) as refused:
            return type(refused)

    with ThreadPoolExecutor(12) as threads:
        outcomes = list(threads.map(press, range(24)))

    assert len(gateway.taken) == 1
    assert orders.paid == 1
    assert State.DONE in outcomes
    assert set(outcomes) <= {State.DONE, CheckoutRunning, BasketEmpty}


def test_a_declined_card_lets_everything_go(gateway, orders, books, pay, lying):
    found = pay(number=DECLINED)

    assert (found.state, found.why) == (State.DECLINED, "declined")
    assert (books.held, orders.orders, gateway.taken) == ({}, {}, [])
    assert lying() == {"Coffee mug": 2}
    assert pay(number=DECLINED).id == found.id
    for _ in range(2):
        assert pay(number=GOOD, tries_again=True).state is State.DONE
    assert len(gateway.taken) == 1


def test_what_is_sold_out_says_how_much_there_is(filled, books, gateway, pay, lying):
    books.levels[MUG] = 1
    found = pay()

    assert found.state is State.SOLD_OUT
    assert found.told == {"short": [{"product_id": MUG, "wanted": 2, "available": 1}]}
    assert gateway.payments == {}
    checkouts.take_the_rest(filled, MINE, found.id)
    assert lying() == {"Coffee mug": 1}
    assert pay("k2").state is State.DONE
    assert books.levels[MUG] == 0


def test_another_price_than_the_shown_one_is_refused(gateway, pay):
    found = pay(total=Money(1400, "EUR"))

    assert (found.state, found.why) == (State.CANCELLED, "price_changed")
    assert found.told == {"total": {"minor": 1500, "currency": "EUR"}}
    assert gateway.payments == {}


def test_a_price_that_changed_since_it_was_seen_is_said_before_anything_is_held(
    shop, clock, books, pay
):
    shop.change(MUG=800)
    clock.move(seconds=3)

    with pytest.raises(PriceChanged) as refused:
        pay()
    assert refused.value.facts["total"] == {"minor": 1600, "currency": "EUR"}
    assert books.calls == []
    assert pay(total=Money(1600, "EUR")).state is State.DONE


def test_a_basket_that_is_free_is_refused_before_anything_is_held(
    filled, give_away, books, pay, lying
):
    give_away(MUG)

    with pytest.raises(BasketFree):
        pay()
    assert books.calls == []
    assert lying() == {"Coffee mug": 2}
    baskets.add(filled, MINE, PEN, 1)
    assert pay(total=Money(500, "EUR")).state is State.DONE


def test_another_content_than_the_shown_one_is_refused(filled, pay):
    seen = content_of([(MUG, 2)])
    baskets.add(filled, MINE, PEN, 1)

    with pytest.raises(BasketChanged):
        pay(content=seen)


def test_what_was_put_in_meanwhile_stays(filled, gateway, pay, lying):
    authorise = gateway.authorise

    def slowly(*given, **named):
        baskets.add(filled, MINE, PEN, 1)
        baskets.add(filled, MINE, MUG, 1)
        return authorise(*given, **named)

    gateway.authorise = slowly
    pay()

    assert lying() == {"Pen": 1, "Coffee mug": 1}


def test_a_sign_in_while_it_is_paid_moves_no_basket(filled, gateway, pay):
    authorise = gateway.authorise

    def slowly(*given, **named):
        baskets.look(filled, Whose(MINE.basket_id, MARTA))
        return authorise(*given, **named)

    gateway.authorise = slowly
    pay()

    assert not baskets.look(filled, Whose(MINE.basket_id, MARTA)).shown.lines


def test_what_is_being_paid_is_not_added_again_by_a_repeat_after_a_sign_in(filled, gateway, pay):
    act = Act("k", "add 1 of 11")
    baskets.add(filled, MINE, PEN, 1, act)
    gateway.away |= {"capture", "look"}
    pay()

    seen = baskets.add(filled, Whose(MINE.basket_id, MARTA), PEN, 1, act)

    assert not seen.shown.lines


def test_a_sign_in_while_it_is_paid_hides_no_payment(filled, gateway, pay, settle):
    """Nor does anybody pay again: not another basket's goods beside it, and not under the same key."""
    signed_in = Whose(MINE.basket_id, MARTA)
    baskets.add(filled, Whose("", MARTA, joins=False), PEN, 1)
    gateway.away |= {"capture", "look"}
    found = pay()

    assert checkouts.stand_at(filled, signed_in).running.id == found.id
    with pytest.raises(CheckoutRunning) as refused:
        pay("k2", whose=signed_in)
    assert refused.value.facts["checkout_id"] == str(found.id)
    gateway.away.clear()
    settle()
    assert checkouts.stand_at(filled, signed_in).bought.id == found.id
    assert pay(whose=signed_in).id == found.id
    assert len(gateway.taken) == 1


@pytest.mark.parametrize(
    "other", [Whose(MINE.basket_id, MARTA, joins=False), Whose("another-visitors-basket", MARTA)]
)
def test_a_payment_out_of_another_basket_is_nobody_elses(filled, gateway, pay, other):
    gateway.away |= {"capture", "look"}
    pay()

    assert checkouts.stand_at(filled, other).running is None


def test_an_accounts_payment_does_not_show_under_its_baskets_id(filled, gateway, pay):
    gateway.away |= {"capture", "look"}
    theirs = pay(whose=Whose(MINE.basket_id, MARTA))
    assert theirs.basket_id != MINE.basket_id

    for account_id in (None, uuid.uuid4()):
        assert checkouts.stand_at(filled, Whose(theirs.basket_id, account_id)).running is None
