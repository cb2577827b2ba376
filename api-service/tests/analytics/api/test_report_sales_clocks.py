"""GET /api/v1/reports/sales where clocks change, and where they show different times."""

from datetime import datetime

import pytest
from sqlalchemy import text

SPRING, AUTUMN = "2026-03-29", "2026-10-25"


def eur(minor):
    return {"minor": minor, "currency": "EUR"}


def at(moment):
    return datetime.fromisoformat(moment)


@pytest.fixture
def round_the_clock(arrange):
    """A sale every half hour from 24 October to 27 October, and from 28 to 31 March."""
    arrange.execute(
        text("""
        INSERT INTO books.customer (id) VALUES ('00000000-0000-0000-0000-000000000001');
        INSERT INTO books.purchase
          (id, branch_id, customer_id, origin, sold_at, currency, total_minor, fingerprint)
        SELECT gen_random_uuid(), 'SMKT001', '00000000-0000-0000-0000-000000000001', 'import', moment, 'EUR', 100, ''
        FROM (
          SELECT generate_series(timestamptz '2026-10-23 22:00Z', '2026-10-27 22:30Z', '30 minutes')
          UNION ALL
          SELECT generate_series(timestamptz '2026-03-27 23:00Z', '2026-03-31 21:30Z', '30 minutes')
        ) AS sales (moment)
        """)
    )


@pytest.fixture(params=[True, False], ids=["folded", "fresh"])
def folded_or_not(request, fold, round_the_clock):  # noqa: ARG001  # these are the sales to fold
    """The same sales from the rollups and from the tail."""
    if request.param:
        fold()


@pytest.mark.usefixtures("folded_or_not")
@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), ("2026-10-26", 24)])
def test_a_days_total_is_the_sum_of_its_hours(report, day, hours):
    by_hour = report("sales", since=day, to=day, group="hour", compare="none")
    by_day = report("sales", since=day, to=day, group="day", compare="none")

    assert [row["purchases"] for row in by_hour["rows"]] == [2] * hours
    assert [row["purchases"] for row in by_day["rows"]] == [2 * hours]
    assert by_hour["totals"] == by_day["totals"]
    assert by_hour["totals"]["total"] == eur(200 * hours)


@pytest.mark.usefixtures("round_the_clock")
def test_the_hour_that_clocks_repeat_is_shown_twice(report):
    rows = report("sales", since=AUTUMN, to=AUTUMN)["rows"]

    assert [row["starts_at"] for row in rows][1:5] == [
        "2026-10-25T01:00:00+02:00",
        "2026-10-25T02:00:00+02:00",
        "2026-10-25T02:00:00+01:00",
        "2026-10-25T03:00:00+01:00",
    ]


@pytest.mark.usefixtures("round_the_clock")
def test_the_hour_that_clocks_skip_is_not_shown(report):
    rows = report("sales", since=SPRING, to=SPRING)["rows"]

    assert [row["starts_at"] for row in rows][1:3] == [
        "2026-03-29T01:00:00+01:00",
        "2026-03-29T03:00:00+02:00",
    ]


@pytest.mark.usefixtures("folded_or_not")
@pytest.mark.parametrize(
    ("now", "day", "compared_hours", "so_far"),
    [
        ("2026-10-25T15:20:00+01:00", AUTUMN, 24, 31),
        # the day of 25 hours had an hour more behind it when its clocks showed 15:20, that of 23 an hour less
        ("2026-10-26T15:20:00+01:00", "2026-10-26", 25, 33),
        ("2026-03-29T15:20:00+02:00", SPRING, 24, 31),
        ("2026-03-30T15:20:00+02:00", "2026-03-30", 23, 29),
    ],
)
def test_so_far_ends_when_the_clocks_showed_the_same_time(
    report, clock, now, day, compared_hours, so_far
):
    clock.set(at(now))

    compared = report("sales")["compared"]

    assert report("sales")["from"] == day
    assert compared["whole"]["purchases"] == 2 * compared_hours
    assert sum(row["purchases"] for row in compared["rows"]) == 2 * compared_hours
    assert compared["so_far"]["purchases"] == so_far


@pytest.fixture
def world(arrange):
    """Branches in Tokyo and New York beside those in Amsterdam."""
    arrange.execute(
        text(
            "INSERT INTO catalog.branch VALUES ('TOKYO', 'Tokyo', 'shop', '', 'Asia/Tokyo'), "
            "('NEWYORK', 'New York', 'shop', '', 'America/New_York')"
        )
    )


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("folded", [True, False])
def test_every_branch_sums_by_its_own_days(report, sold, fold, folded):
    # the 19th in all three, though it is the 18th, the 19th and the 20th in UTC
    sold("2026-11-19T00:30:00+09:00", branch="TOKYO", lines={1: 1})
    sold("2026-11-19T12:00:00+01:00", branch="SMKT001", lines={2: 1})
    sold("2026-11-19T23:30:00-05:00", branch="NEWYORK", lines={3: 1})
    # and not the 19th where it was sold, though it is in Amsterdam
    sold("2026-11-20T00:30:00+09:00", branch="TOKYO", lines={1: 100})
    sold("2026-11-18T23:30:00-05:00", branch="NEWYORK", lines={1: 100})
    if folded:
        fold()

    answer = report("sales", since="2026-11-19", to="2026-11-19")

    assert answer["totals"]["total"] == eur(240 + 380 + 750)
    assert {
        row["starts_at"][11:16]: row["purchases"] for row in answer["rows"] if row["purchases"]
    } == {
        "00:00": 1,
        "12:00": 1,
        "23:00": 1,
    }
    assert {each["branch_id"]: each["total"]["minor"] for each in answer["branches"]} == {
        "NEWYORK": 750,
        "SMKT001": 380,
        "SMKT002": 0,
        "TOKYO": 240,
        "WEB": 0,
    }


@pytest.mark.usefixtures("world")
def test_today_is_the_branchs_or_the_companys(report, clock):
    clock.set(at("2026-11-20T22:30:00+01:00"))

    assert report("sales", branch="TOKYO")["from"] == "2026-11-21"
    assert report("sales", branch="NEWYORK")["from"] == "2026-11-20"
    assert report("sales")["from"] == "2026-11-20"
    assert report("sales", branch="TOKYO")["time_zone"] == "Asia/Tokyo"
    assert report("sales", branch="TOKYO")["rows"][0]["starts_at"] == "2026-11-21T08:00:00+09:00"


@pytest.mark.usefixtures("world")
def test_each_branch_is_compared_up_to_its_own_time_of_day(report, sold, clock):
    # 15:20 in Amsterdam is 23:20 in Tokyo and 9:20 in New York
    clock.set(at("2026-11-20T15:20:00+01:00"))
    sold("2026-11-19T23:00:00+09:00", branch="TOKYO", lines={1: 1})
    sold("2026-11-19T23:30:00+09:00", branch="TOKYO", lines={1: 10})
    sold("2026-11-19T09:00:00-05:00", branch="NEWYORK", lines={1: 100})
    sold("2026-11-19T09:30:00-05:00", branch="NEWYORK", lines={1: 1000})

    compared = report("sales")["compared"]

    assert compared["so_far"]["units"] == 101
    assert compared["whole"]["total"] == eur(240 * 1111)
