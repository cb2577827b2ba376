"""Orders under /api/v1, as the shop's checkout and managers use them."""

import uuid

import pytest

from common.access import Role
from common.testing.people import form, signed_in, somebody
from order_service.use_cases import delivering

#: On a file of SQLite and on PostgreSQL.
pytestmark = pytest.mark.usefixtures("store_url")


def steps(order):
    return [each["status"] for each in order["history"]]


def test_an_order_is_placed_paid_and_has_its_invoice(shop, books):
    placed = shop.place()

    assert placed.status_code == 201
    assert placed.json["status"] == "placed"
    assert placed.json["number"] == "W1001"
    assert placed.json["invoice_number"] is None
    assert placed.headers["ETag"] == '"1"'
    assert len(books.pinned) == 1
    paid = shop.pay(placed.json)
    assert paid.status_code == 200
    assert (paid.json["status"], paid.json["invoice_number"]) == ("paid", "2026-000001")
    assert paid.json["payment"]["last4"] == "4242"
    assert steps(paid.json) == ["placed", "paid"]
    assert {step["by"] for step in paid.json["history"]} == {"cart-service"}


def test_a_total_that_is_not_that_of_the_lines_is_refused(shop, reservation):
    refused = shop.place(reservation=reservation(total={"minor": 1, "currency": "EUR"}))

    assert (refused.status_code, refused.json["code"]) == (422, "wrong_sum")
    assert refused.json["total"] == {"minor": 1380, "currency": "EUR"}


def test_goods_that_are_not_held_any_more_cancel_the_order(shop, books, checkout):
    body = checkout()
    books.lapsed.add(uuid.UUID(body["reservation"]["id"]))
    for _ in range(2):
        refused = shop.place(body)
        assert (refused.status_code, refused.json["code"]) == (409, "order_cancelled")
        assert refused.json["reason"] == "reservation_lapsed"
    assert steps(shop.get(f"/api/v1/orders/{body['id']}").json) == ["placed", "cancelled"]


def test_books_that_are_away_hold_an_order_up_and_do_not_lose_it(shop, books, checkout):
    shop.placed()  # so that the company is known
    body = checkout()
    books.away = True
    assert shop.place(body).status_code == 503

    books.away = False

    assert shop.place(body).json["status"] == "placed"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"amount": {"minor": 1379, "currency": "EUR"}}, 422, "wrong_sum"),
        ({"payment_id": str(uuid.uuid4())}, 409, "paid_otherwise"),
    ],
)
def test_another_amount_or_payment_pays_nothing(shop, change, status, code):
    placed = shop.placed()

    refused = shop.pay(placed, **change)

    assert (refused.status_code, refused.json["code"]) == (status, code)
    assert shop.get(f"/api/v1/orders/{placed['id']}").json["status"] == "placed"


def test_a_second_capture_does_not_pay_again(shop):
    paid = shop.paid()

    refused = shop.pay(paid, capture_id=str(uuid.uuid4()))

    assert (refused.status_code, refused.json["code"]) == (409, "paid_otherwise")


def test_a_payment_for_a_cancelled_order_is_refused_so_that_it_goes_back(shop):
    placed = shop.placed()
    shop.post(f"/api/v1/orders/{placed['id']}/cancel", {})

    refused = shop.pay(placed)

    assert (refused.status_code, refused.json["code"]) == (409, "order_cancelled")


def test_a_paid_order_asks_for_purchase_receipt_and_alert(shop, books, deliver):
    number = shop.paid()["number"]

    assert books.done == []
    deliver()
    assert {about for _, about in books.done} == {number}
    assert sorted(act for act, _ in books.done) == ["book", "receipt", "stock"]
    assert deliver() == 0


def test_a_cancelled_unpaid_order_lets_go_of_its_goods(shop, books, deliver, checkout):
    body = checkout()
    placed = shop.placed(**body)
    for _ in range(2):
        cancelled = shop.post(f"/api/v1/orders/{placed['id']}/cancel", {"reason": "voided"})
        assert (cancelled.status_code, cancelled.json["status"]) == (200, "cancelled")

    deliver()

    assert books.done == [("release", body["reservation"]["id"])]


def test_a_cancelled_paid_order_is_refunded_once_at_the_gateway_then_in_the_books(
    shop, books, gateway, deliver
):
    paid = shop.paid()
    for _ in range(2):
        shop.post(f"/api/v1/orders/{paid['id']}/cancel", {})

    deliver()
    deliver()

    assert [act for act, _ in books.done if act in ("book", "refund")] == ["book", "refund"]
    assert [amount.minor for amount in gateway.refunds.values()] == [1380]
    order = shop.get(f"/api/v1/orders/{paid['id']}").json
    assert steps(order) == ["placed", "paid", "cancelled", "refunded"]
    again = shop.post(f"/api/v1/orders/{paid['id']}/cancel", {})
    assert (again.status_code, again.json["status"]) == (200, "refunded")


def test_while_the_gateway_is_away_a_refund_waits(shop, books, gateway, deliver, clock):
    paid = shop.paid()
    gateway.away = True
    shop.post(f"/api/v1/orders/{paid['id']}/cancel", {})
    deliver()
    assert "refund" not in [act for act, _ in books.done]
    assert shop.get("/api/v1/facts/outbox").json["waiting"] == 1

    gateway.away = False
    clock.move(seconds=30)
    deliver()

    assert steps(shop.get(f"/api/v1/orders/{paid['id']}").json)[-1] == "refunded"


def test_a_purchase_that_the_books_refuse_keeps_no_money_back(
    shop, desk, books, gateway, deliver, clock
):
    paid = shop.paid()
    books.refuses.add("book")
    for _ in range(6):
        deliver()
        clock.move(minutes=1)
    shop.post(f"/api/v1/orders/{paid['id']}/cancel", {})

    deliver()

    assert [amount.minor for amount in gateway.refunds.values()] == [1380]
    assert shop.get(f"/api/v1/orders/{paid['id']}").json["status"] == "cancelled"
    books.refuses.clear()
    delivering.try_again(desk)
    deliver()
    assert [act for act, _ in books.done if act in ("book", "refund")] == ["book", "refund"]
    assert shop.get(f"/api/v1/orders/{paid['id']}").json["status"] == "refunded"


def test_a_receipt_that_nobody_takes_keeps_no_refund_back(shop, books, deliver, clock):
    paid = shop.paid()
    books.refuses.add("receipt")
    for _ in range(6):
        deliver()
        clock.move(minutes=1)
    shop.post(f"/api/v1/orders/{paid['id']}/cancel", {})

    deliver()

    assert shop.get(f"/api/v1/orders/{paid['id']}").json["status"] == "refunded"
    facts = shop.get("/api/v1/facts/outbox").json
    assert (facts["parked"], facts["waiting"]) == (1, 1)


def test_what_the_books_refuse_is_parked_while_other_orders_go_on(shop, books, deliver, clock):
    shop.paid()
    books.refuses.add("book")
    for _ in range(6):
        deliver()
        clock.move(minutes=1)
    books.refuses.clear()
    other = shop.paid()

    deliver()

    assert [about for act, about in books.done if act == "book"] == [other["number"]]
    facts = shop.get("/api/v1/facts/outbox").json
    assert (facts["parked"], facts["waiting"]) == (1, 0)


def test_an_order_is_seen_by_whom_it_is_and_by_nobody_else(client, shop):
    marta = somebody(Role.CUSTOMER)
    placed = shop.placed(
        customer={"name": "Marta", "email": "m@example.org", "account_id": str(marta.account_id)}
    )
    path = f"/api/v1/orders/{placed['id']}"
    closed = client.application.test_client()
    signed_in(closed, somebody(Role.CUSTOMER, account_id=uuid.uuid4()))
    hers = client.application.test_client()
    signed_in(hers, marta)

    assert closed.get(path).status_code == 404
    assert closed.post(f"{path}/cancel", json={}).status_code == 404
    assert hers.get(path).json["number"] == placed["number"]
    assert closed.get(path, headers={"Order-Key": placed["access_token"]}).status_code == 200
    assert closed.get(path, headers={"Order-Key": "0" * 40}).status_code == 404
    assert hers.post(f"{path}/cancel", json={}).json["history"][-1]["by"] == "Marta Ruiz"


def test_shoppers_hear_of_staff_as_the_shop(client, shop):
    paid = shop.paid()
    client.put(f"/api/orders/{paid['id']}/status", json={"status": "packed"})
    shopper = client.application.test_client()
    signed_in(shopper, somebody(Role.CUSTOMER))

    seen = shopper.get(
        f"/api/v1/orders/{paid['id']}", headers={"Order-Key": paid["access_token"]}
    ).json

    assert seen["history"][-1] == seen["history"][-1] | {"status": "packed", "by": "the shop"}
    assert seen["access_token"] is None


def test_under_v1_a_step_needs_the_version_that_was_seen(client, shop):
    paid = shop.paid()
    path = f"/api/v1/orders/{paid['id']}/status"

    assert client.put(path, json={"status": "packed"}).status_code == 428
    late = client.put(path, json={"status": "packed"}, headers={"If-Match": '"1"'})
    assert (late.status_code, late.json["version"]) == (412, 2)
    packed = client.put(path, json={"status": "packed"}, headers={"If-Match": '"2"'})
    assert (packed.status_code, packed.headers["ETag"]) == (200, '"3"')


def test_orders_are_listed_by_pages(client, shop):
    numbers = [shop.placed()["number"] for _ in range(5)]

    first = client.get("/api/v1/orders?limit=2")
    link = first.headers["Link"].split(">")[0].removeprefix("<")
    second = client.get(link)

    got = [each["number"] for page in (first, second) for each in page.json["orders"]]
    assert got == numbers[:0:-1]
    assert client.get("/api/v1/orders?status=paid").json == {"orders": []}


def test_facts_move_with_every_change(shop):
    one, two = shop.placed(), shop.placed()
    seen = shop.get("/api/v1/facts/orders?limit=1").json
    assert [each["id"] for each in seen["facts"]] == [one["id"]]
    shop.pay(one)

    after = shop.get(f"/api/v1/facts/orders?after={seen['next']}").json

    assert [each["id"] for each in after["facts"]] == [two["id"], one["id"]]
    assert after["next"] is None
    fact = after["facts"][-1]
    assert fact["total"] == {"minor": 1380, "currency": "EUR"}
    assert fact["lines"] == [
        [11, "Pen", 3, 500, 500, 1000, 2100, 174, [[1, 2, "Pens 2 for 1", 500]]],
        [2, "Sourdough loaf", 1, 380, 0, 380, 900, 31, []],
    ]
    assert fact["vat"] == [[900, 349, 31, 380], [2100, 826, 174, 1000]]
    assert fact["capture_id"]
    assert [each["status"] for each in fact["history"]] == ["placed", "paid"]
    assert fact["paid_at"] == fact["history"][-1]["at"]


def test_a_shoppers_form_cannot_place_or_pay(client, shop, checkout):
    placed = shop.placed()
    body = checkout()

    for who in (None, Role.CUSTOMER, Role.OWNER):
        caller = client.application.test_client()
        if who:
            signed_in(caller, somebody(who))
        assert caller.post("/api/v1/orders", json=body).status_code in (401, 403)
        assert caller.post(f"/api/v1/orders/{placed['id']}/payment", json={}).status_code in (
            401,
            403,
        )
        assert caller.get("/api/v1/facts/orders").status_code in (401, 403)
        assert caller.post("/api/v1/orders", data=form(caller)).status_code in (401, 403)
