"""A cashier sells at the tills of one branch; another branch's do not exist for them. Owners reach all."""

import uuid

import pytest

from cashier_service.pages.desk import till_cookie
from common.access import Role
from common.errors import NeighbourUnavailable
from common.service_client import Refusal
from common.testing.people import door_of, form, signed_in, somebody


@pytest.fixture
def cashier(visitor):
    """Ines, of the Market Hall."""
    signed_in(visitor, somebody(Role.CASHIER))
    return visitor


@pytest.fixture
def sold(cashier, sale):
    """Sells by card as Ines; the sale's id."""

    def sell():
        sent = {"till_id": "SMKT001-1", "sale": sale, "total": 1230, "method": "card"}
        cashier.post("/till/sales", json=sent)
        return sale["sale_id"]

    return sell


def test_only_the_own_branchs_tills_are_offered(cashier):
    page = cashier.get("/tills").text

    assert "SMKT001-1" in page
    assert "Harbour" not in page


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/till/screen", {}),
        ("/till/sales", {"total": 1230, "method": "card"}),
    ],
)
def test_another_branchs_till_does_not_exist(cashier, sale, path, body):
    sent = {"till_id": "SMKT002-1", "sale": sale} | body

    refused = cashier.post(path, json=sent)

    assert (refused.status_code, refused.json["code"]) == (404, "no_such_till")


def test_another_branchs_till_is_a_page_that_is_not_there(cashier):
    refused = cashier.post(
        "/tills", data=form(cashier, till_id="SMKT002-1"), headers={"Accept": "text/html"}
    )

    assert refused.status_code == 404
    assert "There is no such till" in refused.text


def test_a_browser_that_was_another_branchs_till_is_asked_again(cashier):
    cashier.set_cookie(till_cookie(door_of(cashier).cookies), "SMKT002-1")

    assert cashier.get("/till").location == "/tills"


def test_another_branchs_receipt_does_not_exist(client, visitor, sale):
    sent = {"till_id": "SMKT002-1", "sale": sale, "total": 1230, "method": "card"}
    client.post("/till/sales", json=sent)
    assert client.get(f"/receipts/{sale['sale_id']}").status_code == 200

    signed_in(visitor, somebody(Role.CASHIER))

    for path in ("/receipts/", "/sales/"):
        assert visitor.get(path + sale["sale_id"]).status_code == 404
    assert visitor.get(f"/till/sales/{sale['sale_id']}").json["booked"] is False


def test_a_receipt_says_who_sold(cashier, books, sold):
    books.cashier_id = somebody(Role.CASHIER).account_id

    assert "Ines Duarte" in cashier.get(f"/receipts/{sold()}").text.split("<main")[1]


def test_a_receipt_says_who_of_the_others_sold(cashier, books, sold):
    other = uuid.uuid4()
    books.cashier_id, books.names = other, {other: "Tom Okafor"}

    assert "Tom Okafor" in cashier.get(f"/sales/{sold()}").text


@pytest.mark.parametrize("failure", [NeighbourUnavailable("away"), Refusal(404, {})])
def test_a_receipt_holds_without_the_name(cashier, books, sold, failure, monkeypatch):
    books.cashier_id = uuid.uuid4()
    sale_id = sold()

    def silent(_):
        raise failure

    monkeypatch.setattr(books, "name_of", silent)

    page = cashier.get(f"/receipts/{sale_id}")
    assert page.status_code == 200
    assert "M1-000001" in page.text


def test_a_disabled_cashier_is_out_at_the_next_click_and_hears_why(cashier, people):
    cashier.set_cookie(till_cookie(door_of(cashier).cookies), "SMKT001-1")
    token = next(iter(people.sessions))
    people.end(token, "disabled")

    led = cashier.get("/till", headers={"Accept": "text/html"})

    assert led.location == "/sign-in?why=disabled&next=%2Ftill"
    assert "This account was closed" in cashier.get(led.location).text


def test_a_sale_whose_session_ended_on_its_way_is_not_booked_and_says_where_the_door_is(
    cashier, books, sale, monkeypatch
):
    def ended(_):
        raise Refusal(401, {"code": "session_ended", "reason": "disabled", "detail": "It ended"})

    monkeypatch.setattr(books, "record_sale", ended)
    sent = {"till_id": "SMKT001-1", "sale": sale, "total": 1230, "method": "card"}

    refused = cashier.post("/till/sales", json=sent)

    assert (refused.status_code, refused.json["leads_to"]) == (401, "/sign-in?why=disabled")


@pytest.mark.parametrize("path", ["/", "/till", "/tills", "/receipts", "/till/status"])
def test_customers_have_no_business_here(visitor, path):
    signed_in(visitor, somebody(Role.CUSTOMER))

    assert visitor.get(path).status_code == 403
