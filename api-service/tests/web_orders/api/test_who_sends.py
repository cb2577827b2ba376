"""Which shop sends web orders: the first until somebody chooses."""

import pytest
from sqlalchemy import text


@pytest.fixture
def choose(client):
    """Choose a shop; `etag` is what was read, by default what is there now."""

    def choose(branch, etag=None):
        etag = etag or client.get("/api/v1/web-orders").headers["ETag"]
        return client.put(
            "/api/v1/web-orders", json={"fulfilled_by": branch}, headers={"If-Match": etag}
        )

    return choose


def test_the_first_shop_sends_until_somebody_chooses(client):
    assert client.get("/api/v1/web-orders").json == {
        "fulfilled_by": "SMKT001",
        "sold_by": "WEB",
        "chosen": False,
    }


def test_what_is_reserved_is_sent_from_the_shop_that_was_chosen(choose, reserve, level):
    chosen = choose("SMKT002")

    assert chosen.json["fulfilled_by"] == "SMKT002"
    assert reserve((1, 2)).json["branch_id"] == "SMKT002"
    assert (level(1, "SMKT001"), level(1, "SMKT002")) == ((100, 0), (100, 2))


def test_what_was_reserved_before_is_given_back_where_it_was_kept(choose, reserve, asks, level):
    key = reserve((1, 2)).json["id"]
    choose("SMKT002")

    asks("delete", f"/api/v1/reservations/{key}")

    assert (level(1, "SMKT001"), level(1, "SMKT002")) == ((100, 0), (100, 0))


def test_a_choice_on_an_old_reading_is_refused(client, choose):
    old = client.get("/api/v1/web-orders").headers["ETag"]
    choose("SMKT002")

    late = choose("SMKT001", etag=old)

    assert (late.status_code, late.json["code"]) == (412, "precondition_failed")
    assert choose("SMKT001").status_code == 200


def test_a_choice_needs_what_it_was_made_on(client):
    bare = client.put("/api/v1/web-orders", json={"fulfilled_by": "SMKT002"})

    assert (bare.status_code, bare.json["code"]) == (428, "precondition_required")


@pytest.mark.parametrize(
    ("branch", "code"),
    [("NOWHERE", "unknown_branch"), ("WEB", "branch_does_not_sell"), ("", "invalid_request")],
)
def test_only_a_shop_can_send(choose, branch, code):
    assert choose(branch).json["code"] == code


def test_a_shop_that_closes_sends_no_more(client, choose, arrange):
    choose("SMKT002")
    arrange.execute(text("UPDATE catalog.branch SET archived_at = now() WHERE id = 'SMKT002'"))

    assert client.get("/api/v1/web-orders").json["fulfilled_by"] == "SMKT001"
