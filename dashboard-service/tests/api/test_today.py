"""The first page says how it goes in one sentence, and everything else below it."""

from dataclasses import replace

import pytest

from common.money import Money
from dashboard_service.models.figures import LoyalBuyers, TenderSum
from dashboard_service.models.period import Against


def eur(text):
    return Money.parse(text, "EUR")


def headline(seen):
    return seen.headings[0].replace("\u00a0", " ")


def test_the_first_line_has_three_numbers(look):
    assert headline(look()) == (
        "3283.40 so far today, 5.6 % more than yesterday at this time, from 214 sales."
    )


def test_last_weeks_same_day_stands_right_under_it(look):
    assert "2.1 % less than last Friday at this time." in look().words


def test_compared_with_last_friday_yesterday_stands_under_it(look):
    seen = look("/?compare=week")

    assert "2.1 % less than last Friday at this time, from" in headline(seen)
    assert "5.6 % more than yesterday at this time." in seen.words


def test_compared_with_nothing_only_the_amount_is_said(look):
    seen = look("/?compare=none")

    assert headline(seen) == "3283.40 so far today, from 214 sales."
    assert "than" not in seen.words.split("Takings")[0]


def test_a_year_in_which_nothing_was_sold_is_said_in_words(look):
    seen = look("/?compare=year")

    assert headline(seen) == "3283.40 so far today, from 214 sales."
    assert "Nothing was sold the same Friday last year." in seen.words


def test_a_day_that_was_shut_until_now_is_said_in_words(look, books):
    books.earlier[Against.PREVIOUS] = replace(books.earlier[Against.PREVIOUS], total=eur("0"))

    assert "Nothing had been sold yesterday at this time." in look().words


def test_as_much_as_before_is_neither_more_nor_less(look, books):
    books.earlier[Against.PREVIOUS] = replace(
        books.earlier[Against.PREVIOUS], total=books.report.totals.total
    )

    assert "as much as yesterday at this time" in headline(look())


def test_a_morning_before_the_first_sale_says_what_yesterday_had(look, books):
    books.report = replace(
        books.report, totals=replace(books.report.totals, purchases=0, total=eur("0"))
    )

    assert headline(look()) == "Nothing sold yet today, against 3109.28 yesterday at this time."


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("period=yesterday", "yesterday, 5.6 % more than the day before, from"),
        (
            "period=7days",
            "in the last 7 days, 5.6 % more than the 7 days before at this time, from",
        ),
        ("period=28days", "in the last 28 days, 5.6 % more than the 28 days before at this time"),
        ("from=2026-11-03", "on 3 Nov 2026, 5.6 % more than the day before, from"),
        ("from=2026-11-03&compare=week", "2.1 % less than the Tuesday before, from"),
        ("from=2026-11-01&to=2026-11-10", "between 1 Nov and 10 Nov 2026, 5.6 % more than the 10"),
        ("from=2025-12-30&to=2026-01-02", "between 30 Dec 2025 and 2 Jan 2026"),
        ("from=2026-11-20", "so far today, 5.6 % more than yesterday at this time"),
    ],
)
def test_other_days_are_called_as_people_call_them(look, query, words):
    assert words in headline(look(f"/?{query}"))


def test_beside_the_sentence_stand_what_a_sale_brings_and_who_bought(look):
    words = look().words

    assert "Average sale 15.34 ▲up 1.1 %" in words
    assert "Unique buyers 187 ▲up 9" in words
    assert "Units 642 ▲up 42" in words
    assert "Loyal buyers 148 of 612 in 28 days" in words


def test_the_chart_says_its_hours_and_has_them_in_a_table(look):
    rows = look().tables["Takings by the hour"]

    assert rows[0] == ["Hour", "Today", "Yesterday, 5,730 in all"]
    assert rows[3] == ["10", "402.10", "377.00"]
    assert rows[8] == ["15 this hour, still open", "168.30", "431.00"]
    assert rows[9] == ["16", "", "473.00"]


def test_every_panel_has_its_table(look):
    tables = look().tables

    assert tables["the branches"][1:] == [
        ["Market Hall", "144", "2305.05", "2103.30"],
        ["Harbour", "70", "978.35", "1005.10"],
    ]
    assert tables["the top products"][3] == ["3=", "Tomatoes", "61", "146.40", "49"]
    assert tables["the loyal buyers"][1:] == [
        ["Marta Ruiz", "14", "284.20"],
        ["Guest 4f2c9a1e", "9", "121.35"],
    ]


def test_a_tie_is_explained(look):
    assert "Two products tie for third, so four are shown." in look().words


def test_several_ties_are_explained_together(look, books):
    books.ranking = [replace(each, rank=1, tied=True) for each in books.ranking[:2]] + [
        replace(each, rank=2) for each in books.ranking[2:]
    ]

    assert "Products that tie share a place." in look().words


def test_the_page_says_who_counts_as_loyal_and_lets_that_be_changed(look, books):
    seen = look("/?min_purchases=5&branch=SMKT001")

    assert seen.fields["min_purchases"] == "5"
    assert "148 of 612 buyers came 5 times or more." in seen.words
    assert books.thresholds == [5]
    assert seen.fields["branch"] == "SMKT001"


def test_loyalty_can_be_counted_since_ever(look, books):
    seen = look("/?buyers=ever")

    assert books.questions[-1].days is None
    assert "Purchases and spend ever." in seen.words


def test_tenders_that_come_to_the_sales_get_the_double_rule(look, client):
    assert "Tenders equal sales 214 3283.40" in look().words
    assert 'class="double"' in client.get("/").text


def test_tenders_that_do_not_come_to_the_sales_are_not_said_to(look, books, client):
    books.report = replace(books.report, tenders=[TenderSum("cash", 214, eur("3283.39"))])

    words = look().words
    assert "Tenders do not equal sales" in words
    assert "Tenders equal sales" not in words
    assert 'class="double"' not in client.get("/").text


def test_every_number_has_its_meaning_at_hand(look, client):
    html = client.get("/").text
    seen = look()

    pressed = {part.split('"')[0] for part in html.split('popovertarget="')[1:]} - {"menu"}
    assert {"means-revenue", "means-so_far", "means-purchases", "means-loyal_buyers"} <= pressed
    assert pressed <= seen.ids
    assert "What average means." in seen.words


def test_a_chain_without_a_sale_says_what_to_do_first(look, books):
    books.report = replace(
        books.report, totals=replace(books.report.totals, purchases=0, total=eur("0"))
    )
    books.earlier = dict.fromkeys(Against, books.earlier[Against.YEAR])
    books.loyal = LoyalBuyers(0, 0, [])

    seen = look()
    assert headline(seen) == "Nothing sold yet today."
    assert "What to do first" in seen.headings
    assert seen.links["Invite somebody"] == "/staff/invite"
    assert "import products" not in seen.words

    past = look("/?from=2020-01-01&to=2020-01-03")
    assert headline(past) == "Nothing sold between 1 Jan and 3 Jan 2020."
    assert "Choose other days or another branch" in past.words
    assert "What to do first" not in past.headings


def test_a_chain_without_products_is_told_how_to_bring_them(look, books, clock):
    test_a_chain_without_a_sale_says_what_to_do_first(look, books)
    clock.move(seconds=1)
    books.sells, books.mark, books.ranking = False, "no products", []

    assert "./mercato import products FILE" in look().words
    assert "./mercato import products FILE" in look("/products").words
