"""Every route under random requests: no failure of ours, and only answers that the document describes."""

from common.testing.contract import only_documented_answers_come


def test_only_documented_answers_come(client, subtests):
    only_documented_answers_come(client.application, subtests)


def test_the_document_describes_every_documented_endpoint(client):
    document = client.get("/openapi.json").json

    assert {
        "/add_to_cart",
        "/update_quantity",
        "/remove_item",
        "/products",
        "/basket",
        "/totalbasket",
        "/emptybasket",
        "/api/cart",
        "/api/v1/baskets/{basket_id}",
    } <= set(document["paths"])
