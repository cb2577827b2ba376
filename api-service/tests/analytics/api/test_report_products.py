"""GET /api/v1/reports/products: what sells best."""

import pytest


def eur(minor):
    return {"minor": minor, "currency": "EUR"}


def units(answer):
    return [(each["rank"], each["product_id"], each["units"]) for each in answer["products"]]


@pytest.fixture
def some_months(sold, fold):
    """Tomatoes in summer, loaves in autumn, mugs in Harbour; some of it not folded yet."""
    sold("2026-07-31T12:00:00+02:00", lines={1: 50})
    sold("2026-08-15T12:00:00+02:00", lines={1: 7})
    sold("2026-09-01T00:00:00+02:00", lines={2: 9})
    fold()
    sold("2026-10-31T23:59:59+01:00", lines={2: 3})
    sold("2026-11-01T00:00:00+01:00", branch="SMKT002", lines={3: 4})
    sold("2026-11-19T16:00:00+01:00", lines={2: 20})


@pytest.mark.usefixtures("some_months")
def test_without_days_it_is_all_time(report):
    answer = report("products")

    assert (answer["from"], answer["to"], answer["compare"]) == (None, None, "none")
    assert units(answer) == [(1, 1, 57), (2, 2, 32), (3, 3, 4)]
    assert answer["products"][0] == {
        "rank": 1,
        "tied": False,
        "product_id": 1,
        "name": "Tomatoes",
        "units": 57,
        "total": eur(57 * 240),
        "compared_units": None,
    }


@pytest.mark.usefixtures("some_months")
def test_a_range_takes_whole_months_and_the_days_beside_them(report):
    answer = report("products", since="2026-08-15", to="2026-11-01")

    assert units(answer) == [(1, 2, 12), (2, 1, 7), (3, 3, 4)]


@pytest.mark.usefixtures("some_months")
@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2026-08-01", "2026-10-31", [(1, 2, 12), (2, 1, 7)]),
        ("2026-08-16", "2026-08-31", []),
        ("2026-09-01", "2026-09-01", [(1, 2, 9)]),
        ("2026-10-31", "2026-11-01", [(1, 3, 4), (2, 2, 3)]),
    ],
)
def test_the_first_and_last_days_of_a_range_are_in_it(report, first, last, expected):
    assert units(report("products", since=first, to=last)) == expected


@pytest.mark.usefixtures("some_months")
def test_a_branch_is_ranked_alone(report):
    assert units(report("products", branch="SMKT002")) == [(1, 3, 4)]
    assert units(report("products", branch="SMKT002", since="2026-11-01")) == [(1, 3, 4)]


@pytest.mark.usefixtures("some_months")
def test_places_can_be_limited(report):
    assert units(report("products", limit=1)) == [(1, 1, 57)]


def test_products_with_the_same_count_share_a_place(report, sold):
    sold("2026-11-20T12:00:00+01:00", lines={1: 5, 2: 5, 3: 1})

    for days in ({}, {"since": "2026-11-20"}):
        ranked = report("products", limit=2, **days)["products"]
        assert [(each["rank"], each["tied"]) for each in ranked] == [
            (1, True),
            (1, True),
            (2, False),
        ]


@pytest.mark.parametrize("folded", [True, False])
def test_units_are_compared_with_those_sold_by_this_time_before(report, sold, fold, folded):
    sold("2026-11-19T15:19:00+01:00", lines={1: 2})
    sold("2026-11-19T15:21:00+01:00", lines={1: 40})
    sold("2026-11-13T10:00:00+01:00", lines={1: 3})
    sold("2026-11-20T09:00:00+01:00", lines={1: 1})
    if folded:
        fold()

    yesterday = report("products", since="2026-11-20", to="2026-11-20")
    last_week = report("products", since="2026-11-20", to="2026-11-20", compare="week")
    nothing = report("products", since="2026-11-20", to="2026-11-20", compare="none")

    compared = [
        answer["products"][0]["compared_units"] for answer in (yesterday, last_week, nothing)
    ]
    assert compared == [2, 3, None]


@pytest.mark.parametrize("wrong", ["limit=0", "limit=1001", "limit=some", "from=2026-13-01"])
def test_a_question_that_makes_no_sense_is_refused(client, wrong):
    assert client.get(f"/api/v1/reports/products?{wrong}").status_code == 422
