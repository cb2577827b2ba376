"""Paying as programs do: documents 002 and 004, and /api/v1."""

import uuid

import pytest

from cart_service.models import buyer
from common.service_tokens import ServiceTokens

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


def test_document_002_pays(filled, orders):
    paid = filled.post("/process_payment", json=CARD | WHO)

    assert paid.status_code == 200
    order_id = paid.json.pop("order_id")
    assert paid.json["status"] == "paid"
    assert paid.json["total"] == 15.0
    assert paid.json["checkout_url"] == f"/checkout/{order_id}"
    assert orders.orders == {uuid.UUID(order_id): "paid"}
    assert filled.get("/basket").json == {"items": []}


def test_document_002_is_declined(filled, gateway):
    declined = filled.post(
        "/process_payment", json=CARD | WHO | {"card_number": "4000000000000002"}
    )

    assert (declined.status_code, declined.json["code"]) == (402, "payment_declined")
    assert declined.json["reason"] == "declined"
    assert gateway.taken == []
    assert len(filled.get("/basket").json["items"]) == 2


def test_document_002_hears_what_is_sold_out(filled, books):
    books.levels[MUG] = 1
    refused = filled.post("/process_payment", json=CARD | WHO)

    assert (refused.status_code, refused.json["code"]) == (409, "goods_sold_out")
    assert refused.json["short"] == [{"product_id": MUG, "wanted": 2, "available": 1}]


@pytest.mark.parametrize("total", [14.0, "14.00"])
def test_document_002_hears_of_another_price(filled, total):
    refused = filled.post("/process_payment", json=CARD | WHO | {"total": total})

    assert (refused.status_code, refused.json["code"]) == (409, "price_changed")
    assert refused.json["total"] == {"minor": 1500, "currency": "EUR"}
    assert refused.json["sent"] == {"minor": 1400, "currency": "EUR"}


def test_a_price_that_changed_in_the_basket_is_accepted_first(filled, shop, clock):
    shop.change(MUG=800)
    clock.move(seconds=3)
    refused = filled.post("/process_payment", json=CARD | WHO)
    assert (refused.status_code, refused.json["code"]) == (409, "price_changed")

    filled.post("/accept_changes", headers={"Content-Type": "application/json"})
    assert filled.post("/process_payment", json=CARD | WHO).json["total"] == 16.0


def test_everything_that_is_wrong_is_said_at_once(filled):
    refused = filled.post("/process_payment", json={"card_number": "42", "expiry": "09/20"})

    assert refused.status_code == 422
    assert {each["pointer"] for each in refused.json["errors"]} == {
        "/name",
        "/email",
        "/card_number",
        "/expiry",
        "/cvv",
    }
    assert "42" not in refused.json["errors"][2]["detail"]


def test_an_empty_basket_is_not_paid_for(client):
    refused = client.post("/process_payment", json=CARD | WHO)

    assert (refused.status_code, refused.json["code"]) == (409, "basket_empty")


@pytest.mark.parametrize("body", [{}, {"json": {}}], ids=["no body", "an empty one"])
def test_document_004_pays_with_the_demos_card(filled, gateway, body):
    paid = filled.post("/api/record_payment", **body)

    assert (paid.status_code, paid.json["status"]) == (200, "paid")
    (payment,) = gateway.payments.values()
    assert (payment.brand, payment.last4) == ("Visa", "4242")


def test_document_004_takes_another_card_too(filled):
    declined = filled.post(
        "/api/record_payment", json=CARD | WHO | {"card_number": "4000000000000002"}
    )

    assert declined.status_code == 402


def test_the_api_pays_once_per_key(filled, gateway):
    headers = key()
    first = filled.post("/api/v1/checkouts", json=BODY, headers=headers)
    again = filled.post("/api/v1/checkouts", json=BODY, headers=headers)

    assert first.status_code == 201
    assert again.data == first.data
    assert first.json["state"] == "done"
    assert first.json["lines"][0] == {
        "product_id": MUG,
        "name": "Coffee mug",
        "quantity": 2,
        "total": {"minor": 1500, "currency": "EUR"},
    }
    assert first.json["card"] == {"brand": "Visa", "last4": "4242"}
    assert len(gateway.payments) == 1
    asked = filled.get(f"/api/v1/checkouts/{first.json['id']}")
    assert asked.json == first.json


def test_the_api_takes_a_total_in_the_shops_currency_only_and_begins_nothing_before(
    filled, books, orders
):
    headers = key()
    wrong = BODY | {"total": {"minor": 1500, "currency": "USD"}}
    refused = filled.post("/api/v1/checkouts", json=wrong, headers=headers)

    assert (refused.status_code, refused.json["code"]) == (422, "invalid_request")
    assert [each["pointer"] for each in refused.json["errors"]] == ["/total"]
    assert books.calls == []
    corrected = BODY | {"total": {"minor": 1500, "currency": "EUR"}}
    assert filled.post("/api/v1/checkouts", json=corrected, headers=headers).status_code == 201
    assert orders.paid == 1


def test_the_api_names_wrong_fields_where_they_stand(filled):
    body = BODY | {"card": {"number": "42", "expiry": "13/28", "code": "1"}}
    refused = filled.post("/api/v1/checkouts", json=body, headers=key())

    assert [each["pointer"] for each in refused.json["errors"]] == [
        "/card/number",
        "/card/expiry",
        "/card/code",
    ]


@pytest.mark.parametrize("name", ["\u200b", "\u200b \u2060\ufeff", "\u3164", "\u00ad"])
def test_a_name_that_nobody_can_see_is_none(filled, books, name):
    body = BODY | {"customer": BODY["customer"] | {"name": name}}
    refused = filled.post("/api/v1/checkouts", json=body, headers=key())
    by_document = filled.post("/process_payment", json=CARD | WHO | {"name": name})

    assert [each["pointer"] for each in refused.json["errors"]] == ["/customer/name"]
    assert [each["pointer"] for each in by_document.json["errors"]] == ["/name"]
    assert by_document.json["detail"] == buyer.NAME_MISSING
    assert books.calls == []


@pytest.mark.parametrize("name", ["李", "Ł.", "☂", "Zoë\u200d"])
def test_a_name_is_whatever_can_be_seen(filled, name):
    assert filled.post("/process_payment", json=CARD | WHO | {"name": name}).status_code == 200


def test_a_country_is_one_that_the_shop_sends_to(filled, books):
    body = BODY | {"address": {"street": "Quay 1", "country": "XX"}}
    refused = filled.post("/api/v1/checkouts", json=body, headers=key())
    by_document = filled.post("/process_payment", json=CARD | WHO | {"country": "XX"})

    assert [each["pointer"] for each in refused.json["errors"]] == ["/address/country"]
    assert [each["pointer"] for each in by_document.json["errors"]] == ["/country"]
    assert by_document.json["detail"] == buyer.COUNTRY_WRONG
    assert books.calls == []
    assert filled.post("/process_payment", json=CARD | WHO | {"country": "BE"}).status_code == 200


def test_a_lost_answer_is_told_as_being_checked(filled, orders):
    orders.away |= {"pay"}
    found = filled.post("/process_payment", json=CARD | WHO)

    assert (found.status_code, found.json["status"]) == (200, "checking")
    running = filled.post("/process_payment", json=CARD | WHO)
    assert (running.status_code, running.json["code"]) == (409, "checkout_running")
    assert running.json["checkout_id"] == found.json["order_id"]


def test_books_that_are_away_charge_nothing(filled, books, gateway):
    books.away |= {"reserve"}
    refused = filled.post("/process_payment", json=CARD | WHO)

    assert (refused.status_code, refused.json["code"]) == (503, "payment_not_made")
    assert gateway.calls == []
    books.away.clear()
    assert filled.post("/process_payment", json=CARD | WHO).status_code == 200


def test_another_basket_sees_nothing_of_it(filled):
    found = filled.post("/api/v1/checkouts", json=BODY, headers=key()).json
    other = filled.get(f"/api/v1/checkouts/{found['id']}", headers={"Basket-Id": "another"})

    assert (other.status_code, other.json["code"]) == (404, "no_such_checkout")


def test_facts_are_for_services(filled, settings):
    filled.post("/process_payment", json=CARD | WHO)
    filled.post("/add_to_cart", json={"product_id": PEN})
    filled.post("/process_payment", json=CARD | WHO | {"card_number": "4000000000000002"})
    assert filled.get("/api/v1/facts/checkouts").status_code in (401, 403)

    token = ServiceTokens(settings.service_key.get_secret_value(), service="api-service")
    headers = {"Authorization": f"Bearer {token.issue('cart-service')}"}
    first = filled.get("/api/v1/facts/checkouts?limit=1", headers=headers).json
    rest = filled.get(f"/api/v1/facts/checkouts?after={first['next']}", headers=headers).json

    assert [each["state"] for each in first["facts"] + rest["facts"]] == ["done", "declined"]
    assert rest["next"] is None
    assert set(first["facts"][0]) == {
        "place",
        "id",
        "state",
        "payment_id",
        "reservation_id",
        "total",
        "changed_at",
        "stepped_at",
    }


def test_no_log_line_holds_a_number_or_a_code(filled, caplog, gateway):
    gateway.lost |= {"authorise"}
    filled.post(
        "/process_payment", json=CARD | WHO | {"card_number": "4929123456781234", "cvv": "987"}
    )
    filled.post("/process_payment", json=CARD | WHO | {"card_number": "49291234567812345678901"})

    told = [str(record.msg) for record in caplog.records]
    assert any("payment is asked about" in line for line in told)
    assert not any("492912345678" in line or "'987'" in line for line in told)
