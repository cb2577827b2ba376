"""The remembered catalogue is asked for seldom, is never waited for long, and says when it is old."""

import threading

import pytest

from cashier_service.clients.remembered import RememberedCatalogue
from common.errors import NeighbourUnavailable


def test_it_is_read_once_while_it_is_fresh(books, clock):
    remembered = RememberedCatalogue(books, clock)

    for _ in range(5):
        remembered.look()

    assert books.catalogue_reads == 1


def test_a_change_is_seen_two_seconds_later(books, clock):
    remembered = RememberedCatalogue(books, clock)
    remembered.look()
    books.change(TOMATO="2.60")

    clock.move(seconds=1)
    before = remembered.look().catalogue.version
    clock.move(seconds=1)
    after = remembered.look().catalogue.version

    assert (before, after) == ("1", "2")


def test_an_unchanged_catalogue_is_vouched_for_again(books, clock):
    remembered = RememberedCatalogue(books, clock)
    first = remembered.look()
    clock.move(seconds=5)

    later = remembered.look()

    assert later.catalogue is first.catalogue
    assert later.vouched_at > first.vouched_at


def test_it_goes_on_while_the_books_are_away_and_says_since_when(books, clock):
    remembered = RememberedCatalogue(books, clock)
    vouched_at = remembered.look().vouched_at
    books.away = True
    clock.move(seconds=30)

    stale = remembered.look()
    books.away = False
    clock.move(seconds=2)

    assert (stale.away, stale.vouched_at) == (True, vouched_at)
    assert not remembered.look().away


def test_a_till_that_never_saw_the_books_cannot_begin(books, clock):
    books.away = True
    remembered = RememberedCatalogue(books, clock)

    with pytest.raises(NeighbourUnavailable):
        remembered.look()


def test_renewing_asks_at_once(books, clock):
    remembered = RememberedCatalogue(books, clock)
    remembered.look()
    books.change(TOMATO="2.60")

    assert remembered.renew().catalogue.version == "2"


def test_a_clock_that_was_put_right_makes_no_catalogue_look_fresh(books, clock):
    remembered = RememberedCatalogue(books, clock)
    remembered.look()
    books.change(TOMATO="2.60")

    clock.move(hours=-1)

    assert remembered.look().catalogue.version == "2"


def test_a_clock_that_is_put_right_meanwhile_makes_nobody_wait_for_books_that_hang(books, clock):
    remembered = RememberedCatalogue(books, clock)
    remembered.look()
    books.answers.clear()
    clock.move(seconds=3)
    remembered.look()

    clock.move(hours=-1)
    # a cashier who waited for them would wait until they answer
    answers = threading.Timer(5, books.answers.set)
    answers.start()
    assert remembered.look().away
    answers.cancel()
    books.answers.set()


def test_nobody_waits_for_books_that_hang(books, clock):
    remembered = RememberedCatalogue(books, clock)
    remembered.look()
    books.answers.clear()
    clock.move(seconds=3)

    first = remembered.look()
    clock.move(seconds=1)
    second = remembered.look()
    books.answers.set()

    assert first.away
    assert second.away
    assert books.catalogue_reads == 1
