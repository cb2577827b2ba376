"""Customers under /api/v1: enter, search, look up."""

import uuid

import pytest


def test_a_customer_is_entered_and_found(client):
    made = client.post("/api/v1/customers", json={"name": " Marta Ruiz ", "email": "m@example.com"})

    assert (made.status_code, made.json["name"]) == (201, "Marta Ruiz")
    found = client.get("/api/v1/customers?search=ruiz").json["customers"]
    assert [each["id"] for each in found] == [made.json["id"]]
    assert client.get(made.headers["Location"]).json == made.json


def test_a_repeat_with_the_same_key_enters_nobody_twice(client):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = client.post("/api/v1/customers", json={"name": "Marta"}, headers=key)

    again = client.post("/api/v1/customers", json={"name": "Marta"}, headers=key)
    other = client.post("/api/v1/customers", json={"name": "Tom"}, headers=key)

    assert again.data == first.data
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")


def test_a_guest_is_found_by_the_beginning_of_the_id(client, sell):
    guest = sell().json["customer_id"]

    found = client.get("/api/v1/customers", query_string={"search": guest[:8]}).json["customers"]

    assert [each["id"] for each in found] == [guest]


@pytest.mark.parametrize("words", ["a" * 33, "a" * 36, "aaaaaaaa-" * 4 + "a", "a" * 31 + "--"])
def test_what_only_looks_like_an_id_finds_nobody(client, words):
    found = client.get("/api/v1/customers", query_string={"search": words})

    assert (found.status_code, found.json["customers"]) == (200, [])


def test_a_customer_needs_a_name(client):
    refused = client.post("/api/v1/customers", json={"name": "  "})

    assert refused.status_code == 422
