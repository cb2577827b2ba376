import pytest

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
    office.post("/offers/1/end")

    assert "2 for 1" not in client.get("/goods/2", headers=HTML).text
    assert office.post("/offers/1/end").status_code == 404
