"""GET /api/v1/reports/customers and /api/v1/customers/{id}/summary: who comes back, and what one customer spent."""

import uuid

import pytest
from sqlalchemy import text


def eur(minor):
    return {"minor": minor, "currency": "EUR"}


def buyers(answer):
    return [(uuid.UUID(each["customer_id"]).int, each["purchases"]) for each in answer["customers"]]


@pytest.fixture
def visits(sold, fold):
    """Three customers in two branches; the second is called Nora."""
    for day, buyer, branch in (
        ("01", 1, "SMKT001"),
        ("02", 2, "SMKT001"),
        ("03", 2, "SMKT002"),
        ("04", 2, "SMKT001"),
        ("05", 3, "SMKT002"),
        ("06", 3, "SMKT002"),
    ):
        sold(f"2026-11-{day}T12:00:00+01:00", buyer=buyer, branch=branch)
        if day == "04":
            fold()


@pytest.fixture
def nora(arrange, visits):  # noqa: ARG001  # she has to have come before she gets a name
    """The second customer has a name."""
    arrange.execute(
        text("UPDATE books.customer SET name = 'Nora Vane' WHERE id = :id"),
        {"id": uuid.UUID(int=2)},
    )


@pytest.mark.usefixtures("nora")
def test_without_days_it_is_all_time(report):
    answer = report("customers", min_purchases=2)

    assert (answer["from"], answer["to"]) == (None, None)
    assert (answer["buyers"], answer["loyal"], answer["min_purchases"]) == (3, 2, 2)
    assert answer["customers"] == [
        {
            "customer_id": str(uuid.UUID(int=2)),
            "name": "Nora Vane",
            "purchases": 3,
            "total": eur(1140),
            "last_purchase_at": "2026-11-04T11:00:00Z",
        },
        {
            "customer_id": str(uuid.UUID(int=3)),
            "name": None,
            "purchases": 2,
            "total": eur(760),
            "last_purchase_at": "2026-11-06T11:00:00Z",
        },
    ]


@pytest.mark.usefixtures("visits")
def test_the_threshold_is_the_chains_unless_another_is_named(report):
    answer = report("customers")

    assert (answer["min_purchases"], answer["loyal"]) == (3, 1)


@pytest.mark.usefixtures("visits")
def test_a_range_of_days_counts_only_its_own_purchases(report):
    answer = report("customers", since="2026-11-03", to="2026-11-05", min_purchases=1)

    assert (answer["buyers"], answer["loyal"]) == (2, 2)
    assert buyers(answer) == [(2, 2), (3, 1)]


@pytest.mark.usefixtures("visits")
def test_a_branch_counts_only_its_own_purchases(report):
    ever = report("customers", branch="SMKT002", min_purchases=1)
    some = report("customers", branch="SMKT002", min_purchases=1, since="2026-11-01")

    assert buyers(ever) == buyers(some) == [(3, 2), (2, 1)]


@pytest.mark.usefixtures("visits")
def test_the_list_can_be_cut_and_the_counts_stay(report):
    for days in ({}, {"since": "2026-11-01"}):
        answer = report("customers", min_purchases=1, limit=1, **days)
        assert (answer["buyers"], answer["loyal"], buyers(answer)) == (3, 3, [(2, 3)])


@pytest.mark.usefixtures("visits")
def test_a_range_in_which_nobody_came_often_still_counts_buyers(report):
    answer = report("customers", since="2026-11-01", to="2026-11-01")

    assert (answer["buyers"], answer["loyal"], answer["customers"]) == (1, 0, [])


@pytest.mark.parametrize("wrong", ["min_purchases=0", "limit=0", "limit=1001", "to=tomorrow"])
def test_a_question_that_makes_no_sense_is_refused(client, wrong):
    assert client.get(f"/api/v1/reports/customers?{wrong}").status_code == 422


@pytest.mark.parametrize("folded", [True, False])
def test_a_summary_holds_all_that_somebody_bought_anywhere(client, sold, fold, folded):
    sold("2024-01-15T12:00:00+01:00", buyer=5, branch="ELSEWHERE", lines={3: 2})
    sold("2026-11-19T12:00:00+01:00", buyer=5)
    if folded:
        fold()
    sold("2026-11-20T12:00:00+01:00", buyer=5, branch="SMKT002")

    summary = client.get(f"/api/v1/customers/{uuid.UUID(int=5)}/summary")

    assert summary.json == {
        "customer_id": str(uuid.UUID(int=5)),
        "name": None,
        "purchases": 3,
        "total": eur(2260),
        "first_purchase_at": "2024-01-15T11:00:00Z",
        "last_purchase_at": "2026-11-20T11:00:00Z",
    }


def test_a_customer_who_never_bought_has_a_summary_of_nothing(client):
    entered = client.post("/api/v1/customers", json={"name": "Ada Wren"}).json

    summary = client.get(f"/api/v1/customers/{entered['id']}/summary").json

    assert (summary["name"], summary["purchases"], summary["total"]) == ("Ada Wren", 0, eur(0))
    assert summary["first_purchase_at"] is None


def test_nobody_has_no_summary(client):
    missing = client.get(f"/api/v1/customers/{uuid.uuid4()}/summary")

    assert missing.status_code == 404
    assert missing.json["code"] == "customer_not_found"
