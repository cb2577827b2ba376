import base64
from dataclasses import replace

import pytest

from common.access import Role
from common.service_client import Refusal
from common.service_tokens import ServiceTokens
from common.testing.people import PASSWORD
from store_service.app import create_app


def test_an_album_as_document_002_asks_for_it(client):
    assert client.get("/api/album/4").json == {
        "id": 4,
        "title": "Night Tram",
        "artist": "Odile Marchetti Trio",
        "genre": "Jazz",
        "year": 1964,
        "price": 24.0,
        "cover_url": None,
        "stock": 4,
    }
    assert client.get("/api/album/77").status_code == 404


def test_products_as_document_004_asks_for_them(client):
    found = client.get("/api/products").json

    assert [each["product_id"] for each in found] == [1, 2, 3, 4, 5, 6]
    assert found[1] == {
        "product_id": 2,
        "name": "Pen",
        "price": 5.0,
        "stock": 300,
        "threshold": 25,
        "image_url": None,
        "image_data": None,
    }


def test_pictures_come_along_when_asked_for(client, sql):
    cover_id = "ab" * 16
    sql("INSERT INTO catalog.cover (id) VALUES (:id)", id=cover_id)
    sql("INSERT INTO catalog.cover_size VALUES (:id, 320, 'RIFF')", id=cover_id)
    sql("UPDATE catalog.product SET cover_id = :id WHERE id = 4", id=cover_id)

    album = client.get("/api/products?image_data=1").json[3]
    assert base64.b64decode(album["image_data"]) == b"RIFF"
    assert album["image_url"] == f"http://localhost/covers/{cover_id}-320.webp"


def test_products_as_document_003_asks_for_them(client):
    found = client.get("/products").json

    assert {"code": "PEN", "name": "Pen", "price": 5.0} in found["products"]


def test_signing_up_and_in_as_document_004_does(client, accounts):
    person = {"full_name": "Lea Brandt", "email": "lea@example.org", "password": PASSWORD}
    made = client.post("/api/signup", json=person)

    assert made.status_code == 201
    assert made.json["role"] == "customer"
    begun = client.post("/api/login", json={"email": "lea@example.org", "password": PASSWORD})
    assert begun.status_code == 200
    assert begun.json["user_id"] == made.json["user_id"]
    assert "_shop=" in begun.headers["Set-Cookie"]
    assert accounts.asked[0]["address"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("role", "redirect", "opens_the_office"),
    [
        (Role.CUSTOMER, "http://localhost", False),
        (Role.CASHIER, "http://till.example", False),
        (Role.MANAGER, "http://localhost/admin/", True),
        (Role.OWNER, "http://localhost/admin/", True),
    ],
)
def test_a_sign_in_leads_to_where_its_role_works(
    settings, collaborators, role, redirect, opens_the_office
):
    """Document 004's admin begins among the goods, and is not asked to sign in again there."""
    with_a_till = settings.model_copy(update={"cashier_public_url": "http://till.example"})
    client = create_app(with_a_till, replace(collaborators, settings=with_a_till)).test_client()
    person = {"email": f"{role.value}@example.org", "password": PASSWORD}

    begun = client.post("/api/login", json=person)

    assert (begun.json["role"], begun.json["redirect"]) == (role.value, redirect)
    page = client.get("/admin/", headers={"Accept": "text/html"})
    assert page.status_code == (200 if opens_the_office else 303)
    theirs = [each for each in begun.headers.getlist("Set-Cookie") if "_admin=" in each]
    assert [("Path=/admin" in each, "Domain" in each) for each in theirs] == (
        [(True, False)] if opens_the_office else []
    )
    assert any("_shop=" in each for each in begun.headers.getlist("Set-Cookie"))


def test_a_wrong_password_is_told_in_the_books_words(client):
    answer = client.post("/api/login", json={"email": "customer@example.org", "password": "no"})

    assert (answer.status_code, answer.json["code"]) == (401, "wrong_credentials")


def test_a_taken_email_is_a_conflict(client, accounts):
    accounts.refusal = Refusal(409, {"code": "email_taken"})
    person = {"full_name": "Lea", "email": "lea@example.org", "password": PASSWORD}

    assert client.post("/api/signup", json=person).status_code == 409


def test_the_catalogue_is_for_services_and_costs_nothing_twice(client):
    tokens = ServiceTokens("a service key for tests, and no other", service="cart-service")
    ours = {"Authorization": f"Bearer {tokens.issue('store-service')}"}

    assert client.get("/api/v1/catalogue").status_code == 401
    found = client.get("/api/v1/catalogue", headers=ours)
    assert found.status_code == 200
    assert found.json["company"]["currency"] == "EUR"
    assert found.json["products"][1]["price"] == {"minor": 500, "currency": "EUR"}
    assert found.json["promotions"][0]["product_ids"] == [2]
    assert found.headers["ETag"] == f'"catalogue-{found.json["revision"]}"'
    again = client.get("/api/v1/catalogue", headers=ours | {"If-None-Match": found.headers["ETag"]})
    assert again.status_code == 304


def test_what_can_be_sent_is_for_services_and_leaves_the_catalogue_as_it_is(client, sql):
    tokens = ServiceTokens("a service key for tests, and no other", service="cart-service")
    ours = {"Authorization": f"Bearer {tokens.issue('store-service')}"}

    def levels():
        found = client.get("/api/v1/stock?ids=4,5,6,99", headers=ours)
        assert (found.status_code, found.headers["Cache-Control"]) == (200, "no-store")
        return {each["product_id"]: each["available"] for each in found.json["levels"]}

    before = client.get("/api/v1/catalogue", headers=ours).headers["ETag"]
    assert levels() == {4: 4, 5: 0, 6: 0, 99: 0}
    sql("UPDATE books.level SET quantity = 3 WHERE product_id = 4 AND branch_id = 'SMKT001'")
    assert levels()[4] == 3
    assert client.get("/api/v1/catalogue", headers=ours).headers["ETag"] == before
    assert client.get("/api/v1/stock?ids=4").status_code == 401
    assert client.get("/api/v1/stock?ids=4,", headers=ours).status_code == 422


def test_a_token_for_another_service_opens_nothing(client):
    tokens = ServiceTokens("a service key for tests, and no other", service="cart-service")
    stolen = {"Authorization": f"Bearer {tokens.issue('api-service')}"}

    assert client.get("/api/v1/catalogue", headers=stolen).status_code == 401
