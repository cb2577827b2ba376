"""The first page says what was given back, where anything was."""

from dataclasses import replace

from common.money import Money


def eur(text):
    return Money.parse(text, "EUR")


def headline(seen):
    return seen.headings[0].replace("\u00a0", " ")


def test_what_was_given_back_stands_under_the_takings(look, books):
    books.report = replace(books.report, refunded=eur("12.30"))

    seen = look()

    assert headline(seen).startswith("3283.40 so far today")
    assert "12.30 has been given back." in seen.words


def test_where_nothing_was_given_back_nothing_is_said_of_it(look):
    assert "given back" not in look().words
