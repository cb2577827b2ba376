"""The very first start of the real books, as somebody who just cloned the repository sees it."""

import pytest

from suite.driving import fresh_suite


@pytest.fixture(scope="module")
def started():
    # On a slow machine the first fold would come before the schema, and say so.
    with fresh_suite(FOLD_SECONDS="60") as mercato:
        mercato.up("api-service")
        yield mercato


def test_it_fills_the_books(started):
    [(purchases,)] = started.ask("SELECT count(*) FROM books.purchase")

    assert purchases > 2000


def test_no_log_speaks_of_a_failure(started):
    alarming = [
        line
        for name in ("postgres", "prepare", "api-service")
        for line in started.home.log(name).read_text().splitlines()
        if any(word in line for word in ("FATAL", "ERROR", "WARNING", "Traceback"))
    ]

    # whoever connects while the server boots is told so
    assert [line for line in alarming if "starting up" not in line] == []
