"""The endpoints of document 001, as their users know them."""

import uuid

import pytest


@pytest.fixture
def create(client):
    def create(**changes):
        purchase = {
            "supermarket_id": "SMKT001",
            "user_id": str(uuid.uuid4()),
            "items_list": [1, 2],
            "total_amount": 6.2,
        } | changes
        return client.post("/cashier/create_purchase", json=purchase)

    return create


def test_the_catalogue_lists_supermarkets_users_and_products(client, create):
    user = create().json["user_id"]

    catalog = client.get("/cashier/catalog").json

    assert catalog["supermarkets"] == [
        {"id": "SMKT001", "name": "Market Hall"},
        {"id": "SMKT002", "name": "Harbour"},
    ]
    assert catalog["users"] == [user]
    assert catalog["users_total"] == 1
    assert catalog["products"][0] == {"id": 1, "name": "Tomatoes", "unit_price": 2.4}


def test_a_purchase_is_one_unit_of_each_product(create):
    user = str(uuid.uuid4())

    made = create(user_id=user)

    assert made.status_code == 201
    assert made.json == {
        "id": made.json["id"],
        "supermarket_id": "SMKT001",
        "user_id": user,
        "items_list": [1, 2],
        "total_amount": 6.2,
        "created_at": "2026-11-20T14:20:00Z",
    }


def test_a_purchase_may_come_as_a_form(client):
    made = client.post(
        "/cashier/create_purchase",
        data={
            "supermarket_id": "SMKT001",
            "user_id": str(uuid.uuid4()),
            "items_list": ["1", "2"],
            "total_amount": "6.20",
        },
    )

    assert (made.status_code, made.json["total_amount"]) == (201, 6.2)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"items_list": [1, 1]}, 422, "repeated_product"),
        ({"items_list": [1, 77]}, 422, "unknown_product"),
        ({"items_list": []}, 422, "invalid_request"),
        ({"total_amount": 6.21}, 409, "wrong_total"),
        ({"total_amount": 6.201}, 422, "invalid_request"),
        ({"total_amount": "much"}, 422, "invalid_request"),
        ({"supermarket_id": "SMKT999"}, 422, "unknown_branch"),
        ({"user_id": "somebody"}, 422, "invalid_request"),
        ({"user_id": "{6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44}"}, 422, "invalid_request"),
    ],
)
def test_each_mistake_has_its_own_refusal(create, changes, status, code):
    refused = create(**changes)

    assert (refused.status_code, refused.json["code"]) == (status, code)


def test_the_key_is_taken_if_it_is_sent(client):
    purchase = {
        "supermarket_id": "SMKT001",
        "user_id": str(uuid.uuid4()),
        "items_list": [1],
        "total_amount": 2.4,
    }
    headers = {"Idempotency-Key": str(uuid.uuid4())}

    first = client.post("/cashier/create_purchase", json=purchase, headers=headers)
    again = client.post("/cashier/create_purchase", json=purchase, headers=headers)
    without = client.post("/cashier/create_purchase", json=purchase)

    assert again.data == first.data
    assert without.json["id"] != first.json["id"]


def test_the_catalogue_shows_a_newcomer_at_once(client, create):
    before = client.get("/cashier/catalog").json["users_total"]
    create()

    assert client.get("/cashier/catalog").json["users_total"] == before + 1
