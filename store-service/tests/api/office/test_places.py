import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from common.access import Role
from common.errors import NeighbourUnavailable
from store_service.repository import places

COMPANY = {
    "at": "company",
    "name": "Mercato Noord",
    "address": "Quay 14",
    "vat_id": "NL 1",
    "seen_name": "Mercato",
    "seen_address": "Quay 12",
    "seen_vat_id": "NL 0000.00.000",
}


def test_the_company_is_its_owners_business(office_of):
    assert office_of(Role.MANAGER).get("/company").status_code == 403
    assert office_of(Role.MANAGER).post("/company", **COMPANY).status_code == 403


def test_what_stands_on_receipts_can_be_changed(office, sql):
    assert office.post("/company", **COMPANY).status_code == 303

    assert (
        sql("SELECT name || address || vat_id FROM catalog.company") == "Mercato NoordQuay 14NL 1"
    )


def test_of_two_owners_at_once_the_second_is_told(office, sql):
    office.post("/company", **COMPANY)
    late = office.post("/company", **COMPANY | {"name": "Mercato Zuid"})

    assert late.status_code == 412
    assert "Somebody changed the company meanwhile" in late.text
    assert 'value="Mercato Zuid"' in late.text
    assert sql("SELECT name FROM catalog.company") == "Mercato Noord"


def test_a_new_rate_can_be_chosen_for_goods(office):
    rate = {"at": "rate", "rate_name": "Books", "rate_code": "books", "percent": "5.5"}
    assert office.post("/company/rates", **rate).status_code == 303

    assert "Books, 5.5" in office.get("/goods/new").text
    assert office.post("/company/rates", **rate).status_code == 409


REDUCED = {"at": "rate-reduced", "version": "1", "rate_name": "Reduced", "percent": "9.5"}


def test_a_rate_is_changed_as_a_new_version(office, client, sql):
    client.get("/", headers={"Accept": "text/html"})
    assert office.post("/company/rates/reduced", **REDUCED).status_code == 303

    assert "Reduced, 9.5" in office.get("/goods/1").text
    assert sql("SELECT vat_basis_points FROM catalog.published_product WHERE id = 1") == 950
    kept = (
        "SELECT string_agg(basis_points::text, ' ' ORDER BY version) FROM catalog.vat_rate_version"
    )
    assert sql(kept + " WHERE code = 'reduced'") == "900 950"


def test_of_two_who_change_a_rate_the_second_is_told(office, sql):
    office.post("/company/rates/reduced", **REDUCED)
    late = office.post("/company/rates/reduced", **REDUCED | {"percent": "12"})

    assert late.status_code == 412
    assert "Somebody changed the rate meanwhile" in late.text
    assert "Reduced, 9.5" in late.text
    assert 'value="12"' in late.text
    assert sql("SELECT basis_points FROM catalog.vat_rate WHERE code = 'reduced'") == 950


def test_a_rate_that_is_not_there_is_changed_by_nobody(office):
    assert office.post("/company/rates/ghost", **REDUCED).status_code == 404
    assert office.post("/company/rates/reduced", **REDUCED | {"percent": "x"}).status_code == 422


@pytest.mark.parametrize("percent", ["", "-1", "101", "1.234", "x"])
def test_a_rate_that_is_none_is_refused(office, percent):
    rate = {"at": "rate", "rate_name": "Odd", "rate_code": "odd", "percent": percent}

    assert office.post("/company/rates", **rate).status_code == 422


def test_another_shop_opens_and_gets_a_till(office, client, sql):
    office.post("/company/branches", at="new", branch_name="Old Town", branch_address="Gracht 1")
    branch_id = sql("SELECT id FROM catalog.branch WHERE name = 'Old Town'")
    assert re.fullmatch(r"B\d{3}", branch_id)
    assert "in 3 shops" in client.get("/", headers={"Accept": "text/html"}).text

    till = {"at": f"till-{branch_id}", "till_name": "Till 1", "receipt_prefix": "t1"}
    assert office.post(f"/company/branches/{branch_id}/tills", **till).status_code == 303
    assert (
        sql("SELECT receipt_prefix FROM catalog.till WHERE branch_id = :id", id=branch_id) == "T1"
    )


def test_two_tills_never_number_the_same_receipts(office):
    till = {"at": "till-SMKT002", "till_name": "Till 1", "receipt_prefix": "M1"}
    page = office.post("/company/branches/SMKT002/tills", **till)

    assert page.status_code == 409
    assert "Another till" in page.text


def test_two_tills_at_once_get_an_id_each(office_of, sql, at_once, monkeypatch):
    adding = places.add_till
    meeting = at_once()

    def slowly(*till):
        adding(*till)
        meeting()  # what is added is not committed yet

    monkeypatch.setattr(places, "add_till", slowly)
    offices = office_of(), office_of()
    with ThreadPoolExecutor() as threads:
        done = threads.map(
            lambda office, prefix: office.post(
                "/company/branches/SMKT001/tills",
                at="till-SMKT001",
                till_name=prefix,
                receipt_prefix=prefix,
            ),
            offices,
            ("X1", "X2"),
        )

    assert [page.status_code for page in done] == [303, 303]
    assert sql("SELECT count(*) FROM catalog.till WHERE receipt_prefix IN ('X1', 'X2')") == 2


def test_shops_and_tills_close_and_open_again(office, sql):
    closed = "SELECT archived_at IS NOT NULL FROM catalog.{} WHERE id = :id"
    for path, table, which in (
        ("/company/branches/SMKT001", "branch", "SMKT001"),
        ("/company/tills/SMKT001-1", "till", "SMKT001-1"),
    ):
        office.post(f"{path}/archive")
        assert sql(closed.format(table), id=which) is True
        office.post(f"{path}/restore")
        assert sql(closed.format(table), id=which) is False


HARBOUR = {
    "at": "branch-SMKT002",
    "branch_name": "Harbour East",
    "branch_address": "Quay 14",
    "seen_name": "Harbour",
    "seen_address": "Quay 12",
}


def test_of_two_who_rename_a_shop_the_second_is_told(office, sql):
    assert office.post("/company/branches/SMKT002", **HARBOUR).status_code == 303
    late = office.post("/company/branches/SMKT002", **HARBOUR | {"branch_name": "Harbour West"})

    assert late.status_code == 412
    assert "Somebody changed the shop meanwhile" in late.text
    assert "Now it is: Harbour East, Quay 14." in late.text
    assert 'value="Harbour West"' in late.text
    kept = "SELECT name FROM catalog.branch WHERE id = 'SMKT002'"
    assert sql(kept) == "Harbour East"
    assert re.search(r'name="seen_name" value="Harbour East"', late.text)
    seen = {"seen_name": "Harbour East", "seen_address": "Quay 14"}
    again = HARBOUR | seen | {"branch_name": "Harbour West"}
    assert office.post("/company/branches/SMKT002", **again).status_code == 303


def test_history_from_elsewhere_is_no_shop(office):
    assert office.post("/company/branches/ELSEWHERE/archive").status_code == 404
    assert office.post("/company/branches/GHOST", branch_name="X").status_code == 404
    assert office.post("/company/tills/GHOST/archive").status_code == 404


def test_the_webs_branch_is_seen_and_renamed_but_has_no_tills_and_never_closes(office, sql):
    assert "Web shop" in office.get("/company").text
    renamed = office.post(
        "/company/branches/WEB",
        at="branch-WEB",
        branch_name="mercato.example",
        seen_name="Web shop",
        seen_address="",
    )
    assert renamed.status_code == 303
    assert sql("SELECT name FROM catalog.branch WHERE id = 'WEB'") == "mercato.example"

    till = {"at": "till-WEB", "till_name": "Till 1", "receipt_prefix": "W1"}
    assert office.post("/company/branches/WEB/tills", **till).status_code == 404
    assert office.post("/company/branches/WEB/archive").status_code == 404
    assert sql("SELECT count(*) FROM catalog.till WHERE branch_id = 'WEB'") == 0


def test_another_shop_can_be_chosen_to_send_web_orders(office, books):
    page = office.get("/company").text
    assert re.search(r'<option value="SMKT001" selected>', page)

    sent = office.post(
        "/company/web-orders", at="sender", fulfilled_by="SMKT002", seen_sender='"web-orders-0"'
    )

    assert sent.status_code == 303
    assert books.sender.fulfilled_by == "SMKT002"
    assert re.search(r'<option value="SMKT002" selected>', office.get("/company").text)


def test_of_two_who_choose_at_once_the_second_is_told(office, books):
    choice = {"at": "sender", "fulfilled_by": "SMKT002", "seen_sender": '"web-orders-0"'}
    office.post("/company/web-orders", **choice)

    late = office.post("/company/web-orders", **choice | {"fulfilled_by": "SMKT001"})

    assert late.status_code == 422
    assert "Somebody chose meanwhile" in late.text
    assert books.sender.fulfilled_by == "SMKT002"


def test_the_company_can_be_kept_while_the_books_are_away(office, books):
    books.trouble = NeighbourUnavailable("away")

    assert "which shop sends web orders cannot be seen" in office.get("/company").text
    choice = {"at": "sender", "fulfilled_by": "SMKT002", "seen_sender": "x"}
    assert "The books do not answer" in office.post("/company/web-orders", **choice).text


def test_who_sends_web_orders_is_the_owners_business(office_of):
    refused = office_of(Role.MANAGER).post("/company/web-orders", fulfilled_by="SMKT002")

    assert refused.status_code == 403
