"""Every route under random requests: no failure of ours, and only answers that the document describes."""

from common.testing.contract import only_documented_answers_come


def test_only_documented_answers_come(app, shop, subtests):
    only_documented_answers_come(app, subtests, {}, shop.headers)


def test_the_document_describes_every_documented_endpoint(client):
    document = client.get("/openapi.json").json

    assert {
        "/api/orders",
        "/api/orders/{order_id}",
        "/api/orders/{order_id}/status",
        "/api/v1/orders",
        "/api/v1/orders/{order_id}",
        "/api/v1/orders/{order_id}/payment",
        "/api/v1/orders/{order_id}/cancel",
        "/api/v1/facts/orders",
        "/api/v1/facts/outbox",
    } <= set(document["paths"])
