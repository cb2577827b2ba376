"""A database that was migrated and not filled yet: every question is answered, none with a failure of ours."""

import uuid

import pytest

from api_service.app import create_app
from api_service.collaborators import Collaborators
from api_service.config import Settings


@pytest.fixture
def empty(server):
    """A client of books without a company."""
    settings = Settings(
        secret_key="a key for the tests",
        service_key="a key that the services of the tests share",
        database_url=server.url("api"),
        demo=True,
    )
    books = Collaborators.of(settings)
    yield create_app(settings, books).test_client()
    books.database.close()


@pytest.mark.parametrize(
    "address",
    [
        "/cashier/users_orders_purchases",
        "/dashboard/analytics",
        "/api/v1/branches",
        "/api/v1/purchases",
        "/api/v1/reports/sales?group=day",
        "/api/v1/reports/products",
        "/api/v1/reports/customers",
    ],
)
def test_what_needs_a_company_says_that_there_is_none_and_what_to_do(empty, address):
    told = empty.get(address)

    assert (told.status_code, told.json["code"]) == (503, "no_chain")
    assert "./mercato seed" in told.json["detail"]


def test_the_documents_catalog_is_empty(empty):
    catalog = empty.get("/cashier/catalog")

    assert catalog.status_code == 200
    assert catalog.json == {"supermarkets": [], "users": [], "users_total": 0, "products": []}


def test_nothing_can_be_sold(empty):
    sale = {"branch_id": "SMKT001", "lines": [{"product_id": 1, "quantity": 1}]}

    told = empty.post(
        "/api/v1/purchases", json=sale, headers={"Idempotency-Key": str(uuid.uuid4())}
    )

    assert (told.status_code, told.json["code"]) == (503, "no_chain")
