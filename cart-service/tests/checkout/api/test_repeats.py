"""What repeats of a payment hear: the first answer, whatever has become of it."""

import re
import uuid

import pytest

from cart_service.models import card as cards

PEN, MUG = 11, 13
GOOD, GOOD_TOO = "4242424242424242", "4000000000004242"
DECLINED, DECLINED_TOO = "4000000000000002", "4242424242420002"
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


def as_document_002(number=GOOD, expiry="09/28", code="123"):
    return CARD | WHO | {"card_number": number, "expiry": expiry, "cvv": code}


def as_the_api(**card):
    return BODY | {"card": BODY["card"] | card}


@pytest.mark.parametrize("path", ["/process_payment", "/api/record_payment", "/api/v1/checkouts"])
@pytest.mark.parametrize(
    ("first", "other"),
    [
        ({"number": DECLINED}, {"number": DECLINED_TOO}),
        ({"number": GOOD}, {"number": GOOD_TOO}),
        ({"number": GOOD}, {"number": GOOD, "expiry": "01/30"}),
    ],
    ids=["declined", "number", "expiry"],
)
def test_another_card_under_a_key_is_refused(filled, gateway, path, first, other):
    """Brand and last four digits are the same, and the card is another one; of its code nothing is kept."""
    body, headers = as_the_api if path.startswith("/api/v1") else as_document_002, key()
    told = filled.post(path, json=body(**first), headers=headers)

    refused = filled.post(path, json=body(**other), headers=headers)
    spaced = " ".join(re.findall("....", first["number"]))
    same = body(number=spaced, expiry="9/2028", code="999")
    again = filled.post(path, json=same, headers=headers)

    assert (refused.status_code, refused.json["code"]) == (422, "idempotency_key_reused")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.status_code == told.status_code
    assert len(gateway.payments) == 1


def test_another_card_under_the_key_of_a_payment_that_runs_is_refused(filled, orders):
    orders.away |= {"pay"}
    headers = key()
    filled.post("/process_payment", json=as_document_002(), headers=headers)

    for other, code in ((GOOD, "checkout_running"), (GOOD_TOO, "idempotency_key_reused")):
        refused = filled.post("/process_payment", json=as_document_002(other), headers=headers)
        assert refused.json["code"] == code


def test_the_demos_card_is_the_same_in_the_next_year(filled, clock, gateway):
    headers = key()
    first = filled.post("/api/record_payment", headers=headers)
    clock.move(days=60)

    again = filled.post("/api/record_payment", headers=headers)

    assert clock.now().year == 2027
    assert (again.status_code, again.data) == (200, first.data)
    assert len(gateway.payments) == 1


def test_the_api_refuses_another_wish_under_a_key(filled):
    headers = key()
    filled.post("/api/v1/checkouts", json=BODY, headers=headers)
    other = BODY | {"customer": {"name": "Eve", "email": "eve@example.com"}}

    refused = filled.post("/api/v1/checkouts", json=other, headers=headers)
    assert (refused.status_code, refused.json["code"]) == (422, "idempotency_key_reused")
    assert filled.post("/api/v1/checkouts", json=BODY).status_code == 400
