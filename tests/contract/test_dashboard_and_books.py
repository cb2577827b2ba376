"""What the dashboard asks of the books, put by its real client to their real application."""

import re
import uuid
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import dashboard_service
from common.money import Money
from common.testing.wsgi import answered_by
from dashboard_service.clients.books import HttpBooks
from dashboard_service.models.figures import Question
from dashboard_service.models.period import Against, Days, Group

FRIDAY = date(2026, 11, 20)
TODAY = Question(Days(FRIDAY, FRIDAY), None)
EVER = Question(None, None)
MARTA = uuid.UUID("11111111-aaaa-4aaa-8aaa-aaaaaaaaaaaa")


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


def amount(minor):
    return {"minor": minor, "currency": "EUR"}


def test_the_marker_changes_with_a_sale(books, sell):
    books.ping()
    before = books.marker()
    assert books.marker() == before

    sell("2026-11-20T10:00+01:00", tomatoes=1)
    assert books.marker() != before


def test_branches_come_with_their_zones_and_history_last(books):
    places = books.places()

    assert (places.currency, places.time_zone) == ("EUR", "Europe/Amsterdam")
    assert [(each.id, each.is_history, each.is_online) for each in places.branches] == [
        ("SMKT001", False, False),
        ("SMKT002", False, False),
        ("WEB", False, True),
        ("ELSEWHERE", True, False),
    ]


def test_every_number_that_a_page_explains_has_its_definition(books):
    templates = Path(dashboard_service.__file__).parent.glob("templates/**/*.html")
    explained = {
        number
        for path in templates
        for number in re.findall(r"(?:term|_stat)\(\"(\w+)\"", path.read_text())
    }

    assert len(explained) > 8
    known = set(books.definitions())
    assert (explained | {"so_far", "previous", "week", "year"}) - known == set()


def test_the_hours_of_today_stand_beside_those_of_yesterday(books, sell):
    sell("2026-11-19T09:30+01:00", mug=1)
    sell("2026-11-19T16:30+01:00", mug=2)
    sell("2026-11-20T09:10+01:00", tomatoes=1, tenders=[("cash", 240)])
    sell("2026-11-20T15:05+01:00", "SMKT002", loaf=2, tenders=[("cash", 260), ("card", 500)])

    report = books.sales(TODAY, Group.HOUR, Against.PREVIOUS)

    by_hour = {row.starts_at.hour: row for row in report.rows}
    assert by_hour[9].total == eur("2.40")
    assert (by_hour[15].total, by_hour[15].is_open) == (eur("7.60"), True)
    assert by_hour[16].total is None
    assert report.rows[report.open_at].starts_at.hour == 15
    assert (report.totals.purchases, report.totals.total) == (2, eur("10.00"))
    assert (report.totals.units, report.totals.average) == (3, eur("5.00"))
    assert report.earlier.so_far.total == eur("7.50")
    assert report.earlier.whole == eur("22.50")
    assert {each.name: each.total for each in report.branches} == {
        "Market Hall": eur("2.40"),
        "Harbour": eur("7.60"),
        "Web shop": eur("0"),
    }
    assert report.balances
    assert report.has_split_tenders
    assert report.as_of.isoformat() == "2026-11-20T15:20:00+01:00"


def test_a_day_of_25_hours_has_the_repeated_hour_twice(books, sell, clock):
    clock.set(datetime(2026, 10, 26, 12, tzinfo=UTC))
    sell("2026-10-25T02:30+02:00", tomatoes=1)
    sell("2026-10-25T02:30+01:00", mug=1)
    day = Question(Days(date(2026, 10, 25), date(2026, 10, 25)), "SMKT001")

    report = books.sales(day, Group.HOUR, Against.NONE)

    night = [(row.starts_at.isoformat(), str(row.total)) for row in report.rows[:3]]
    assert night == [
        ("2026-10-25T02:00:00+02:00", "2.40"),
        ("2026-10-25T02:00:00+01:00", "7.50"),
        ("2026-10-25T03:00:00+01:00", "0.00"),
    ]
    assert report.totals.total == eur("9.90")


def test_a_day_of_23_hours_has_none_that_clocks_skip(books, sell, clock):
    clock.set(datetime(2026, 3, 30, 12, tzinfo=UTC))
    sell("2026-03-29T01:59+01:00", tomatoes=1)
    sell("2026-03-29T03:00+02:00", mug=1)
    day = Question(Days(date(2026, 3, 29), date(2026, 3, 29)), "SMKT001")

    report = books.sales(day, Group.HOUR, Against.WEEK)

    assert [row.starts_at.hour for row in report.rows[:3]] == [1, 3, 4]
    assert [str(row.total) for row in report.rows[:2]] == ["2.40", "7.50"]


@pytest.mark.parametrize("group", [Group.DAY, Group.WEEK, Group.MONTH])
@pytest.mark.parametrize("against", list(Against))
def test_longer_periods_come_by_day_week_and_month(books, sell, group, against):
    sell("2026-11-02T10:00+01:00", mug=1)
    days = Days(date(2026, 9, 1), date(2026, 11, 30))

    report = books.sales(Question(days, None), group, against)

    assert Money.total((row.total for row in report.rows if row.total), "EUR") == eur("7.50")
    assert (report.earlier is None) == (against is Against.NONE)
    assert report.earlier is None or len(report.earlier.rows) == len(report.rows)


def test_products_that_tie_share_a_place(books, sell):
    sell("2026-11-20T10:00+01:00", tomatoes=2, loaf=2, mug=1)
    sell("2026-11-19T10:00+01:00", mug=5)

    found = books.products(TODAY, Against.PREVIOUS, 2)

    assert [(each.place, each.name, each.units, each.before) for each in found] == [
        ("1=", "Tomatoes", 2, 0),
        ("1=", "Sourdough loaf", 2, 0),
        ("2", "Coffee mug", 1, 5),
    ]


def test_loyal_buyers_are_named_and_guests_are_not(books, sell, execute):
    execute("INSERT INTO books.customer (id, name) VALUES (:id, 'Marta Ruiz')", id=MARTA)
    guest = uuid.uuid4()
    for buyer in (MARTA, MARTA, guest, uuid.uuid4()):
        sell("2026-11-20T10:00+01:00", customer=buyer, tomatoes=1)
    sell("2026-09-01T10:00+02:00", customer=guest, tomatoes=1)

    found = books.loyal_buyers(TODAY, 2, 10)
    ever = books.loyal_buyers(EVER, 2, 10)

    assert (found.buyers, found.loyal) == (3, 1)
    assert [(each.called, each.purchases, each.total) for each in found.listed] == [
        ("Marta Ruiz", 2, eur("4.80"))
    ]
    assert (ever.buyers, ever.loyal) == (3, 2)
    assert f"Guest {str(guest)[:8]}" in {each.called for each in ever.listed}


def test_ever_is_what_document_001_answers(books, books_app, sell):
    buyers = [uuid.uuid4() for _ in range(4)]
    for times, buyer in enumerate(buyers, start=1):
        for _ in range(times):
            sell("2026-11-20T10:00+01:00", customer=buyer, tomatoes=1)

    document = books_app.test_client().get("/dashboard/analytics?min_purchases=3").json
    ours = books.loyal_buyers(EVER, 3, 100)

    assert ours.buyers == document["unique_buyers"] == 4
    assert [(str(each.customer_id), each.purchases) for each in ours.listed] == [
        (each["user_id"], each["purchases"]) for each in document["loyal_buyers"]
    ]


def test_a_customer_is_found_with_all_that_they_bought(books, sell, execute):
    execute("INSERT INTO books.customer (id, name) VALUES (:id, 'Marta Ruiz')", id=MARTA)
    for minute in range(5):
        sell(f"2026-11-20T10:0{minute}+01:00", customer=MARTA, tomatoes=2, mug=1)

    assert [each.id for each in books.customers("ruiz", 10)] == [MARTA]
    assert [each.id for each in books.customers("11111111", 10)] == [MARTA]
    summary = books.summary(MARTA)
    assert (summary.purchases, summary.total) == (5, eur("61.50"))
    first = books.purchases(MARTA, None, 3, None)
    rest = books.purchases(MARTA, first.next, 3, None)
    minutes = [each.sold_at.minute for each in (*first.purchases, *rest.purchases)]
    assert minutes == [4, 3, 2, 1, 0]
    assert rest.next is None
    assert [(each.name, each.quantity) for each in first.purchases[0].lines] == [
        ("Tomatoes", 2),
        ("Coffee mug", 1),
    ]


def test_nobody_and_nothing_are_answers(books):
    assert books.summary(MARTA) is None
    assert books.purchases(MARTA, None, 10, None).purchases == []
    assert books.purchases(MARTA, "made-up", 10, None) is None
    assert books.customers("nobody at all", 10) == []
