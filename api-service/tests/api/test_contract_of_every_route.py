"""Every route under random requests: no failure of ours, and only answers that the document describes."""

from common.testing.contract import only_documented_answers_come


def test_only_documented_answers_come(client, subtests):
    only_documented_answers_come(client.application, subtests)


def test_the_document_describes_every_documented_endpoint(client):
    document = client.get("/openapi.json").json

    assert document["openapi"] == "3.1.0"
    assert {
        "/",
        "/customers",
        "/cashier/catalog",
        "/cashier/create_purchase",
        "/cashier/users_orders_purchases",
        "/dashboard/analytics",
        "/api/v1/purchases",
        "/api/v1/products",
    } <= set(document["paths"])


def test_the_documentation_page_loads_nothing_from_elsewhere(client):
    page = client.get("/docs", headers={"Accept": "text/html"})

    assert page.status_code == 200
    assert 'src="http' not in page.text
    assert 'href="http' not in page.text
