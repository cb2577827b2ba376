"""The basket as documents 002 and 004 ask for it."""

import pytest

from common.testing.people import form

PEN, SHIRT, MUG = 11, 12, 13


@pytest.mark.parametrize("name", ["product_id", "album_id"])
def test_a_program_puts_in_changes_and_takes_out(client, name):
    added = client.post("/add_to_cart", json={name: PEN, "quantity": 3})
    client.post("/add_to_cart", json={name: MUG})

    assert added.json == {
        "items": [
            {
                "product_id": PEN,
                "name": "Pen",
                "quantity": 3,
                "unit_price": 5.0,
                "line_total": 10.0,
            }
        ],
        "total": 10.0,
    }
    assert client.post("/update_quantity", json={name: PEN, "quantity": 4}).json["total"] == 17.5
    assert client.post("/remove_item", json={name: MUG}).json["total"] == 10.0
    assert client.post("/restore_item", json={name: MUG}).json["total"] == 17.5
    assert client.post("/update_quantity", json={name: PEN, "quantity": 0}).json["total"] == 7.5


def test_document_004_says_how_many(client):
    assert client.post("/api/cart", json={"product_id": SHIRT, "qty": 3}).json["total"] == 45.0
    assert client.post("/api/cart", json={"product_id": SHIRT, "qty": 1}).json["total"] == 20.0
    assert client.post("/api/cart", json={"product_id": SHIRT, "qty": 0}).json == {
        "items": [],
        "total": 0.0,
    }


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/add_to_cart", {"product_id": 99}),
        ("/add_to_cart", {"product_id": "pen"}),
        ("/add_to_cart", {"quantity": 1}),
        ("/update_quantity", {"product_id": PEN}),
        ("/update_quantity", {"product_id": PEN, "quantity": -1}),
        ("/update_quantity", {"product_id": PEN, "quantity": 1, "step": 7}),
        ("/api/cart", {"product_id": PEN, "qty": 1.5}),
        ("/remove_item", {"product_id": 0}),
    ],
)
def test_what_cannot_be_is_refused_with_the_field(client, path, body):
    refused = client.post(path, json=body)

    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"].startswith("/")


def test_a_form_leads_back_to_the_page(client):
    added = client.post("/add_to_cart", data=form(client, album_id=PEN, quantity=2))
    changed = client.post("/update_quantity", data=form(client, product_id=PEN, quantity=2, step=1))

    assert (added.status_code, added.headers["Location"]) == (303, "/")
    assert (changed.status_code, changed.headers["Location"]) == (303, "/")


def test_a_form_without_the_pages_token_is_refused(client):
    refused = client.post("/add_to_cart", data={"product_id": PEN})

    assert (refused.status_code, refused.json["code"]) == (403, "foreign_request")


def test_another_sites_script_is_refused(client):
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        refused = client.post("/add_to_cart", json={"product_id": PEN}, headers=headers)
        assert refused.status_code == 403
        assert client.delete("/basket", headers=headers).status_code == 403


def test_while_the_shop_is_away_the_documents_answers_say_from_when_the_prices_are(
    client, shop, clock
):
    asked = (
        lambda: client.post("/add_to_cart", json={"product_id": 11, "quantity": 1}),
        lambda: client.post("/api/cart", json={"product_id": 11, "qty": 1}),
        lambda: client.post("/basket", json={"item": "PEN"}),
        lambda: client.get("/totalbasket"),
        lambda: client.get("/products"),
    )
    assert [each().headers.get("Prices-From") for each in asked] == [None] * 5

    shop.away = True
    clock.move(minutes=5)

    told = [each().headers.get("Prices-From") for each in asked]
    assert told == ["2026-11-20T15:20:00+01:00"] * 5
    assert client.get("/totalbasket").json.keys() == {"items", "total"}
