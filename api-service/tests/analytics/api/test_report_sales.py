"""GET /api/v1/reports/sales on ordinary days; it is 15:20 on a Friday in Amsterdam."""

import pytest


def eur(minor):
    return {"minor": minor, "currency": "EUR"}


@pytest.fixture
def two_days(sold, fold):
    """Yesterday and today: two sales each before this time, one yesterday after it."""
    sold("2026-11-19T09:30:00+01:00", buyer=1, lines={1: 1})
    sold("2026-11-19T15:10:00+01:00", buyer=2, lines={2: 2})
    sold("2026-11-19T15:20:00+01:00", buyer=3, lines={3: 1})
    fold()
    sold("2026-11-20T09:05:00+01:00", buyer=1, lines={3: 1, 1: 2})
    sold("2026-11-20T15:19:00+01:00", buyer=1, lines={2: 1}, branch="SMKT002", tender="card")


def busy(rows):
    return {row["starts_at"]: row["total"]["minor"] for row in rows if row["purchases"]}


@pytest.mark.usefixtures("two_days")
def test_without_days_it_is_today_by_the_hour_against_yesterday(report):
    answer = report("sales")

    assert (answer["from"], answer["to"]) == ("2026-11-20", "2026-11-20")
    assert (answer["group"], answer["compare"], answer["branch"]) == ("hour", "previous", None)
    assert (answer["time_zone"], answer["currency"]) == ("Europe/Amsterdam", "EUR")
    assert answer["as_of"] == "2026-11-20T14:20:00Z"
    assert busy(answer["rows"]) == {
        "2026-11-20T09:00:00+01:00": 1230,
        "2026-11-20T15:00:00+01:00": 380,
    }


@pytest.mark.usefixtures("two_days")
def test_the_totals_are_those_of_the_period(report):
    assert report("sales")["totals"] == {
        "purchases": 2,
        "total": eur(1610),
        "average": eur(805),
        "units": 4,
        "buyers": 1,
    }


@pytest.mark.usefixtures("two_days")
def test_yesterday_is_told_whole_and_as_far_as_today_has_come(report):
    compared = report("sales")["compared"]

    assert (compared["from"], compared["to"]) == ("2026-11-19", "2026-11-19")
    assert compared["whole"] == {"purchases": 3, "total": eur(1750)}
    assert compared["so_far"] == {
        "purchases": 2,
        "total": eur(1000),
        "average": eur(500),
        "units": 3,
        "buyers": 2,
    }


@pytest.mark.usefixtures("two_days")
def test_the_rows_of_yesterday_stand_beside_those_of_today(report):
    answer = report("sales")

    assert len(answer["compared"]["rows"]) == len(answer["rows"])
    assert busy(answer["compared"]["rows"]) == {
        "2026-11-19T09:00:00+01:00": 240,
        "2026-11-19T15:00:00+01:00": 1510,
    }
    assert [row["starts_at"][11:] for row in answer["rows"]] == [
        row["starts_at"][11:] for row in answer["compared"]["rows"]
    ]


@pytest.mark.usefixtures("two_days")
def test_every_branch_has_its_part_and_what_it_had_at_this_time_before(report):
    assert report("sales")["branches"] == [
        {
            "branch_id": "SMKT001",
            "name": "Market Hall",
            "purchases": 1,
            "total": eur(1230),
            "refunded": eur(0),
            "compared_total": eur(1000),
        },
        {
            "branch_id": "SMKT002",
            "name": "Harbour",
            "purchases": 1,
            "total": eur(380),
            "refunded": eur(0),
            "compared_total": eur(0),
        },
        {
            "branch_id": "WEB",
            "name": "Web shop",
            "purchases": 0,
            "total": eur(0),
            "refunded": eur(0),
            "compared_total": eur(0),
        },
    ]


@pytest.mark.usefixtures("two_days")
def test_tenders_say_what_was_paid_with(report):
    assert report("sales")["tenders"] == [
        {"kind": "cash", "purchases": 1, "total": eur(1230)},
        {"kind": "card", "purchases": 1, "total": eur(380)},
    ]


@pytest.mark.usefixtures("two_days")
def test_one_branch_is_reported_alone(report):
    answer = report("sales", branch="SMKT002")

    assert answer["totals"]["total"] == eur(380)
    assert [each["branch_id"] for each in answer["branches"]] == ["SMKT002"]
    assert answer["compared"]["whole"]["purchases"] == 0
    assert [each["kind"] for each in answer["tenders"]] == ["card"]


def test_hours_are_over_open_or_yet_to_come(report):
    states = {row["starts_at"][11:13]: row["state"] for row in report("sales")["rows"]}

    assert list(states) == [f"{hour:02}" for hour in range(8, 20)]
    assert (states["14"], states["15"], states["16"]) == ("past", "open", "future")


def test_a_day_of_nothing_is_a_row_of_zeros_in_every_hour(report):
    answer = report("sales")

    assert {(row["purchases"], row["total"]["minor"]) for row in answer["rows"]} == {(0, 0)}
    assert answer["totals"]["average"] == eur(0)


def test_hours_reach_from_the_first_sale_to_the_last_of_either_day(report, sold):
    sold("2026-11-19T06:59:00+01:00")
    sold("2026-11-20T22:00:00+01:00")

    hours = [row["starts_at"][11:13] for row in report("sales")["rows"]]

    assert hours == [f"{hour:02}" for hour in range(6, 23)]


@pytest.mark.parametrize(
    ("compare", "first", "last"),
    [
        ("previous", "2026-11-15", "2026-11-17"),
        ("week", "2026-11-11", "2026-11-13"),
        ("year", "2025-11-19", "2025-11-21"),
    ],
)
def test_some_days_are_compared_with_as_many_earlier_ones(report, compare, first, last):
    answer = report("sales", since="2026-11-18", to="2026-11-20", compare=compare)

    assert answer["group"] == "day"
    assert (answer["compared"]["from"], answer["compared"]["to"]) == (first, last)
    assert len(answer["compared"]["rows"]) == len(answer["rows"]) == 3


def test_nothing_needs_to_be_compared(report):
    answer = report("sales", compare="none")

    assert answer["compared"] is None
    assert {each["compared_total"] for each in answer["branches"]} == {None}


@pytest.mark.usefixtures("two_days")
def test_days_that_are_over_are_compared_whole(report):
    answer = report("sales", since="2026-11-19", to="2026-11-19", compare="week")
    other = report("sales", since="2026-11-26", to="2026-11-26", compare="week")

    assert answer["compared"]["so_far"]["total"] == answer["compared"]["whole"]["total"] == eur(0)
    assert other["compared"]["so_far"]["total"] == other["compared"]["whole"]["total"] == eur(1750)


@pytest.mark.usefixtures("two_days")
def test_a_week_that_is_not_over_is_compared_up_to_the_same_weekday_and_time(report, sold):
    sold("2026-11-13T15:19:00+01:00", lines={3: 1})
    sold("2026-11-13T15:21:00+01:00", lines={3: 10})
    sold("2026-11-14T09:00:00+01:00", lines={3: 100})

    compared = report("sales", since="2026-11-16", to="2026-11-22")["compared"]

    assert compared["so_far"]["total"] == eur(750)
    assert compared["whole"]["total"] == eur(750 * 111)


def test_weeks_and_months_sum_their_days(report, sold, fold):
    for day in range(1, 21):
        sold(f"2026-11-{day:02}T12:00:00+01:00", lines={3: 1})
    fold()

    weeks = report("sales", since="2026-10-30", to="2026-11-20", group="week")
    months = report("sales", since="2026-10-30", to="2026-11-20", group="month")

    assert {row["starts_at"][:10]: row["purchases"] for row in weeks["rows"]} == {
        "2026-10-30": 1,
        "2026-11-02": 7,
        "2026-11-09": 7,
        "2026-11-16": 5,
    }
    assert {row["starts_at"][:10]: row["purchases"] for row in months["rows"]} == {
        "2026-10-30": 0,
        "2026-11-01": 20,
    }


def test_what_the_web_sells_counts(report, sold):
    sold("2026-11-20T10:00:00+01:00", branch="WEB")

    assert report("sales")["totals"]["purchases"] == 1
    assert report("sales", branch="WEB")["totals"]["purchases"] == 1


def test_history_from_elsewhere_is_reported_when_its_branch_is_asked_for(report, sold):
    sold("2026-11-20T10:00:00+01:00", branch="ELSEWHERE")

    assert report("sales")["totals"]["purchases"] == 0
    assert report("sales", branch="ELSEWHERE")["totals"]["purchases"] == 1


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("from=2026-11-20&to=2026-11-19", "?from"),
        ("from=2026-11-10&to=2026-11-20&group=hour", "?group"),
        ("from=2025-01-01&to=2026-11-20&group=day", "?group"),
        ("from=1990-01-01&group=month", "?group"),
        ("from=1900-01-01&to=1900-01-01", "?from"),
        ("from=20.11.2026", "?from"),
        ("group=minute", "?group"),
        ("compare=tomorrow", "?compare"),
        ("branch=", "?branch"),
        ("since_ever=yes", "?since_ever"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(client, query, pointer):
    refused = client.get(f"/api/v1/reports/sales?{query}")

    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("name", ["sales", "products", "customers"])
def test_an_unknown_branch_is_refused(client, name):
    refused = client.get(f"/api/v1/reports/{name}?branch=NOWHERE")

    assert refused.status_code == 422
    assert refused.json["code"] == "unknown_branch"
