"""The change due, the receipt, and the receipts before it."""

import uuid

import pytest

from cashier_service.pages.desk import till_cookie
from common.pricing import PercentOff
from common.testing.people import door_of


@pytest.fixture
def sold(client, post, sale):
    """The sale, paid with a twenty; answers the pages' addresses by the sale's id."""
    client.set_cookie(till_cookie(door_of(client).cookies), "SMKT001-1")
    post("/till/sales", total=1230, method="cash", given="20")
    return sale["sale_id"]


def test_after_the_sale_the_change_is_the_largest_thing_on_the_page(client, sold):
    page = client.get(f"/sales/{sold}").text

    assert '<data class="money price price--huge" value="7.70">' in page
    assert '<li class="note">5</li><li>2</li><li>50c</li><li>20c</li>' in page
    assert "Booked as M1-000001" in page


def test_a_receipt_shows_seller_number_time_vat_and_tenders(client, sold):
    page = client.get(f"/receipts/{sold}").text

    for shown in (
        "Mercato Market Hall",
        "Market Square 1",
        "VAT NL 0000.00.000",
        "M1-000001",
        "20 Nov 2026, 15:20",
        "VAT 9\u00a0% in 4.80",
        "VAT 21\u00a0% in 7.50",
    ):
        assert shown in page
    assert "<dt>Cash</dt><dd>20.00</dd>" in page
    assert "<dt>Change</dt><dd>7.70</dd>" in page


def test_a_receipt_names_what_came_off(client, post, sale, books):
    books.change(
        promotions=[
            PercentOff(
                id=1, version=1, name="Autumn", product_ids=frozenset({3}), basis_points=1000
            )
        ]
    )
    client.set_cookie(till_cookie(door_of(client).cookies), "SMKT001-1")
    post("/till/sales", total=1155, method="card")

    page = client.get(f"/receipts/{sale['sale_id']}").text

    assert '<span class="stamp stamp--small">Autumn</span>' in page
    assert 'value="7.50"' in page
    assert 'value="-0.75"' in page
    assert "3 items, saves 0.75" in page


def test_a_sale_by_card_gives_nothing_back(client, post, sale):
    post("/till/sales", total=1230, method="card")

    page = client.get(f"/sales/{sale['sale_id']}").text

    assert "No change" in page


def test_the_last_receipts_lead_to_each_receipt(client, sold):
    page = client.get("/receipts").text

    assert "M1-000001" in page
    assert f'href="/receipts/{sold}"' in page


def test_a_till_that_sold_nothing_yet_says_so(client):
    client.set_cookie(till_cookie(door_of(client).cookies), "SMKT002-1")

    assert "No receipt yet" in client.get("/receipts").text


def test_a_sale_that_was_never_booked_has_no_receipt(client):
    missing = client.get(f"/sales/{uuid.uuid4()}")

    assert (missing.status_code, missing.json["code"]) == (404, "no_such_receipt")
