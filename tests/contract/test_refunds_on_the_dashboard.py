"""What was given back, as the dashboard's real client reads it from the real books."""

from datetime import date

import pytest

from common.money import Money
from common.testing.wsgi import answered_by
from dashboard_service.clients.books import HttpBooks
from dashboard_service.models.figures import Question
from dashboard_service.models.period import Against, Days, Group

FRIDAY = date(2026, 11, 20)
TODAY = Question(Days(FRIDAY, FRIDAY), None)


@pytest.fixture
def books(books_app, tokens, rosa):
    """The dashboard's own client of the books, asking for their owner."""
    assert rosa.role == "owner"
    client = HttpBooks("http://books", tokens)
    answered_by(client._client, books_app)
    answered_by(client._knocker, books_app)
    return client


def eur(text):
    return Money.parse(text, "EUR")


def test_what_was_given_back_comes_beside_what_was_sold(books, sell, execute):
    sell("2026-11-19T09:30+01:00", mug=1)
    execute(
        "INSERT INTO books.refund "
        "SELECT gen_random_uuid(), id, branch_id, 'r1', '', '2026-11-20T10:00+01:00', currency, total_minor, '' "
        "FROM books.purchase"
    )

    report = books.sales(TODAY, Group.HOUR, Against.NONE)

    assert (report.totals.purchases, report.refunded) == (0, eur("7.50"))
    assert {row.starts_at.hour: row.refunded for row in report.rows}[10] == eur("7.50")
    assert {each.branch_id: each.refunded for each in report.branches} == {
        "SMKT001": eur("7.50"),
        "SMKT002": None,
        "WEB": None,
    }
