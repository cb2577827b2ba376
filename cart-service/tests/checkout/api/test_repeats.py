"""What repeats of a payment hear: the first answer, whatever has become of it."""

import uuid

import pytest

from cart_service.models import card as cards

PEN, MUG = 11, 13
CARD = {"card_number": "4242 4242 4242 4242", "expiry": "09/28", "cvv": "123"}
WHO = {"name": "Marta Ruiz", "email": "marta@example.com", "address": "Lindengracht 41"}
BODY = {
    "customer": {"name": "Marta Ruiz", "email": "marta@example.com"},
    "card": {"number": "4242424242424242", "expiry": "09/28", "code": "123"},
}


@pytest.fixture
def filled(client):
    client.post("/add_to_cart", json={"product_id": MUG, "quantity": 2})
    return client


def key():
    return {"Idempotency-Key": str(uuid.uuid4())}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/process_payment", CARD | WHO),
        ("/api/record_payment", CARD | WHO),
        ("/api/v1/checkouts", BODY),
    ],
)
def test_a_repeat_is_answered_as_the_first_time_whatever_was_begun_since(
    filled, orders, gateway, path, body
):
    headers = key()
    first = filled.post(path, json=body, headers=headers)
    orders.orders = dict.fromkeys(orders.orders, "cancelled")
    filled.post("/add_to_cart", json={"product_id": PEN})
    then = filled.post(path, json=body, headers=headers)
    orders.away |= {"pay"}
    filled.post(path, json=body, headers=key())

    again = filled.post(path, json=body, headers=headers)

    assert filled.post(path, json=body, headers=key()).json["code"] == "checkout_running"
    for each in (then, again):
        assert (each.status_code, each.data) == (first.status_code, first.data)
        assert each.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert len(gateway.payments) == 2


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/checkouts", BODY | {"card": BODY["card"] | {"expiry": "11/26"}}),
        ("/process_payment", CARD | WHO | {"expiry": "11/26"}),
    ],
)
def test_a_repeat_is_answered_although_its_card_has_expired_meanwhile(
    filled, gateway, clock, path, body
):
    ours = key()
    first = filled.post(path, json=body, headers=ours)

    clock.move(days=15)
    again = filled.post(path, json=body, headers=ours)
    fresh = filled.post(path, json=body, headers=key())

    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (fresh.status_code, fresh.json["code"]) == (422, "invalid_request")
    assert [each["detail"] for each in fresh.json["errors"]] == [cards.EXPIRY_PAST]
    assert len(gateway.taken) == 1


def test_a_decline_is_told_again_under_its_key(filled, gateway):
    headers, declined = key(), BODY | {"card": BODY["card"] | {"number": "4000000000000002"}}
    first = filled.post("/api/v1/checkouts", json=declined, headers=headers)
    filled.post("/api/v1/checkouts", json=BODY, headers=key())

    again = filled.post("/api/v1/checkouts", json=declined, headers=headers)

    assert (again.status_code, again.json | {"instance": ""}) == (
        402,
        first.json | {"instance": ""},
    )
    assert again.headers["Idempotent-Replayed"] == "true"
    assert len(gateway.payments) == 2


def test_the_api_refuses_another_wish_under_a_key(filled):
    headers = key()
    filled.post("/api/v1/checkouts", json=BODY, headers=headers)
    other = BODY | {"customer": {"name": "Eve", "email": "eve@example.com"}}

    refused = filled.post("/api/v1/checkouts", json=other, headers=headers)
    assert (refused.status_code, refused.json["code"]) == (422, "idempotency_key_reused")
    assert filled.post("/api/v1/checkouts", json=BODY).status_code == 400
