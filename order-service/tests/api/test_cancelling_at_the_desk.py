"""Somebody at the desk calls an order off, and says why."""

import pytest

from common.access import Role


def test_the_second_editor_is_told_and_nothing_of_theirs_is_done(owner, shop, desk_of):
    order = shop.paid()
    owner.move(order, "cancelled", order["version"], why="they called")

    late = desk_of(Role.MANAGER).move(order, "packed", order["version"])

    assert late.status_code == 412
    assert "Somebody else was faster" in late.text
    assert "Now it is cancelled, by Rosa Lindqvist" in late.text
    assert "They called." in late.text
    assert shop.get(f"/api/v1/orders/{order['id']}").json["status"] == "cancelled"


@pytest.mark.usefixtures("store_url")
def test_a_reason_is_kept_without_signs_that_nobody_sees(owner, shop):
    order = shop.paid()

    for sign in ("\x00", "\x1b", "\u202e"):
        refused = owner.move(order, "cancelled", order["version"], why=f"they{sign} called")
        assert refused.status_code == 422
        assert "There were signs in it that cannot be seen." in refused.text
        assert '<details class="sure" open>' in refused.text
        assert 'value="they called"' in refused.text
    seen = shop.get(f"/api/v1/orders/{order['id']}").json
    assert (seen["status"], seen["version"]) == ("paid", order["version"])
    owner.move(order, "cancelled", order["version"], why="they called")
    assert "They called." in owner.get(f"/orders/{order['id']}").text


def test_a_reason_that_is_too_long_stays_typed(owner, shop):
    order = shop.placed()

    refused = owner.move(order, "cancelled", 1, why="x" * 201)

    assert refused.status_code == 422
    assert "Say it in 200 signs at most; these are 201." in refused.text
    assert f'value="{"x" * 201}"' in refused.text


def test_who_comes_late_with_a_reason_that_cannot_be_kept_is_told_that_first(owner, shop):
    order = shop.paid()
    for version, status in enumerate(("packed", "shipped"), order["version"]):
        owner.move(order, status, version)

    late = owner.move(order, "cancelled", order["version"], why="\x00")

    assert late.status_code == 422
    assert "Now it is shipped, by Rosa Lindqvist" in late.text


def test_whoever_cancels_is_told_what_comes_of_it(owner, shop, client):
    body = {
        "customer": {"name": "M", "email": "m@example.org"},
        "items": [{"product_id": 1, "name": "Tomatoes", "quantity": 1, "price": 2.4}],
        "total": 2.4,
    }
    posted = client.post("/api/orders", json=body).json
    paid = shop.paid()

    assert "Nothing is held for it" in owner.get(f"/orders/{posted['id']}").text
    html = owner.get(f"/orders/{paid['id']}").text
    assert "The goods go back on sale. 13.80 EUR go back to the card." in html
