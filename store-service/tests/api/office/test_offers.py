import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from store_service.repository import offers

HTML = {"Accept": "text/html"}

THREE = {
    "name": "3 records, 20 % off",
    "kind": "percent_off",
    "percent": "20",
    "minimum": "3",
    "department": "records",
    "codes": "",
    "starts_on": "",
    "ends_on": "",
    "units": "",
    "paid": "",
}


def test_an_offer_is_on_at_once(office, client):
    client.get("/", headers=HTML)
    assert office.post("/offers", **THREE).status_code == 303

    assert "Records: 3 records, 20 % off" in client.get("/", headers=HTML).text
    assert "3 records, 20 % off" in client.get("/goods/4", headers=HTML).text


def test_a_set_with_a_free_unit_is_for_products_by_code(office, client):
    sent = THREE | {
        "kind": "multi_buy",
        "name": "3 for 2",
        "units": "3",
        "paid": "2",
        "department": "",
        "codes": "tshirt, ALB-1",
    }
    assert office.post("/offers", **sent).status_code == 303

    assert "3 for 2" in client.get("/goods/3", headers=HTML).text
    assert "3 for 2" not in client.get("/goods/1", headers=HTML).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Type the words"),
        ({"kind": "gift"}, "Choose what it does"),
        ({"percent": "0"}, "Type a share"),
        ({"percent": "101"}, "Type a share"),
        ({"percent": "12.345"}, "two decimals"),
        ({"percent": "nan"}, "Type a share"),
        ({"minimum": ""}, "Type a number"),
        ({"kind": "multi_buy", "units": "2", "paid": "2"}, "else nothing is free"),
        ({"department": ""}, "Say what it is for"),
        ({"department": "ghosts"}, "There is no department ghosts"),
        ({"codes": "GHOST"}, "No product has the code GHOST"),
        ({"starts_on": "2026-12-02", "ends_on": "2026-12-01"}, "before it begins"),
        ({"starts_on": "soon"}, "Type a day"),
        ({"ends_on": "2026-W47-5"}, "Type a day like"),
        ({"ends_on": "9999-12-31"}, "Type a day from 1970-01-01 to 2999-12-31"),
        ({"starts_on": "0001-01-01"}, "Type a day from 1970-01-01 to 2999-12-31"),
    ],
)
def test_an_offer_that_cannot_be_is_told_and_stays_typed(office, sql, changes, words):
    page = office.post("/offers", **(THREE | changes))

    assert page.status_code == 422
    assert words in page.text
    assert sql("SELECT count(*) FROM catalog.promotion") == 1


def test_an_offer_of_later_waits_for_its_day(office, client):
    office.post("/offers", **THREE | {"starts_on": "2026-12-01"})

    assert "From Tue 1 Dec" in office.get("/offers").text
    assert "20 % off" not in client.get("/goods/4", headers=HTML).text


def test_an_offer_that_ends_is_gone_at_once(office, client):
    assert "2 for 1" in client.get("/goods/2", headers=HTML).text
    office.post("/offers/1/end", version="1")

    assert "2 for 1" not in client.get("/goods/2", headers=HTML).text
    assert office.post("/offers/1/end", version="1").status_code == 404


def test_an_offer_that_somebody_made_another_is_not_ended_unseen(office, sql):
    office.post("/offers/1", **TWO_FOR_ONE)
    late = office.post("/offers/1/end", version="1")

    assert late.status_code == 412
    assert "Somebody changed the offer meanwhile" in late.text
    assert sql("SELECT archived_at FROM catalog.promotion WHERE id = 1") is None
    assert re.search(r'/1/end".*?name="version" value="2"', late.text, re.DOTALL)
    assert office.post("/offers/1/end", version="2").status_code == 303


TWO_FOR_ONE = {
    "version": "1",
    "kind": "multi_buy",
    "name": "3 for 2",
    "units": "3",
    "paid": "2",
    "free_units": "cheapest",
    "codes": "PEN",
    "department": "",
    "starts_on": "2026-11-01",
    "ends_on": "2026-11-30",
    "priority": "5",
}


def rule(sql, version):
    columns = "name, units, paid, free_units, priority"
    return sql(
        f"SELECT array_to_string(ARRAY[{columns.replace(', ', '::text, ')}::text], '|') "
        "FROM catalog.promotion_version WHERE promotion_id = 1 AND version = :version",
        version=version,
    )


def test_a_running_offer_is_changed_as_a_new_version(office, client, sql):
    shown = office.get("/offers/1").text
    assert 'value="2 for 1"' in shown
    assert 'value="PEN"' in shown

    assert office.post("/offers/1", **TWO_FOR_ONE).status_code == 303

    assert "3 for 2" in client.get("/goods/2", headers=HTML).text
    assert "2 for 1" not in client.get("/goods/2", headers=HTML).text
    assert rule(sql, 1) == "2 for 1|2|1|cheapest_of_each_set|0"
    assert rule(sql, 2) == "3 for 2|3|2|cheapest|5"
    assert sql("SELECT count(*) FROM catalog.promotion") == 1
    again = office.get("/offers/1").text
    assert 'value="2026-11-01"' in again
    assert 'value="2026-11-30"' in again


def test_of_two_who_change_an_offer_the_second_is_told(office, sql):
    office.post("/offers/1", **TWO_FOR_ONE)
    late = office.post("/offers/1", **TWO_FOR_ONE | {"name": "4 for 2", "units": "4"})

    assert late.status_code == 412
    assert "Somebody changed the offer meanwhile" in late.text
    assert 'value="4 for 2"' in late.text
    assert sql("SELECT version FROM catalog.promotion WHERE id = 1") == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"units": "2"}, "else nothing is free"),
        ({"free_units": "dearest"}, "Choose which are free"),
        ({"priority": "first"}, "Type a number from -100 to 100"),
        ({"codes": "GHOST"}, "No product has the code GHOST"),
        ({"department": "*"}, "it is for everything"),
    ],
)
def test_a_change_that_cannot_be_stays_typed_and_changes_nothing(office, sql, changes, words):
    page = office.post("/offers/1", **TWO_FOR_ONE | changes)

    assert page.status_code == 422
    assert words in page.text
    assert sql("SELECT version FROM catalog.promotion WHERE id = 1") == 1


def test_an_offer_that_has_ended_is_changed_by_nobody(office):
    office.post("/offers/1/end", version="1")

    assert office.get("/offers/1").status_code == 404
    assert office.post("/offers/1", **TWO_FOR_ONE).status_code == 404


WELCOME = {
    "kind": "coupon",
    "name": "Welcome",
    "code": "welcome-10",
    "single_use": "1",
    "percent": "10",
    "minimum": "1",
    "department": "*",
    "codes": "",
    "starts_on": "",
    "ends_on": "",
}


def test_a_coupon_is_entered_and_its_code_shown_to_managers_only(office, client):
    assert office.post("/offers", **WELCOME).status_code == 303

    assert "WELCOME-10" in office.get("/offers").text
    assert "WELCOME-10" not in client.get("/offers", headers=HTML).text
    assert "Welcome" not in client.get("/goods/2", headers=HTML).text


def test_two_coupons_that_run_never_have_one_code(office):
    office.post("/offers", **WELCOME)
    page = office.post("/offers", **WELCOME | {"name": "Another"})

    assert page.status_code == 409
    assert "Another coupon has the code WELCOME-10" in page.text


def test_two_coupons_entered_at_once_never_have_one_code(office_of, sql, at_once, monkeypatch):
    looking = offers.is_taken
    meeting = at_once()

    def slowly(*coupon, **left_out):
        found = looking(*coupon, **left_out)
        meeting()  # both have looked before either has written
        return found

    monkeypatch.setattr(offers, "is_taken", slowly)
    offices = office_of(), office_of()
    with ThreadPoolExecutor() as threads:
        done = threads.map(lambda office: office.post("/offers", **WELCOME), offices)

    assert sorted(page.status_code for page in done) == [303, 409]
    assert sql("SELECT count(*) FROM catalog.promotion_version WHERE code = 'WELCOME-10'") == 1


@pytest.mark.parametrize("code", ["", "ab", "ten percent", "-10"])
def test_a_code_that_nobody_can_type_is_refused(office, code):
    assert office.post("/offers", **WELCOME | {"code": code}).status_code == 422
