"""The page that says whether the books balance, in each of its three states."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from common.access import Role
from common.testing.people import signed_in, somebody
from dashboard_service.models.audit import Audit, Invariant, Verdict

LEVELS = Invariant(
    "levels_are_movements", "Every stock level is the sum of its movements.", Verdict.CLEAN,
    300, 0, 0, 0, "", "", "",
)  # fmt: skip  # short values, several to a line
PRICED = Invariant(
    "lines_price_again", "Every line prices again to its cents.", Verdict.CLEAN,
    40, 128_000, 0, 0, "", "", "",
)  # fmt: skip  # short values, several to a line
PAYMENTS = Invariant(
    "payments_happen_once", "Every payment was taken once at most.", Verdict.CLEAN,
    12, 0, 3, 0, "", "", "",
)  # fmt: skip  # short values, several to a line


def audit(verdict: Verdict, *rules: Invariant) -> Audit:
    return Audit(verdict, datetime(2026, 11, 20, 14, 19, 48, tzinfo=UTC), 0.42, rules)


@pytest.fixture(autouse=True)
def found(auditor):
    """All of it holds."""
    auditor.found = audit(Verdict.CLEAN, LEVELS, PRICED, PAYMENTS)


def test_books_that_balance_say_so_in_one_word(look):
    seen = look("/audit")

    assert "Balanced" in seen.headings
    assert "Checked at 15:19:48, 12 s ago" in seen.words
    assert "Rows proved 128,352" in seen.words
    assert seen.tables["Every rule, and how it stands"][1] == [
        "Every stock level is the sum of its movements.300 rows",
        "300",
        "",
        "Holds",
    ]


def test_what_is_wrong_is_named(look, auditor):
    broken = replace(
        LEVELS,
        verdict=Verdict.VIOLATED,
        wrong=3,
        first_row="tomatoes in Market Hall (SMKT001/1)",
        first_says="the level says 101, and its movements make 100",
    )
    auditor.found = audit(Verdict.VIOLATED, broken, PRICED)

    seen = look("/audit")

    assert "Differs" in seen.headings
    assert "3 rows break a rule." in seen.words
    assert (
        "Tomatoes in Market Hall (SMKT001/1): the level says 101, and its movements make 100. And 2 more."
        in seen.words
    )


def test_what_could_not_be_asked_is_not_called_balanced(look, auditor):
    auditor.found = audit(
        Verdict.UNKNOWN,
        LEVELS,
        replace(PAYMENTS, verdict=Verdict.UNKNOWN, why="the payment gateway does not answer"),
    )

    seen = look("/audit")

    assert "Unknown" in seen.headings
    assert "The payment gateway does not answer" in seen.words
    assert "So nobody can say whether these hold:" in seen.words
    assert "Balanced" not in seen.words


def test_it_is_counted_anew_when_the_owner_asks(look, auditor):
    look("/audit?now=1")

    assert [each for each in auditor.asked if each != "glance"] == ["now"]


def test_books_that_are_away_have_no_verdict(client, auditor):
    auditor.away = True

    answer = client.get("/audit", headers={"Accept": "text/html"})

    assert answer.status_code == 503
    assert "Balanced" not in answer.text


def test_it_is_the_owners_and_so_is_the_way_there(app, look):
    manager = app.test_client()
    signed_in(manager, somebody(Role.MANAGER))

    assert manager.get("/audit").status_code == 403
    assert "/audit" not in manager.get("/").text
    assert look("/").links["Audit"] == "/audit"
