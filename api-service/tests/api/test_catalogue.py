"""Products and branches: search, pages, and answers that are not read again while nothing changed."""

import pytest
from sqlalchemy import text


def names(listed):
    return [product["name"] for product in listed.json["products"]]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("loaf", ["Sourdough loaf"]),
        ("MUG", ["Coffee mug"]),
        ("400000000001", ["Tomatoes"]),
        ("%", []),
        ("", ["Tomatoes", "Sourdough loaf", "Coffee mug"]),
    ],
)
def test_products_are_found_by_name_code_and_barcode(client, search, found):
    assert names(client.get("/api/v1/products", query_string={"search": search})) == found


def test_archived_products_are_not_on_sale(client, arrange):
    arrange.execute(text("UPDATE catalog.product SET archived_at = now() WHERE id = 1"))

    assert "Tomatoes" not in names(client.get("/api/v1/products"))


@pytest.mark.parametrize("path", ["/api/v1/products", "/api/v1/branches"])
@pytest.mark.parametrize("weak", ["", "W/"])  # a proxy that compresses makes a tag weak
def test_an_unchanged_catalogue_is_not_sent_again(client, path, weak):
    etag = client.get(path).headers["ETag"]

    again = client.get(path, headers={"If-None-Match": weak + etag})

    assert (again.status_code, again.data) == (304, b"")


def test_a_changed_price_changes_the_etag(client, arrange):
    etag = client.get("/api/v1/products").headers["ETag"]
    arrange.execute(text("INSERT INTO catalog.price VALUES (1, 2, 260)"))

    assert client.get("/api/v1/products", headers={"If-None-Match": etag}).status_code == 200


def test_branches_come_with_their_tills(client):
    listed = client.get("/api/v1/branches").json

    assert listed["company"]["currency"] == "EUR"
    market = next(branch for branch in listed["branches"] if branch["id"] == "SMKT001")
    assert [till["id"] for till in market["tills"]] == ["SMKT001-1", "SMKT001-2"]


def test_the_branch_of_the_web_is_listed_as_what_it_is(client):
    listed = client.get("/api/v1/branches").json["branches"]

    assert [(each["id"], each["tills"]) for each in listed if each["kind"] == "online"] == [
        ("WEB", [])
    ]
