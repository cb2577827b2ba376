"""Names that are scripts stay text on every page, and names that are formulas stay text in every file."""

import csv
import io
import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from common.money import Money
from common.testing.people import signed_in, somebody
from dashboard_service.models.figures import Customer, Line, Purchase, PurchasePage, Summary

SCRIPT = "<script>alert(1)</script>"
PICTURE = '"><img src=x onerror=alert(1)>'
HIM = uuid.UUID("22222222-aaaa-4aaa-8aaa-aaaaaaaaaaaa")
AT = datetime(2026, 11, 19, 18, tzinfo=UTC)
HTML = {"Accept": "text/html"}

#: What a spreadsheet would take for a formula, and what hides one from a careless eye.
FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|'/c calc'!A1"]

FILES = ("takings", "branches", "products", "buyers", "tenders", "ranking")


@pytest.fixture
def named(books):
    """Gives everything in the books this name."""

    def called(name):
        eur = Money.parse("3", "EUR")
        branches = [replace(each, name=name) for each in books.report.branches]
        books.report = replace(books.report, branches=branches)
        books.known = replace(
            books.known, branches=[replace(each, name=name) for each in books.known.branches]
        )
        books.ranking = [replace(each, name=name) for each in books.ranking]
        books.loyal = replace(
            books.loyal, listed=[replace(each, name=name) for each in books.loyal.listed]
        )
        books.people = [Customer(HIM, name, name, AT)]
        books.summaries[HIM] = Summary(HIM, name, 1, eur, AT, AT)
        bought = Purchase(uuid.uuid4(), name, "SMKT001", AT, [Line(name, 2, eur)], eur)
        books.pages[HIM, None] = PurchasePage([bought], None)
        books.mark = name

    return called


@pytest.mark.parametrize("name", [SCRIPT, PICTURE])
@pytest.mark.parametrize("path", ["/", "/products", "/customers?q={}", f"/customers/{HIM}"])
def test_a_stored_script_stays_text_on_every_page(app, named, path, name):
    named(name)
    client = app.test_client()
    signed_in(client, somebody(name=name, email=name))
    answer = client.get(path.format(name), headers=HTML)

    assert answer.status_code == 200
    assert name not in answer.text
    assert "<img" not in answer.text
    assert "&lt;" in answer.text
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("part", FILES)
def test_a_formula_is_inert_in_every_file(client, named, part, formula):
    named(formula)
    text = client.get(f"/export/{part}.csv").data.decode()

    rows = list(csv.reader(io.StringIO(text, newline="")))
    cells = [cell for row in rows[1:] for cell in row]
    assert cells
    # amounts may be negative; words may not begin as a formula does
    assert not [cell for cell in cells if cell[:1] in "=+@\t\r" and cell]
    assert not [cell for cell in cells if cell.startswith("-") and not cell[1:2].isdigit()]
    if part not in ("takings", "tenders"):
        assert f"'{formula}" in cells
