"""Document 003's curl lines, on the basket's own port."""

import pytest

_ITEMS = {
    "PEN TSHIRT MUG": 32.5,
    "PEN TSHIRT PEN": 25.0,
    "TSHIRT TSHIRT TSHIRT PEN TSHIRT": 65.0,
    "PEN TSHIRT PEN PEN MUG TSHIRT TSHIRT": 62.5,
}


@pytest.mark.parametrize(("items", "total"), _ITEMS.items())
def test_the_four_worked_examples(client, items, total):
    for item in items.split():
        assert client.post("/basket", json={"item": item}).status_code == 200

    answer = client.get("/totalbasket")

    assert answer.json["total"] == total
    assert sorted(answer.json["items"]) == sorted(items.split())
    assert client.get("/basket").json == {"items": answer.json["items"]}


def test_products_are_listed_with_their_prices(client):
    listed = client.get("/products").json["products"]

    assert {"code": "MUG", "name": "Coffee mug", "price": 7.5} in listed


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_a_basket_is_emptied(client, method):
    client.post("/basket", json={"item": "MUG"})

    emptied = client.open("/emptybasket" if method == "GET" else "/basket", method=method)

    assert emptied.json == {"items": []}
    assert client.get("/totalbasket").json == {"items": [], "total": 0.0}


def test_another_sites_page_cannot_empty_it(client):
    client.post("/basket", json={"item": "MUG"})

    refused = client.get("/emptybasket", headers={"Sec-Fetch-Site": "cross-site"})

    assert (refused.status_code, refused.json["code"]) == (403, "foreign_request")
    assert client.get("/basket").json == {"items": ["MUG"]}


def test_an_item_that_is_not_sold_is_refused(client):
    refused = client.post("/basket", json={"item": "BOAT"})

    assert (refused.status_code, refused.json["code"]) == (422, "not_on_sale")
    assert refused.json["errors"][0]["pointer"] == "/item"


def test_nobodys_request_uses_the_basket_default_and_is_given_no_cookie(client):
    answer = client.post("/basket", json={"item": "MUG"})

    assert "Set-Cookie" not in answer.headers
    assert client.get("/basket", headers={"Basket-Id": "default"}).json == {"items": ["MUG"]}
    assert client.get("/basket", headers={"Basket-Id": "another"}).json == {"items": []}
