"""Somebody is looked up by name, and what they bought is shown, newest first."""

import uuid
from datetime import UTC, datetime

import pytest

from common.money import Money
from dashboard_service.models.figures import Customer, Line, Purchase, PurchasePage, Summary

MARTA = uuid.UUID("11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa")
HERS = f"/customers/{MARTA}"


def eur(text):
    return Money.parse(text, "EUR")


def purchase(branch_id, sold_at, receipt=None, **lines):
    return Purchase(
        uuid.uuid4(),
        receipt,
        branch_id,
        datetime.fromisoformat(sold_at),
        [Line(name.replace("_", " "), quantity, eur("1")) for name, quantity in lines.items()],
        eur("12.30"),
    )


@pytest.fixture
def marta(books):
    books.people = [
        Customer(MARTA, "Marta Ruiz", "marta@example.com", datetime(2026, 1, 5, tzinfo=UTC)),
        Customer(uuid.uuid4(), "Pablo Ruiz", None, datetime(2026, 1, 5, tzinfo=UTC)),
    ]
    books.summaries[MARTA] = Summary(
        MARTA,
        "Marta Ruiz",
        3,
        eur("1200.00"),
        datetime(2024, 1, 14, 23, tzinfo=UTC),
        datetime(2026, 11, 19, 18, tzinfo=UTC),
    )
    books.pages[MARTA, None] = PurchasePage(
        [
            purchase("SMKT001", "2026-11-19T18:00:00+00:00", "M1-000042", Tomatoes=2, Coffee_mug=1),
            purchase("HISTORY", "2024-01-14T23:00:00+00:00", Laptop=1),
        ],
        "further",
    )
    books.pages[MARTA, "further"] = PurchasePage(
        [purchase("GONE", "2024-01-14T23:00:00+00:00", Mouse=1)], None
    )


def test_before_anybody_is_looked_for_the_page_says_how(look, books):
    assert "Type a name or a part of it." in look("/customers").words
    assert not books.searches


@pytest.mark.usefixtures("marta")
def test_a_name_finds_those_who_have_it(look):
    seen = look("/customers?q=ruiz")

    assert "2 customers fit “ruiz”, the best match first." in seen.words
    assert seen.links["Marta Ruiz"] == HERS
    assert seen.fields["q"] == "ruiz"


@pytest.mark.usefixtures("marta")
def test_a_name_that_nobody_has_gets_advice(look):
    assert "Nobody goes by “zzz”" in look("/customers?q=zzz").words


@pytest.mark.usefixtures("marta")
def test_a_customer_is_shown_with_all_that_they_bought(look):
    seen = look(HERS)

    assert seen.headings[0] == "Marta Ruiz"
    assert "Purchases 3 Spent 1200.00" in seen.words
    assert "First purchase 15 Jan 2024 Last purchase 19 Nov 2026" in seen.words


@pytest.mark.usefixtures("marta")
def test_purchases_have_their_branchs_time_their_receipt_and_their_lines(look):
    rows = look(HERS).tables["What Marta Ruiz bought"]

    assert rows[1] == [
        "19 Nov 2026, 19:00Market Hall",
        "M1-000042",
        "2 × TomatoesCoffee mug",
        "12.30",
    ]


@pytest.mark.usefixtures("marta")
def test_history_from_elsewhere_is_among_them_by_its_day(look):
    rows = look(HERS).tables["What Marta Ruiz bought"]

    assert rows[2] == ["15 Jan 2024Earlier sales", "", "Laptop", "12.30"]


@pytest.mark.usefixtures("marta")
def test_older_purchases_are_a_page_further(look):
    first = look(HERS)
    second = look(first.links["Older"])

    assert "Newest" not in first.links
    assert second.tables["What Marta Ruiz bought"][1][2] == "Mouse"
    assert second.links["Newest"] == HERS
    assert "Older" not in second.links


@pytest.mark.usefixtures("marta")
def test_a_page_that_the_list_never_had_leads_back_to_the_newest(look):
    assert look(f"{HERS}?cursor=made-up").links["Start with the newest purchases"] == HERS


def test_somebody_who_never_bought_is_shown_as_such(look, books):
    books.summaries[MARTA] = Summary(MARTA, None, 0, eur("0"), None, None)
    books.pages[MARTA, None] = PurchasePage([], None)

    seen = look(HERS)
    assert seen.headings[0] == "Guest 11111111"
    assert "Nothing bought yet" in seen.words


def test_an_id_that_nobody_has_leads_to_the_lookup(look):
    seen = look(f"/customers/{uuid.uuid4()}", status=404)

    assert "Look the customer up by name." in seen.words
    assert "q" in seen.fields


def test_without_books_a_lookup_says_so(client, books):
    books.away = True
    answer = client.get("/customers?q=ruiz", headers={"Accept": "text/html"})

    assert answer.status_code == 503
    assert "The books do not answer" in answer.text
