"""What a repeat under the same key is answered, however far the order has come since."""

import pytest

#: On a file of SQLite and on PostgreSQL.
pytestmark = pytest.mark.usefixtures("store_url")


def test_a_repeat_is_answered_as_the_first_time_however_far_the_order_has_come(
    client, shop, checkout, deliver, clock
):
    body = checkout()
    first = shop.place(body)
    again = [shop.place(body)]
    clock.move(seconds=5)
    shop.pay(first.json, card={"brand": "visa", "last4": "4242"})
    again.append(shop.place(body))
    client.put(f"/api/orders/{body['id']}/status", json={"status": "packed"})
    again.append(shop.place(body))
    shop.post(f"/api/v1/orders/{body['id']}/cancel", {})
    deliver()
    again.append(shop.place(body))

    assert shop.get(f"/api/v1/orders/{body['id']}").json["status"] == "refunded"
    assert "Idempotent-Replayed" not in first.headers
    for each in again:
        assert (each.status_code, each.data) == (201, first.data)
        assert each.headers["ETag"] == first.headers["ETag"]
        assert each.headers["Idempotent-Replayed"] == "true"


def test_a_capture_that_is_told_again_has_the_same_invoice(shop):
    placed = shop.placed()

    assert [shop.pay(placed).json["invoice_number"] for _ in range(2)] == ["2026-000001"] * 2


def test_the_same_id_with_other_goods_or_for_somebody_else_is_refused(shop, checkout, reservation):
    body = checkout()
    shop.place(body)

    for change in (
        {"reservation": reservation()},
        {"address": body["address"] | {"street": "Elsewhere 1"}},
        {"customer": body["customer"] | {"name": "Eve"}},
    ):
        refused = shop.place(body | change)
        assert (refused.status_code, refused.json["code"]) == (422, "idempotency_key_reused")


def test_a_repeat_for_an_order_that_was_called_off_meanwhile_says_so(shop, checkout):
    body = checkout()
    shop.post(f"/api/v1/orders/{shop.place(body).json['id']}/cancel", {})
    assert shop.place(body).json["reason"] == "called_off"


def test_a_payment_that_is_told_again_after_a_cancellation_is_the_one_that_goes_back(shop):
    paid = shop.paid()
    shop.post(f"/api/v1/orders/{paid['id']}/cancel", {})

    again = shop.pay(paid)

    assert (again.status_code, again.json["status"]) == (200, "cancelled")
