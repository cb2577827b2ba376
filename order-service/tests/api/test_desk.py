"""The desk of those who pack and send."""

import re

import pytest

from common.access import Role

PAGE = {"Accept": "text/html"}


def stat(html, name):
    found = re.search(rf"<dt>{name}</dt><dd>(.*?)</dd>(?:<dd>(.*?)</dd>)?", html)
    return [re.sub(r"<[^>]+>", "", each or "") for each in found.groups()]


def numbers(html):
    return re.findall(r">(W\d+)<", html)


def test_it_asks_who_comes(client, desk_of):
    led = client.get("/admin/", headers=PAGE)

    assert led.headers["Location"] == "/admin/sign-in?next=%2Fadmin%2F"
    assert desk_of(Role.CUSTOMER).get("/").status_code == 403
    assert desk_of(Role.CASHIER).get("/").status_code == 403
    assert desk_of(Role.MANAGER).get("/").status_code == 200


def test_an_empty_desk_says_so(owner):
    html = owner.get("/").text

    assert "Nothing to pack" in html
    assert "No orders yet" in html
    assert stat(html, "Paid today") == ["€0.00", "0 orders, yesterday 0.00"]


def test_money_counts_when_it_is_paid_and_as_long_as_it_is_kept(owner, shop, clock, client):
    shop.paid()
    clock.move(days=1)
    shop.placed()
    shop.paid()
    gone = shop.paid()
    client.put(f"/api/orders/{gone['id']}/status", json={"status": "cancelled"})

    html = owner.get("/").text

    assert "2 orders to pack" in html
    assert stat(html, "Paid today") == ["€13.80", "1 order, yesterday 13.80"]
    assert stat(html, "Paid in 7 days") == ["€27.60", "2 orders, the 7 before 0.00"]
    assert stat(html, "Open") == ["3", "2 to pack, 0 to send"]


def test_an_order_that_nobody_pays_is_no_revenue(owner, client):
    body = {
        "customer": {"name": "M", "email": "m@example.org"},
        "items": [{"product_id": 1, "name": "Tomatoes", "quantity": 1, "price": 2.4}],
        "total": 2.4,
    }
    client.post("/api/orders", json=body)

    assert stat(owner.get("/").text, "Paid today")[0] == "€0.00"


def test_orders_are_found_by_state_words_and_day(owner, shop, clock):
    eve = {"name": "Eve 100%", "email": "eve@example.org"}
    first = shop.paid(customer=eve)
    clock.move(days=2)
    second = shop.placed()

    def listed(query):
        return numbers(owner.get(f"/orders?{query}").text)

    assert listed("") == [second["number"], first["number"]]
    assert listed("status=paid") == [first["number"]]
    assert listed("q=EVE") == [first["number"]]
    assert listed("q=100%25") == [first["number"]]
    assert listed(f"q={second['number'].lower()}") == [second["number"]]
    assert listed("q=2026-000001") == [first["number"]]
    assert listed("from=2026-11-28") == [second["number"]]
    assert listed("to=2026-11-27&status=nonsense&before=x") == [first["number"]]
    assert "No order is like that" in owner.get("/orders?q=nobody").text


@pytest.mark.usefixtures("store_url")
@pytest.mark.parametrize("query", ["from=0001-01-01", "to=9999-12-31", "to=9999-12-30"])
def test_any_day_of_the_calendar_is_answered(owner, shop, query):
    order = shop.placed()

    assert numbers(owner.get(f"/orders?{query}").text) == [order["number"]]


def test_a_day_that_is_none_is_refused_and_stays_typed(owner, shop):
    shop.placed()

    refused = owner.get("/orders?from=2026-02-30&to=2026-11-27&q=eve")

    assert refused.status_code == 422
    assert "Type a day like 2026-11-20." in refused.text
    for typed in ("2026-02-30", "2026-11-27", "eve"):
        assert f'value="{typed}"' in refused.text
    assert numbers(refused.text) == []


@pytest.mark.usefixtures("store_url")
def test_signs_that_nobody_sees_are_looked_for_by_nobody(owner, shop):
    order = shop.placed()
    hidden = "%00%1b%e2%80%ae"

    assert numbers(owner.get(f"/orders?q={hidden}mar{hidden}").text) == [order["number"]]
    for field in ("q", "status", "from", "to", "before", "after"):
        assert owner.get(f"/orders?{field}={hidden}").status_code == 200, field


def test_a_page_past_the_end_of_the_list_leads_to_the_newest(owner, shop):
    order = shop.placed()
    for place in ("before=0", "after=999999999999999"):
        html = owner.get(f"/orders?status=placed&{place}").text
        assert "Nothing on this page" in html
        assert "No orders yet" not in html
        newest = re.findall(r'href="/admin([^"]+)"[^>]*>Show the newest', html)[0]
        assert numbers(owner.get(newest).text) == [order["number"]]


def test_a_long_list_has_pages(owner, shop, monkeypatch):
    monkeypatch.setattr("order_service.pages.desk.PAGE", 2)
    made = [shop.placed()["number"] for _ in range(5)][::-1]
    seen, path = [], "/orders"

    while path:
        html = owner.get(path).text
        seen += numbers(html)
        path = (re.findall(r'href="/admin([^"]+)" rel="next"', html) or [""])[0]

    assert seen == made
    back = re.findall(r'href="/admin([^"]+)" rel="prev"', html)[0]
    assert numbers(owner.get(back).text) == made[2:4]


def test_an_order_is_taken_step_by_step_and_its_history_says_by_whom(owner, shop):
    order = shop.paid()
    version = order["version"]
    for status in ("packed", "shipped", "delivered"):
        done = owner.move(order, status, version)
        assert (done.status_code, done.headers["Location"]) == (303, f"/admin/orders/{order['id']}")
        version += 1

    html = owner.get(f"/orders/{order['id']}").text

    assert html.count("by Rosa Lindqvist, owner") == 3
    assert "It has arrived" not in html


def test_an_order_that_is_not_paid_can_only_be_cancelled(owner, shop):
    order = shop.placed()
    html = owner.get(f"/orders/{order['id']}").text

    assert "It is not paid yet" in html
    assert "It is packed" not in html
    assert owner.move(order, "packed", 1).status_code == 409
    assert owner.move(order, "paid", 1).status_code == 409
    assert owner.move(order, "nonsense", 1).status_code == 404
    assert owner.move(order, "cancelled", 1).status_code == 303


def test_a_manager_sees_what_is_sent_from_their_branch(desk_of, shop):
    order = shop.paid()
    elsewhere = desk_of(Role.MANAGER, branch_id="SMKT002")

    assert numbers(elsewhere.get("/orders").text) == []
    assert elsewhere.get(f"/orders/{order['id']}").status_code == 404
    assert elsewhere.move(order, "packed", 2).status_code == 404
    assert stat(elsewhere.get("/").text, "Paid today")[0] == "€0.00"
    assert numbers(desk_of(Role.MANAGER).get("/orders").text) == [order["number"]]


def test_what_was_refused_for_good_is_said(owner, shop, books, deliver, clock):
    shop.paid()
    books.refuses.add("book")
    for _ in range(6):
        deliver()
        clock.move(minutes=1)

    assert "1 message was refused by the books" in owner.get("/").text


def test_the_invoice_is_at_the_desk_too(owner, shop):
    order = shop.paid()

    html = owner.get(f"/orders/{order['id']}/invoice").text
    assert "Invoice 2026-000001" in html
    assert '<a href="/admin/orders" aria-current="page">Orders</a>' in html
    assert "Search the shop" not in html
    placed = shop.placed()
    assert owner.get(f"/orders/{placed['id']}/invoice").status_code == 303


def test_branch_and_services_are_called_by_what_they_are_to_people(owner, shop, books):
    order = shop.paid()

    html = owner.get(f"/orders/{order['id']}").text

    assert "4 items from Market Hall" in html
    assert html.count("by the checkout") == 2
    assert "cart-service" not in html
    assert "SMKT001" not in html
    books.away = True
    assert "4 items from SMKT001" in owner.get(f"/orders/{order['id']}").text
