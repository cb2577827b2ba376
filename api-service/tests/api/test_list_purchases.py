"""GET /api/v1/purchases and the lists beside it: filters, pages, cursors."""

import uuid

import pytest


def ids(listed):
    return [purchase["id"] for purchase in listed.json["purchases"]]


@pytest.fixture
def sold(sell, clock):
    """Five sales a minute apart, alternating between two branches, the newest last."""
    made = []
    for number in range(5):
        branch = "SMKT001" if number % 2 == 0 else "SMKT002"
        made.append(sell(branch_id=branch).json["id"])
        clock.move(minutes=1)
    return made


def test_purchases_come_newest_first(client, sold):
    assert ids(client.get("/api/v1/purchases")) == sold[::-1]


def test_the_link_header_leads_through_every_page_once(client, sold):
    seen = []
    address = "/api/v1/purchases?limit=2"
    for _ in range(3):
        page = client.get(address)
        seen += ids(page)
        link = page.headers.get("Link", "")
        address = link.partition(">")[0].lstrip("<")

    assert seen == sold[::-1]
    assert link == ""
    assert page.json["next"] is None


def test_sales_made_between_two_pages_move_nothing(client, sold, sell):
    first = client.get("/api/v1/purchases?limit=2")
    sell()

    second = client.get(
        "/api/v1/purchases", query_string={"limit": 2, "cursor": first.json["next"]}
    )

    assert ids(second) == sold[2:0:-1]


@pytest.mark.usefixtures("sold")
def test_a_cursor_holds_for_its_filters_only(client):
    cursor = client.get("/api/v1/purchases?limit=1").json["next"]

    refused = client.get(
        "/api/v1/purchases", query_string={"limit": 1, "cursor": cursor, "branch": "SMKT001"}
    )

    assert (refused.status_code, refused.json["code"]) == (400, "invalid_cursor")


@pytest.mark.parametrize("cursor", ["x", "W10.forged", "a.b.c"])
def test_a_made_up_cursor_is_refused(client, cursor):
    refused = client.get("/api/v1/purchases", query_string={"cursor": cursor})

    assert (refused.status_code, refused.json["code"]) == (400, "invalid_cursor")


def test_purchases_are_filtered_by_branch(client, sold):
    assert ids(client.get("/api/v1/purchases?branch=SMKT002")) == [sold[3], sold[1]]


def test_days_are_the_branchs_own(client, sell, clock):
    clock.move(hours=8, minutes=45)  # 00:05 of the next day in Amsterdam, 23:05 in UTC
    late = sell().json["id"]

    assert ids(client.get("/api/v1/purchases?from=2026-11-21")) == [late]
    assert ids(client.get("/api/v1/purchases?to=2026-11-20")) == []


def test_the_first_and_last_days_of_all_leave_nothing_out(client, sold):
    assert ids(client.get("/api/v1/purchases?from=0001-01-01&to=9999-12-31")) == sold[::-1]


def test_one_purchase_is_found_by_its_id(client, sell):
    made = sell()

    assert client.get(f"/api/v1/purchases/{made.json['id']}").data == made.data


def test_an_unknown_purchase_is_404(client):
    missing = client.get(f"/api/v1/purchases/{uuid.uuid4()}")

    assert (missing.status_code, missing.json["code"]) == (404, "purchase_not_found")


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "?limit"),
        ("limit=many", "?limit"),
        ("from=yesterday", "?from"),
        ("from=2026-W47-5", "?from"),
        ("from=2026-11-21&to=2026-11-20", "?from"),
        ("customer=me", "?customer"),
        ("colour=red", "?colour"),
        ("limit=1&limit=2", "?limit"),
    ],
)
def test_a_wrong_parameter_is_named(client, query, pointer):
    refused = client.get(f"/api/v1/purchases?{query}")

    assert (refused.status_code, refused.json["errors"][0]["pointer"]) == (422, pointer)
