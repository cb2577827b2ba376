import re

import pytest

from common.access import Role
from common.errors import NeighbourUnavailable
from common.service_client import Refusal
from common.testing.people import signed_in, somebody

HTML = {"Accept": "text/html"}


def version_of(page):
    return re.search(r'name="version" value="(\d+)"', page.text)[1]


@pytest.fixture
def tram():
    return {
        "name": "Night Tram",
        "price": "24.00",
        "vat_code": "standard",
        "code": "ALB-1",
        "barcode": "4000000000044",
        "department": "records",
        "unit": "",
        "artist": "Odile Marchetti Trio",
        "genre": "Jazz",
        "year": "1964",
    }


def test_whoever_is_not_signed_in_is_led_to_the_offices_own_door(client):
    answer = client.get("/admin/goods", headers=HTML)

    assert (answer.status_code, answer.location) == (303, "/admin/sign-in?next=%2Fadmin%2Fgoods")


@pytest.mark.parametrize("role", [Role.CUSTOMER, Role.CASHIER])
def test_shoppers_and_cashiers_have_no_business_there(office_of, role):
    assert office_of(role).get("/goods").status_code == 403


def test_a_session_of_the_shop_opens_no_office(client):
    signed_in(client, somebody(Role.OWNER))

    assert client.get("/admin/goods", headers=HTML).status_code == 303


def test_a_new_product_is_in_the_shop_at_once_with_its_first_units(office, mug, books, client):
    client.get("/", headers=HTML)
    added = office.post("/goods/new", **mug, quantity="12", branch_id="SMKT001")

    assert added.status_code == 303
    assert "Coffee Mug" in client.get("/departments/merchandise", headers=HTML).text
    product_id = int(added.location.rsplit("/", 1)[1])
    assert books.opened == [("SMKT001", product_id, 12)]


def test_the_same_form_twice_adds_one_product(office, mug, sql):
    office.post("/goods/new", **mug)
    again = office.post("/goods/new", **mug)

    assert again.status_code == 409
    assert "Another product has the code MUG" in again.text
    assert sql("SELECT count(*) FROM catalog.product WHERE code = 'MUG'") == 1


def test_a_code_is_one_products_whatever_the_case_of_its_letters(office, tram, sql):
    """A till that is told `pen` must not have to guess."""
    new = office.post("/goods/new", **tram | {"code": "pen", "barcode": ""})
    version = version_of(office.get("/goods/4"))
    changed = office.post("/goods/4", **tram | {"code": "Pen"}, version=version)

    for refused in (new, changed):
        assert refused.status_code == 409
        assert "Another product has the code" in refused.text
    assert sql("SELECT count(*) FROM catalog.product WHERE upper(code) = 'PEN'") == 1
    own = office.post("/goods/4", **tram | {"code": "alb-1"}, version=version)
    assert own.status_code == 303


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Type what it is called"),
        ("name", "x" * 201, "200 signs at most"),
        ("price", "7.505", "Type an amount like 24.00"),
        ("price", "-1", "Type an amount from 0"),
        ("price", "1e9", "Type an amount like 24.00"),
        ("vat_code", "none", "Choose the VAT rate"),
        ("code", "A B", "without spaces"),
        ("barcode", "12", "6 to 14 digits"),
        ("department", "", "Choose or type a department"),
        ("year", "64", "from 1000 to 9999"),
        ("quantity", "many", "Type a number from 1"),
    ],
)
def test_what_cannot_be_used_is_told_at_its_field_and_the_rest_stays(
    office, mug, sql, field, value, words
):
    page = office.post("/goods/new", **(mug | {"artist": "The Potters", field: value}))

    assert page.status_code == 422
    assert words in page.text
    assert 'value="The Potters"' in page.text
    assert sql("SELECT count(*) FROM catalog.product") == 6


@pytest.mark.parametrize(
    "trouble",
    [
        NeighbourUnavailable("away"),
        Refusal(409, {"code": "already_opened", "detail": "Opened with 3"}),
    ],
)
def test_units_that_the_books_did_not_take_are_told_and_can_be_booked_later(
    office, mug, books, trouble
):
    books.trouble = trouble
    added = office.post("/goods/new", **mug, quantity="12", branch_id="SMKT001")
    assert "are not booked" in office.client.get(added.location, headers=HTML).text

    books.trouble = None
    path = added.location.removeprefix("/admin")
    office.post(f"{path}/opening", quantity="12", branch_id="SMKT001")
    assert len(books.opened) == 1


def test_a_manager_opens_stock_in_the_own_branch_alone(office_of):
    page = office_of(Role.MANAGER, branch_id="SMKT002").get("/goods/new")

    assert "Harbour" in page.text
    assert "Market Hall" not in page.text


def test_a_new_price_is_a_new_version_and_receipts_keep_the_old_one(office, tram, sql, client):
    version = version_of(office.get("/goods/4"))
    assert office.post("/goods/4", **tram | {"price": "19,90"}, version=version).status_code == 303

    assert 'value="19.90"' in client.get("/goods/4", headers=HTML).text
    assert sql("SELECT count(*) FROM catalog.price WHERE product_id = 4") == 2
    assert sql("SELECT price_version FROM catalog.product WHERE id = 4") == 2


def test_saving_what_did_not_change_makes_no_new_price(office, tram, sql):
    office.post("/goods/4", **tram, version=version_of(office.get("/goods/4")))

    assert sql("SELECT count(*) FROM catalog.price WHERE product_id = 4") == 1


def test_of_two_who_edit_one_product_the_second_is_told_and_keeps_what_was_typed(office, tram, sql):
    seen_by_both = version_of(office.get("/goods/4"))
    office.post("/goods/4", **tram | {"name": "Night Tram, live"}, version=seen_by_both)
    late = office.post("/goods/4", **tram | {"name": "Late Tram"}, version=seen_by_both)

    assert late.status_code == 412
    assert "Somebody changed Night Tram, live meanwhile" in late.text
    assert 'value="Late Tram"' in late.text
    assert sql("SELECT name FROM catalog.product WHERE id = 4") == "Night Tram, live"
    again = office.post("/goods/4", **tram | {"name": "Late Tram"}, version=version_of(late))
    assert again.status_code == 303


def test_a_form_without_a_version_changes_nothing(office, tram):
    assert office.post("/goods/4", **tram).status_code == 412


def test_what_is_archived_can_be_put_back(office, client):
    office.post("/goods/4/archive", version=version_of(office.get("/goods/4")))
    assert "Night Tram" not in client.get("/departments/records", headers=HTML).text
    assert "Night Tram" in office.get("/goods?archived=1").text

    office.post("/goods/4/restore", version=version_of(office.get("/goods/4")))
    assert "Night Tram" in client.get("/departments/records", headers=HTML).text


def test_a_form_of_the_shop_is_no_form_of_the_office(office, tram):
    sent = office.client.post("/admin/goods/4", data=tram | {"csrf_token": "x"}, headers=HTML)

    assert sent.status_code == 403


def test_the_list_finds_by_name_artist_code_and_barcode(office):
    for words in ("tram", "odile", "ALB-1", "4000000000044"):
        assert "Night Tram" in office.get(f"/goods?q={words}").text
    assert "Nothing goes by these words" in office.get("/goods?q=zzz").text


def test_the_figures_count_what_is_there(office):
    page = office.get("/")

    assert "6 things on sale" in page.text
    assert "Night Tram" not in page.text.split("Order soon")[0]


def test_sold_out_in_the_figures_is_what_the_shop_calls_sold_out(office, client, sql):
    sql("INSERT INTO books.web_orders VALUES (true, 'SMKT002', 1)")

    shown = client.get("/", headers={"Accept": "text/html"}).text.count("Sold out")
    figures = re.sub(r"<[^>]+>|\s+", " ", office.get("/").text)

    assert shown == 5
    assert re.search(rf"Sold out on the web +{shown} +of 6 on sale", figures)
