"""Kept answers are never older than the newest sale or price, in any worker; unchanged ones cost a 304."""

import logging
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from api_service.app import create_app
from api_service.collaborators import Collaborators

REPORTS = [
    "/dashboard/analytics",
    "/cashier/users_orders_purchases",
    "/api/v1/reports/sales",
    "/api/v1/reports/products",
    "/api/v1/reports/customers",
    "/api/v1/reports/definitions",
]


@pytest.fixture
def worker(settings, clock):
    """Further applications on the same books, as other worker processes are."""
    made = []
    handlers = logging.getLogger().handlers[:]

    def make(**changes):
        own = settings.model_copy(update=changes)
        made.append(Collaborators.of(own, clock=clock))
        return create_app(own, made[-1]).test_client()

    yield make
    for each in made:
        each.database.close()
    logging.getLogger().handlers[:] = handlers


def buyers(client):
    return client.get("/dashboard/analytics").json["unique_buyers"]


def test_a_sale_is_in_the_next_answer_of_every_worker(worker, sell, client):
    other = worker()
    before = buyers(client), buyers(other), len(other.get("/cashier/users_orders_purchases").json)

    sell()

    assert before == (0, 0, 0)
    assert (buyers(client), buyers(other)) == (1, 1)
    assert len(other.get("/cashier/users_orders_purchases").json) == 1
    assert other.get("/api/v1/reports/sales").json["totals"]["purchases"] == 1


def test_a_sale_that_commits_late_is_in_the_next_answer(worker, client, sold, book, books, noon):
    other = worker()
    with books.database.transaction() as late:
        book(late, noon, buyer=2)
        sold(noon)
        before = buyers(client), buyers(other)

    assert before == (1, 1)
    assert (buyers(client), buyers(other)) == (2, 2)


def test_a_change_of_the_catalogue_is_in_the_next_answer_of_every_worker(
    worker, arrange, client, sold, noon
):
    sold(noon, lines={3: 1})
    workers = [client, worker()]
    for each in workers:
        each.get("/dashboard/analytics")

    arrange.execute(text("UPDATE catalog.product SET name = 'Tall mug' WHERE id = 3"))

    names = [each.get("/dashboard/analytics").json["top_products"][0]["name"] for each in workers]
    assert names == ["Tall mug", "Tall mug"]


def test_an_answer_is_kept_while_nothing_changes(client, clock):
    first = client.get("/dashboard/analytics").json
    clock.move(seconds=30)

    assert client.get("/dashboard/analytics").json == first


def test_nothing_is_kept_where_that_is_switched_off(worker, clock):
    client = worker(cache_seconds=0)
    first = client.get("/dashboard/analytics").json
    clock.move(seconds=1)

    assert client.get("/dashboard/analytics").json["generated_at"] > first["generated_at"]


def test_todays_sales_are_todays_after_midnight_though_nothing_was_sold(client, clock):
    clock.set(datetime(2026, 11, 20, 22, 59, 59, tzinfo=UTC))
    before = client.get("/api/v1/reports/sales").json["from"]
    clock.move(seconds=1)

    assert (before, client.get("/api/v1/reports/sales").json["from"]) == (
        "2026-11-20",
        "2026-11-21",
    )


@pytest.mark.parametrize("address", REPORTS)
def test_an_unchanged_answer_costs_no_body(client, worker, address):
    answer = client.get(address)

    again = worker().get(address, headers={"If-None-Match": answer.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize("address", REPORTS[:5])
def test_after_a_sale_the_answer_is_sent_again(client, sell, address):
    tag = client.get(address).headers["ETag"]
    for _ in range(3):
        sell(customer_id="6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44")

    again = client.get(address, headers={"If-None-Match": tag})

    assert again.status_code == 200
    assert again.headers["ETag"] != tag


def test_the_moment_of_an_answer_alone_does_not_change_its_tag(client, clock):
    first = client.get("/api/v1/reports/sales")
    clock.move(minutes=2)

    later = client.get("/api/v1/reports/sales")

    assert later.json["as_of"] > first.json["as_of"]
    assert later.headers["ETag"] == first.headers["ETag"]


def test_the_marker_changes_with_every_sale_and_with_nothing_else(client, sell, fold):
    sell()
    fold()
    markers = [client.get("/api/v1/reports/marker").json["marker"] for _ in range(2)]
    sell()
    markers.append(client.get("/api/v1/reports/marker").json["marker"])

    assert markers[0] == markers[1] != markers[2]


def test_every_number_is_explained_in_a_sentence(client):
    explained = client.get("/api/v1/reports/definitions").json["definitions"]

    assert {"revenue", "buyers", "loyal_buyers", "so_far"} <= {each["number"] for each in explained}
    assert all(each["meaning"].endswith(".") and each["name"] for each in explained)
    assert "364 days" in next(each["meaning"] for each in explained if each["number"] == "year")
