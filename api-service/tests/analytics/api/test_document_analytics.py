"""GET /dashboard/analytics, as document 001 has it."""

import json
import uuid

import pytest


@pytest.fixture
def ask(client):
    """The answer to GET /dashboard/analytics, read; the query goes along."""

    def get(query=""):
        response = client.get(f"/dashboard/analytics{query}")
        assert response.status_code == 200, response.text
        return json.loads(response.data)

    return get


def user(number):
    return str(uuid.UUID(int=number))


def test_an_empty_chain_has_nobody_and_nothing(ask):
    assert ask() == {
        "unique_buyers": 0,
        "loyal_buyers": [],
        "top_products": [],
        "generated_at": "2026-11-20T14:20:00Z",
    }


def test_buyers_and_products_are_counted_over_all_branches_and_all_time(ask, sold, fold):
    sold("2019-01-05T10:00:00+01:00", buyer=1, lines={1: 4})
    sold("2026-11-20T10:00:00+01:00", buyer=1, branch="SMKT002", lines={2: 2})
    fold()
    sold("2026-11-20T10:01:00+01:00", buyer=1, lines={3: 1})
    sold("2026-11-20T10:02:00+01:00", buyer=2, lines={2: 1})

    answer = ask()

    assert answer["unique_buyers"] == 2
    assert answer["loyal_buyers"] == [{"user_id": user(1), "purchases": 3}]
    assert answer["top_products"] == [
        {"product_id": 1, "name": "Tomatoes", "units": 4},
        {"product_id": 2, "name": "Sourdough loaf", "units": 3},
        {"product_id": 3, "name": "Coffee mug", "units": 1},
    ]


def test_the_three_highest_counts_are_listed_with_all_that_share_them(ask, sold, arrange):
    arrange.exec_driver_sql(
        "INSERT INTO catalog.product (id, code, name, department, vat_code) VALUES "
        "(4, 'TEA', 'Tea', 'goods', 'reduced'), (5, 'SALT', 'Salt', 'goods', 'reduced');"
        "INSERT INTO catalog.price (product_id, version, amount_minor) VALUES (4, 1, 100), (5, 1, 100)"
    )
    sold("2026-11-20T10:00:00+01:00", lines={1: 5, 2: 5, 3: 4, 4: 3, 5: 2})

    assert [(each["product_id"], each["units"]) for each in ask()["top_products"]] == [
        (1, 5),
        (2, 5),
        (3, 4),
        (4, 3),
    ]


def test_loyal_buyers_come_most_purchases_first_and_then_by_id(ask, sold):
    for buyer, purchases in ((7, 2), (5, 3), (9, 3), (2, 1)):
        for _ in range(purchases):
            sold("2026-11-20T10:00:00+01:00", buyer=buyer)

    assert ask("?min_purchases=2")["loyal_buyers"] == [
        {"user_id": user(5), "purchases": 3},
        {"user_id": user(9), "purchases": 3},
        {"user_id": user(7), "purchases": 2},
    ]


def test_a_list_that_is_cut_says_how_many_loyal_buyers_there_are(ask, arrange):
    arrange.exec_driver_sql(
        "INSERT INTO books.customer (id) SELECT gen_random_uuid() FROM generate_series(1, 1003);"
        "INSERT INTO books.purchase (id, branch_id, customer_id, origin, sold_at, currency, total_minor, fingerprint) "
        "SELECT gen_random_uuid(), 'SMKT001', id, 'import', now(), 'EUR', 0, '' FROM books.customer"
    )

    answer = ask("?min_purchases=1")

    assert len(answer["loyal_buyers"]) == 1000
    assert answer["loyal_buyers_total"] == 1003


def test_what_the_web_sells_counts(ask, sold):
    sold("2026-11-20T10:00:00+01:00", branch="WEB")

    assert ask("?min_purchases=1")["unique_buyers"] == 1


def test_history_from_elsewhere_is_not_counted(ask, sold):
    sold("2026-11-20T10:00:00+01:00", branch="ELSEWHERE")

    assert ask("?min_purchases=1")["unique_buyers"] == 0


@pytest.mark.parametrize("wrong", ["0", "-1", "many", "", "1.5", "99999999999999999999"])
def test_a_threshold_that_is_no_count_is_refused(client, wrong):
    refused = client.get(f"/dashboard/analytics?min_purchases={wrong}")

    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "?min_purchases"


def test_an_unknown_parameter_is_refused(client):
    assert client.get("/dashboard/analytics?minimum=3").status_code == 422
