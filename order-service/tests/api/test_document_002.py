"""Orders as document 002 asks for them."""

import uuid
from dataclasses import replace

import pytest

from order_service.app import create_app

#: On a file of SQLite and on PostgreSQL.
pytestmark = pytest.mark.usefixtures("store_url")

ORDER = {
    "customer": {"name": "Marta Ruiz", "email": "marta@example.org"},
    "items": [
        {"product_id": 14, "name": "Slow Ferry", "quantity": 2, "price": 24.0},
        {"product_id": 11, "name": "Pen", "quantity": 1, "price": 5},
    ],
    "total": 53.0,
}


@pytest.fixture
def order(client):
    return client.post("/api/orders", json=ORDER).json


def move(client, order, status, **headers):
    return client.put(f"/api/orders/{order['id']}/status", json={"status": status}, headers=headers)


def test_an_order_is_created_listed_and_found(client):
    created = client.post("/api/orders", json=ORDER)

    assert created.status_code == 201
    assert created.json["status"] == "placed"
    assert (created.json["number"], created.json["total"]) == ("W1001", 53.0)
    assert created.json["items"] == ORDER["items"]
    assert created.json["customer"] == ORDER["customer"]
    assert client.get("/api/orders").json == [created.json]
    assert client.get(f"/api/orders/{created.json['id']}").json == created.json
    assert client.get(f"/api/orders/{uuid.uuid4()}").status_code == 404


@pytest.mark.parametrize("email", ["nomail", "a@example.org,b@example.org"])
def test_an_address_that_no_mail_reaches_is_refused_as_at_the_checkout(client, shop, email):
    refused = client.post("/api/orders", json=ORDER | {"customer": {"name": "M", "email": email}})

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/customer/email")
    assert client.get("/api/orders").json == []
    placed = shop.place(customer={"name": "M", "email": email})
    assert (placed.status_code, placed.json["errors"][0]["pointer"]) == (422, "/customer/email")


def test_nothing_but_a_capture_pays_it(client, order, deliver, books):
    refused = move(client, order, "paid")

    assert (refused.status_code, refused.json["code"]) == (409, "impossible_step")
    assert refused.json["possible"] == ["cancelled"]
    assert move(client, order, "shipped").status_code == 409
    assert client.get(f"/api/orders/{order['id']}").json["status"] == "placed"
    deliver()
    assert books.done == []


def test_not_even_a_capture_pays_it_where_no_payment_was_agreed(shop, order):
    amount = {"minor": 5300, "currency": "EUR"}
    refused = shop.pay(order | {"payment": {"id": str(uuid.uuid4())}, "total": amount})

    assert (refused.status_code, refused.json["code"]) == (409, "paid_otherwise")


def test_it_may_be_cancelled(client, order):
    cancelled = move(client, order, "cancelled")

    assert (cancelled.status_code, cancelled.json["status"]) == (200, "cancelled")
    assert move(client, order, "packed").status_code == 409


def test_a_paid_one_is_packed_shipped_and_delivered_step_by_step(client, shop):
    paid = shop.paid()

    assert move(client, paid, "shipped").json["possible"] == ["packed", "cancelled"]
    for status in ("packed", "shipped", "delivered"):
        moved = move(client, paid, status)
        assert (moved.status_code, moved.json["status"]) == (200, status)
        assert moved.json["history"][-1]["by"] == "Demo"
    assert move(client, paid, "cancelled").status_code == 409
    assert move(client, paid, "packed").status_code == 409


def test_a_step_that_was_taken_may_be_asked_for_again(client, shop):
    paid = shop.paid()
    move(client, paid, "packed")

    again = move(client, paid, "packed")

    assert again.status_code == 200
    assert len(again.json["history"]) == 3


def test_if_match_is_honoured_when_it_is_sent(client, shop):
    paid = shop.paid()

    assert move(client, paid, "packed", **{"If-Match": '"1"'}).status_code == 412
    assert move(client, paid, "packed", **{"If-Match": '"2"'}).status_code == 200


def test_a_key_makes_it_once_and_a_repeat_is_answered_as_the_first_time(client):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = client.post("/api/orders", json=ORDER, headers=key)

    move(client, first.json, "cancelled")
    again = client.post("/api/orders", json=ORDER, headers=key)
    other = client.post(
        "/api/orders", json=ORDER | {"items": ORDER["items"][:1], "total": 48}, headers=key
    )

    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert len(client.get("/api/orders").json) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"total": 52.99}, "wrong_sum"),
        ({"items": []}, "invalid_request"),
        ({"items": [ORDER["items"][0] | {"quantity": 0}]}, "invalid_request"),
        ({"items": [ORDER["items"][0] | {"price": 24.001}], "total": 48.0}, "invalid_request"),
        ({"items": [ORDER["items"][0] | {"price": -1}]}, "invalid_request"),
        ({"customer": {"name": "Marta"}}, "invalid_request"),
        ({"status": "paid"}, "invalid_request"),
    ],
)
def test_what_is_wrong_is_refused(client, change, code):
    refused = client.post("/api/orders", json=ORDER | change)

    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert client.get("/api/orders").json == []


def test_a_word_that_is_no_status_is_refused(client, order):
    refused = move(client, order, "lost")

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, "/status")


def test_outside_a_demo_it_answers_those_who_may(settings, desk, order):
    chain = settings.model_copy(update={"demo": False})
    closed = create_app(chain, replace(desk, settings=chain)).test_client()

    assert closed.get("/api/orders").status_code == 401
    assert closed.post("/api/orders", json=ORDER).status_code == 401
    assert closed.get(f"/api/orders/{order['id']}").status_code == 404
    assert move(closed, order, "cancelled").status_code == 401
