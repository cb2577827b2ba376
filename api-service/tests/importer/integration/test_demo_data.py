"""Filling the books with made-up purchases."""

import pytest

from api_service.importer import use_cases
from api_service.importer.demo import Plan
from api_service.importer.errors import ChainMissing
from api_service.importer.use_cases import imports

PLAN = Plan(purchases=400, seed=1, days=30, customers=40)


@pytest.fixture
def fill(shop, clock):
    def make(plan=PLAN):
        return use_cases.make_demo_data(shop.url("importer"), plan, clock=clock)

    return make


def test_as_many_purchases_as_asked_for_are_booked_consistently(fill, contents):
    booked = fill()

    assert (booked.purchases, booked.customers) == (400, 40)
    assert contents.value("SELECT count(*) FROM books.purchase WHERE origin = 'import'") == 400
    assert (
        contents.ask(
            """
            SELECT purchase.id FROM books.purchase
            JOIN (SELECT purchase_id, sum(total_minor) AS total FROM books.line GROUP BY 1) AS lines
              ON lines.purchase_id = purchase.id
            JOIN books.tender ON tender.purchase_id = purchase.id
            WHERE lines.total <> purchase.total_minor OR tender.amount_minor <> purchase.total_minor
            """
        )
        == []
    )
    assert contents.value("SELECT count(*) FROM books.tender") == 400


def test_nothing_lies_in_the_future(fill, contents, clock):
    fill()

    assert contents.value("SELECT max(sold_at) FROM books.purchase") <= clock.now()


def test_the_same_numbers_add_nothing_and_another_seed_adds_more(fill, contents):
    fill()

    assert fill().purchases == 0
    assert fill(Plan(purchases=400, seed=2, days=30, customers=40)).purchases == 400
    assert contents.value("SELECT count(*) FROM books.purchase") == 800


def test_a_call_that_was_cut_short_is_completed_by_the_next(fill, contents, monkeypatch):
    monkeypatch.setattr(imports, "_PART", 150)

    def stop(_, share):
        if share and share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        use_cases.make_demo_data(contents.server.url("importer"), PLAN, progress=stop)
    before = contents.value("SELECT count(*) FROM books.purchase")

    rest = fill().purchases

    assert (before, rest) == (300, 100)


def test_prices_are_the_catalogues_and_quantities_vary(fill, contents):
    fill()

    assert set(contents.ask("SELECT DISTINCT product_id, unit_price_minor FROM books.line")) == {
        (1, 240),
        (2, 380),
        (3, 750),
    }
    assert contents.value("SELECT max(quantity) FROM books.line") > 1


def test_demo_data_moves_no_stock(fill, contents):
    before = contents.ask("SELECT * FROM books.level ORDER BY 1, 2")

    fill()

    assert contents.ask("SELECT * FROM books.level ORDER BY 1, 2") == before


def test_empty_books_have_nothing_to_sell(server, clock):
    with pytest.raises(ChainMissing):
        use_cases.make_demo_data(server.url("importer"), PLAN, clock=clock)
