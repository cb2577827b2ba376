"""What the store keeps of a checkout: versions, facts, the time of its last step, and nothing of a card."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from cart_service.clients.gateway import Card
from cart_service.models.checkout import State
from cart_service.repository.checkouts import Overtaken
from cart_service.repository.tables import STEPS
from cart_service.use_cases import baskets, checkouts, driving
from cart_service.use_cases.baskets import Whose
from cart_service.use_cases.wishes import Wish
from common.errors import IdempotencyKeyReused


def test_a_version_is_written_once(filled, pay):
    done = pay()

    with pytest.raises(Overtaken), filled.store.writing() as connection:
        driving.checkouts.keep(connection, replace(done, version=2), filled.clock.now())


def test_facts_move_with_every_change_and_none_is_missed(filled, die_at, pay, settle):
    die_at("checkout.after_place")
    with pytest.raises(SystemExit):
        pay()
    ((before, *_),) = checkouts.facts(filled, 0, 10)
    settle()

    ((after, *_),) = checkouts.facts(filled, before.place, 10)
    assert (before.id, before.state) == (after.id, State.AUTHORISED)
    assert after.state is State.DONE
    assert after.place > before.place


def test_a_step_that_is_tried_again_makes_no_checkout_younger(
    filled, clock, orders, pay, settle, stepped
):
    orders.away.add("pay")
    pay()
    at = clock.now()
    for _ in range(12):
        clock.move(seconds=10)
        checkouts.sweep(filled)

    assert orders.calls.count("pay") == 13
    assert stepped() == at
    orders.away.clear()
    settle()
    assert stepped() > at


def test_an_ending_is_a_step_and_undoing_it_in_vain_is_none(filled, clock, books, pay, stepped):
    books.away |= {"reserve", "release"}
    reserve = books.reserve

    def later(*given):
        clock.move(seconds=5)
        return reserve(*given)

    books.reserve = later
    pay()
    ended = clock.now()
    clock.move(seconds=60)
    checkouts.sweep(filled)

    assert books.calls.count("release") == 2
    assert stepped() == ended


def test_a_store_of_before_takes_the_last_change_for_the_last_step(filled, clock, pay, stepped):
    pay()
    at = clock.now()
    with filled.store.writing() as connection:
        connection.execute(text("ALTER TABLE checkout DROP COLUMN stepped_at"))
        for table in ("used_coupon", "guesses"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("ALTER TABLE basket DROP COLUMN left_out"))
        before = {"version": STEPS.index("0004_stepped_at.sql")}
        connection.execute(text("DELETE FROM store_version WHERE version > :version"), before)
    filled.store.close()

    assert stepped() == at


def test_no_number_and_no_code_is_in_the_store(everything_kept, pay):
    pay(number="4929123456781234")

    kept = everything_kept()
    assert "4929123456781234" not in kept
    assert "1234" in kept


def test_what_is_kept_of_a_card_holds_for_one_checkout_and_under_one_key(filled, pay):
    """Nobody sees one card in two of them, and whoever has the store alone finds no number by trying all."""
    other = Whose("another-visitors-basket")
    baskets.add(filled, other, 13, 2)
    mine, theirs = pay(), pay(whose=other)
    wish = Wish(mine.key, mine.customer, mine.address, Card("4242424242424242", "09/28", "123", ""))

    assert wish.is_asked_by(mine, filled.card_key)
    assert wish.is_asked_by(theirs, filled.card_key)
    assert mine.asked != theirs.asked
    assert not wish.is_asked_by(mine, b"the key of another suite")


def test_a_wish_that_the_version_before_kept_is_answered_as_the_first_time(filled, pay):
    first = pay()
    with filled.store.writing() as connection:
        before = {"asked": first.asked.split(".")[0]}
        connection.execute(text("UPDATE checkout SET asked = :asked"), before)

    assert pay().id == first.id
    with pytest.raises(IdempotencyKeyReused):
        pay(number="5555555555554444")


def test_a_row_of_the_version_before_counts_from_its_last_change(
    filled, clock, orders, pay, stepped
):
    orders.away.add("pay")
    pay()
    at = clock.now()
    with filled.store.writing() as connection:
        connection.execute(text("UPDATE checkout SET stepped_at = 0"))
    assert stepped() == at
    for _ in range(3):
        clock.move(seconds=10)
        checkouts.sweep(filled)

    assert stepped() == at
