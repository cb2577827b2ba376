"""A file holds exactly the rows that its page shows."""

import csv
import io
from dataclasses import replace

import pytest

from common.money import Money
from dashboard_service.models.figures import Buyer

CAPTIONS = {
    "branches": "the branches",
    "products": "the top products",
    "buyers": "the loyal buyers",
}


@pytest.fixture
def saved(client):
    def rows(part, query=""):
        answer = client.get(f"/export/{part}.csv?{query}")
        assert answer.status_code == 200, answer.text
        return list(csv.DictReader(io.StringIO(answer.text, newline="")))

    return rows


@pytest.mark.parametrize("query", ["", "compare=none", "period=yesterday&compare=week"])
@pytest.mark.parametrize("part", CAPTIONS)
def test_a_panels_file_has_the_cells_of_its_table(look, saved, part, query):
    shown = look(f"/?{query}").tables[CAPTIONS[part]][1:]

    kept = [
        [cell for key, cell in row.items() if key not in ("branch_id", "customer_id")]
        for row in saved(part, query)
    ]
    assert kept == shown


@pytest.mark.parametrize("query", ["", "compare=none"])
def test_the_takings_file_has_the_amounts_of_the_charts_table(look, saved, query):
    shown = look(f"/?{query}").tables["Takings by the hour"][1:]
    rows = saved("takings", query)

    amounts = [[cell for key, cell in row.items() if "starts_at" not in key] for row in rows]
    assert amounts == [row[1:] for row in shown]
    assert [int(row["starts_at"][11:13]) for row in rows] == [
        int(row[0].split()[0]) for row in shown
    ]


def test_the_tenders_file_has_the_rows_of_the_books(look, saved):
    rows = saved("tenders")

    assert rows == [
        {"paid_with": "Card", "sales": "143", "revenue_eur": "2437.25"},
        {"paid_with": "Cash", "sales": "71", "revenue_eur": "846.15"},
    ]
    assert "Card 143 2437.25 Cash 71 846.15" in look().words


def test_the_ranking_file_has_the_page_of_products_in_its_order(look, saved):
    shown = look("/products?sort=revenue").tables["Products sold so far today"][1:]

    assert [list(row.values())[:4] for row in saved("ranking", "sort=revenue")] == [
        row[:4] for row in shown
    ]


def test_moments_carry_their_zone(saved):
    assert saved("takings")[0]["starts_at"] == "2026-11-20T08:00:00+01:00"


def test_a_file_is_saved_under_its_days_and_branch(client):
    answer = client.get("/export/takings.csv?period=7days&branch=SMKT002")

    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=takings_2026-11-14_2026-11-20_SMKT002.csv"
    )


def test_the_mark_that_spreadsheets_want_is_there_when_asked_for(client):
    assert client.get("/export/branches.csv?bom=1").data.startswith(b"\xef\xbb\xbfbranch_id,")
    assert client.get("/export/branches.csv").data.startswith(b"branch_id,")


def test_a_name_never_becomes_a_formula(client, books):
    cheat = replace(books.loyal.listed[0], name="=cmd|'/c calc'!A1")
    books.loyal = replace(books.loyal, listed=[cheat])

    assert "'=cmd|'/c calc'!A1" in client.get("/export/buyers.csv").text


def test_a_guest_can_be_found_again_by_the_id(saved, books):
    guest = next(each for each in books.loyal.listed if isinstance(each, Buyer) and not each.name)

    assert str(guest.customer_id) in {row["customer_id"] for row in saved("buyers")}


def test_the_links_on_the_page_lead_to_the_same_filters(client):
    page = client.get("/?period=yesterday&branch=SMKT001").text

    for part in ("takings", "branches", "products", "buyers", "tenders"):
        assert f'href="/export/{part}.csv?period=yesterday&amp;branch=SMKT001"' in page


def test_a_table_that_there_is_not_is_not_found(client):
    answer = client.get("/export/secrets.csv", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json["code"]) == (404, "no_such_export")


def test_a_file_with_wrong_filters_is_refused(client):
    answer = client.get("/export/takings.csv?from=x", headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json["code"]) == (422, "wrong_filters")


def test_what_was_given_back_is_a_column_where_there_is_any(saved, books):
    assert "refunded_eur" not in saved("takings")[0]
    rows = [replace(row, refunded=None) for row in books.report.rows]
    rows[2] = replace(rows[2], refunded=Money(1230, "EUR"))
    branches = [replace(books.report.branches[0], refunded=Money(1230, "EUR"))]
    books.report = replace(books.report, rows=rows, branches=branches, refunded=Money(1230, "EUR"))

    assert [row["refunded_eur"] for row in saved("takings")][:4] == ["", "", "12.30", ""]
    assert [row["refunded_eur"] for row in saved("branches")] == ["12.30"]
