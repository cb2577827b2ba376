"""The dashboard's pages and files as they stand on the books' real application."""

import csv
import io
import uuid

import pytest

from common.money import Money
from common.service_client import acting
from common.testing.wsgi import answered_by
from dashboard_service.app import create_app
from dashboard_service.clients.books import HttpBooks
from dashboard_service.collaborators import Collaborators
from dashboard_service.config import Settings

MARTA = uuid.UUID("11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa")


@pytest.fixture
def pages(books_app, tokens, people, rosa, clock):
    """The dashboard's pages over the real books, at their time, seen by their owner."""
    assert rosa.role == "owner"
    books = HttpBooks("http://books", tokens)
    answered_by(books._client, books_app)
    answered_by(books._knocker, books_app)
    settings = Settings(
        secret_key="a key for the tests",
        service_key="a service key that is long enough",
        api_url="http://books",
    )
    desk = Collaborators.of(settings, books=books, people=people, clock=clock)
    client = create_app(settings, desk).test_client()
    client.set_cookie(desk.door.cookies.session, acting.get())
    return client


def eur(text):
    return Money.parse(text, "EUR")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?period=yesterday&compare=year",
        "/?period=28days&branch=SMKT002&group=week&min_purchases=1&buyers=ever",
        "/?from=2025-01-01&to=2026-12-31&compare=none",
        "/?branch=ELSEWHERE",
        "/products?period=7days&sort=revenue",
        "/customers?q=ruiz",
        f"/customers/{MARTA}",
    ],
)
def test_every_page_stands_on_the_real_books(pages, sell, execute, path):
    execute("INSERT INTO books.customer (id, name) VALUES (:id, 'Marta Ruiz')", id=MARTA)
    sell("2026-11-20T10:00+01:00", customer=MARTA, tomatoes=2, mug=1)

    answer = pages.get(path, headers={"Accept": "text/html"})

    assert answer.status_code == 200, answer.text


def test_the_files_add_up_to_the_headline(pages, sell):
    sell("2026-11-20T10:00+01:00", tomatoes=2, mug=1, tenders=[("cash", 1000), ("card", 230)])
    sell("2026-11-20T11:00+01:00", "SMKT002", loaf=1)

    def revenue(part):
        rows = csv.DictReader(io.StringIO(pages.get(f"/export/{part}.csv").text, newline=""))
        return Money.total((eur(row["revenue_eur"] or "0") for row in rows), "EUR")

    assert {revenue(part) for part in ("takings", "branches", "tenders", "ranking")} == {
        eur("16.10")
    }
    assert 'value="16.10"' in pages.get("/").text


def test_a_sale_changes_the_open_page_and_nothing_else_does(pages, sell, clock):
    first = pages.get("/numbers")
    clock.move(seconds=1)
    unchanged = pages.get("/numbers", headers={"If-None-Match": first.headers["ETag"]})
    sell("2026-11-20T15:10+01:00", mug=1)
    clock.move(seconds=1)
    changed = pages.get("/numbers", headers={"If-None-Match": first.headers["ETag"]})

    assert (unchanged.status_code, changed.status_code) == (304, 200)
    assert 'value="7.50"' in changed.text
