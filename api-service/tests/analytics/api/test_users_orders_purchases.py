"""GET /cashier/users_orders_purchases, as document 001 has it."""

import json
import uuid

import pytest


@pytest.fixture
def crowd(arrange):
    """2,300 customers with a purchase each, some of them at the same moment."""
    arrange.exec_driver_sql(
        "INSERT INTO books.customer (id) SELECT gen_random_uuid() FROM generate_series(1, 2300);"
        "INSERT INTO books.purchase (id, branch_id, customer_id, origin, sold_at, currency, total_minor, fingerprint) "
        "SELECT gen_random_uuid(), 'SMKT001', id, 'import', "
        "timestamptz '2026-11-20 10:00Z' + (place / 50) * interval '1 second', 'EUR', place, '' FROM books.customer"
    )


def pages(client):
    """Every page, following the links."""
    address = "/cashier/users_orders_purchases"
    for _ in range(10):
        response = client.get(address)
        assert response.status_code == 200
        yield json.loads(response.data)
        link = response.headers.get("Link")
        if link is None:
            return
        address, _, relation = link.partition("; ")
        assert relation == 'rel="next"'
        address = address.strip("<>")
    raise AssertionError("the pages do not end")


def test_nobody_has_bought_anything_yet(client):
    assert list(pages(client)) == [[]]


def test_buyers_come_with_what_they_bought_the_newest_first(client, sold, fold):
    sold("2026-11-18T10:00:00+01:00", buyer=1, lines={1: 1, 3: 1})
    sold("2026-11-20T09:00:00+01:00", buyer=2)
    fold()
    sold("2026-11-20T10:00:00+01:00", buyer=1, branch="SMKT002")

    assert list(pages(client)) == [
        [
            {
                "user_id": str(uuid.UUID(int=1)),
                "purchases": 2,
                "total_amount": 13.7,
                "last_purchase_at": "2026-11-20T09:00:00Z",
            },
            {
                "user_id": str(uuid.UUID(int=2)),
                "purchases": 1,
                "total_amount": 3.8,
                "last_purchase_at": "2026-11-20T08:00:00Z",
            },
        ]
    ]


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize("folded", [True, False])
def test_pages_of_a_thousand_lead_to_every_buyer_once(client, fold, folded):
    if folded:
        fold()

    found = list(pages(client))

    assert [len(page) for page in found] == [1000, 1000, 300]
    buyers = [buyer for page in found for buyer in page]
    assert len({buyer["user_id"] for buyer in buyers}) == 2300
    moments = [buyer["last_purchase_at"] for buyer in buyers]
    assert moments == sorted(moments, reverse=True)


def test_a_cursor_that_was_made_up_is_refused(client):
    refused = client.get("/cashier/users_orders_purchases?cursor=WzFd")

    assert refused.status_code == 400
    assert refused.json["code"] == "invalid_cursor"
