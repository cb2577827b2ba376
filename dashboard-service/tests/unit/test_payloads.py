"""Filters to and from an address, and tables as files."""

import csv
import io
from datetime import UTC, datetime

import pytest
from werkzeug.datastructures import ImmutableMultiDict

from common.money import Money
from dashboard_service.models.figures import Branch, Places
from dashboard_service.models.filters import Filters, Typed
from dashboard_service.models.table import Column, Table
from dashboard_service.payloads import numbers as payloads

PLACES = Places("EUR", "Europe/Amsterdam", (Branch("A/B", "Hall", "Europe/Amsterdam", False),))


def file_of(*cells):
    return payloads.csv_of(Table([Column(f"c{at}") for at, _ in enumerate(cells)], [cells]))


def test_an_address_says_what_was_typed_and_nothing_else():
    typed = payloads.read_typed(
        ImmutableMultiDict({"from": " 2026-11-01 ", "branch": "SMKT001", "other": "x"})
    )

    assert typed == Typed(since="2026-11-01", branch="SMKT001")
    assert payloads.query_of(typed, compare="week") == {
        "from": "2026-11-01",
        "branch": "SMKT001",
        "compare": "week",
    }


def test_a_filter_is_cut_where_it_cannot_mean_anything_any_more():
    assert len(payloads.read_typed({"branch": "x" * 10_000}).branch) < 100


def test_words_to_look_for_lose_what_no_name_holds():
    assert payloads.read_words("  Ru\x00iz\n ") == "Ruiz"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_is_never_a_formula(text):
    rows = list(csv.reader(io.StringIO(file_of(text), newline="")))

    assert rows[1] == [f"'{text}"]


def test_a_negative_amount_stays_a_number():
    assert "-15.00" in file_of(Money(-1500, "EUR"), 3).splitlines()[1].split(",")


def test_moments_amounts_and_gaps_are_written_plainly():
    row = file_of(
        datetime(2026, 11, 20, 8, tzinfo=UTC), Money(123456, "EUR"), 7, None, "Bread, rye"
    )

    assert row == ('c0,c1,c2,c3,c4\r\n2026-11-20T08:00:00+00:00,1234.56,7,,"Bread, rye"\r\n')


def test_a_file_begins_with_a_mark_where_that_is_wanted():
    table = Table([Column("c")], [])

    assert payloads.csv_of(table, byte_order_mark=True).encode()[:3] == b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        (Typed(), "takings_2026-11-20_all-branches.csv"),
        (Typed(period="7days", branch="A/B"), "takings_2026-11-14_2026-11-20_A-B.csv"),
    ],
)
def test_a_file_is_called_by_its_days_and_branch(typed, name):
    filters = Filters.of(typed, PLACES, datetime(2026, 11, 20, 14, tzinfo=UTC), 3)

    assert payloads.file_name("takings", filters) == name
