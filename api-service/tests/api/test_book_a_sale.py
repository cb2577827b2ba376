"""POST /api/v1/purchases: what is booked, what is refused, and what a repeat gives."""

import uuid

import pytest
from sqlalchemy import text


def eur(minor):
    return {"minor": minor, "currency": "EUR"}


def count(connection, table):
    return connection.execute(text(f"SELECT count(*) FROM books.{table}")).scalar_one()


def level(connection, branch, product):
    return connection.execute(
        text("SELECT quantity FROM books.level WHERE branch_id = :b AND product_id = :p"),
        {"b": branch, "p": product},
    ).scalar_one()


def test_a_sale_is_priced_from_the_catalogue(sell):
    sold = sell(lines=[{"product_id": 1, "quantity": 2}, {"product_id": 3, "quantity": 1}])

    assert sold.status_code == 201
    assert sold.json["total"] == eur(1230)
    assert [line["name"] for line in sold.json["lines"]] == ["Tomatoes", "Coffee mug"]
    assert sold.json["vat"] == [
        {"basis_points": 900, "net": eur(440), "vat": eur(40), "gross": eur(480)},
        {"basis_points": 2100, "net": eur(620), "vat": eur(130), "gross": eur(750)},
    ]


def test_a_sale_without_tenders_is_booked_as_other(sell):
    sold = sell()

    assert sold.json["tenders"] == [
        {"kind": "other", "amount": eur(480), "given": eur(480), "change": eur(0)}
    ]


def test_cash_above_the_amount_gives_change(sell):
    sold = sell(tenders=[{"kind": "cash", "amount": eur(480), "given": eur(1000)}])

    assert sold.json["tenders"][0]["change"] == eur(520)


def test_a_total_may_be_split_between_tenders(sell):
    sold = sell(
        tenders=[{"kind": "cash", "amount": eur(200)}, {"kind": "card", "amount": eur(280)}]
    )

    assert [tender["kind"] for tender in sold.json["tenders"]] == ["cash", "card"]


def test_receipts_of_a_till_are_numbered_without_gap(sell):
    sell(till_id="SMKT001-1")
    sell(till_id="SMKT001-2")
    sell(till_id="SMKT001-1", total=eur(1))  # refused: takes no number
    last = sell(till_id="SMKT001-1")

    assert last.json["receipt"] == "M1-000002"


def test_a_sale_takes_its_units_out_of_the_branchs_stock(sell, arrange):
    sell(lines=[{"product_id": 1, "quantity": 30}])

    assert level(arrange, "SMKT001", 1) == 70
    assert level(arrange, "SMKT002", 1) == 100


def test_what_the_customer_holds_is_sold_and_the_missing_units_are_found(sell, arrange):
    sold = sell(lines=[{"product_id": 1, "quantity": 130}])

    assert sold.status_code == 201
    moved = arrange.execute(
        text(
            "SELECT kind, quantity FROM books.movement WHERE purchase_id IS NOT NULL ORDER BY kind"
        )
    ).all()
    assert [tuple(row) for row in moved] == [("found", 30), ("sale", -130)]
    assert level(arrange, "SMKT001", 1) == 0
    task = arrange.execute(text("SELECT kind, quantity FROM books.task")).one()
    assert tuple(task) == ("stock_found", 30)


def test_a_product_that_the_branch_never_had_can_be_sold(sell, arrange):
    arrange.execute(text("INSERT INTO catalog.branch VALUES ('NEW', 'New', 'shop', '', 'UTC')"))

    sold = sell(branch_id="NEW", lines=[{"product_id": 2, "quantity": 1}])

    assert sold.status_code == 201
    assert level(arrange, "NEW", 2) == 0


def test_the_same_product_on_two_lines_is_one_line(sell):
    sold = sell(lines=[{"product_id": 1, "quantity": 1}, {"product_id": 1, "quantity": 2}])

    assert [line["quantity"] for line in sold.json["lines"]] == [3]


def test_the_same_key_and_body_get_the_same_bytes(sell, arrange):
    key = str(uuid.uuid4())
    first = sell(key=key, till_id="SMKT001-1")

    again = sell(key=key, till_id="SMKT001-1")

    assert (again.status_code, again.data) == (201, first.data)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (count(arrange, "purchase"), level(arrange, "SMKT001", 1)) == (1, 98)


def test_a_repeat_is_answered_as_the_first_time_after_everything_has_changed(sell, arrange):
    key = str(uuid.uuid4())
    first = sell(key=key, total=eur(480), till_id="SMKT001-1")
    raise_price(arrange, product=1, to=300)
    for table in ("product", "till", "branch"):
        arrange.execute(text(f"UPDATE catalog.{table} SET name = 'Other', archived_at = now()"))

    again = sell(key=key, total=eur(480), till_id="SMKT001-1")

    assert (again.status_code, again.data) == (201, first.data)


def test_a_repeat_of_a_sale_to_an_archived_till_is_answered_as_the_first_time(sell, arrange):
    key = str(uuid.uuid4())
    first = sell(key=key, till_id="SMKT001-1")
    arrange.execute(text("UPDATE catalog.till SET archived_at = now() WHERE id = 'SMKT001-1'"))

    again = sell(key=key, till_id="SMKT001-1")

    assert again.data == first.data
    assert sell(till_id="SMKT001-1").json["code"] == "unknown_till"


def test_the_order_of_lines_does_not_make_another_sale(sell):
    key = str(uuid.uuid4())
    lines = [{"product_id": 1, "quantity": 1}, {"product_id": 2, "quantity": 1}]
    first = sell(key=key, lines=lines)

    again = sell(key=key, lines=lines[::-1])

    assert again.data == first.data


def test_the_same_key_with_another_body_is_refused(sell, arrange):
    key = str(uuid.uuid4())
    sell(key=key)

    other = sell(key=key, lines=[{"product_id": 1, "quantity": 3}])

    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    assert count(arrange, "purchase") == 1


def test_a_key_that_is_no_uuid_names_its_purchase_too(sell):
    first = sell(key="order 7".replace(" ", "-"))

    assert sell(key="order-7").json["id"] == first.json["id"]
    assert sell(key="order-8").json["id"] != first.json["id"]


@pytest.mark.parametrize("key", ["", "two words", "k" * 256, "schlüssel"])
def test_a_malformed_key_is_refused(client, key):
    refused = client.post(
        "/api/v1/purchases",
        json={"branch_id": "SMKT001", "lines": [{"product_id": 1, "quantity": 1}]},
        headers={"Idempotency-Key": key},
    )

    assert (refused.status_code, refused.json["code"]) == (400, "invalid_idempotency_key")


def test_a_missing_key_is_refused(client):
    refused = client.post(
        "/api/v1/purchases",
        json={"branch_id": "SMKT001", "lines": [{"product_id": 1, "quantity": 1}]},
    )

    assert (refused.status_code, refused.json["code"]) == (400, "missing_idempotency_key")


def test_a_wrong_total_is_refused_with_the_right_one(sell, arrange):
    refused = sell(total=eur(479))

    assert (refused.status_code, refused.json["code"]) == (409, "wrong_total")
    assert refused.json["total"] == eur(480)
    assert count(arrange, "purchase") == 0
    assert level(arrange, "SMKT001", 1) == 100


def raise_price(connection, *, product, to):
    connection.execute(
        text(
            "WITH dear AS (INSERT INTO catalog.price (product_id, version, amount_minor) "
            "SELECT id, price_version + 1, :to FROM catalog.product WHERE id = :id RETURNING *) "
            "UPDATE catalog.product SET price_version = dear.version FROM dear WHERE id = dear.product_id"
        ),
        {"id": product, "to": to},
    )


def test_a_sale_is_booked_at_the_price_of_this_moment_not_the_remembered_one(sell, arrange):
    assert sell().json["total"] == eur(480)
    raise_price(arrange, product=1, to=300)

    assert sell().json["total"] == eur(600)
    assert sell(total=eur(480)).json["total"] == eur(600)
    assert sell(total=eur(600)).status_code == 201


def test_an_archived_product_is_not_sold_from_memory(sell, arrange):
    sell()
    arrange.execute(text("UPDATE catalog.product SET archived_at = now() WHERE id = 1"))

    refused = sell()

    assert (refused.status_code, refused.json["code"]) == (422, "unknown_product")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"branch_id": "NOWHERE"}, "unknown_branch"),
        ({"branch_id": "ELSEWHERE"}, "branch_does_not_sell"),
        ({"till_id": "SMKT002-1"}, "unknown_till"),
        ({"lines": [{"product_id": 99, "quantity": 1}]}, "unknown_product"),
        ({"total": {"minor": 480, "currency": "USD"}}, "wrong_currency"),
        ({"tenders": [{"kind": "card", "amount": eur(100)}]}, "tenders_do_not_match"),
        (
            {"tenders": [{"kind": "card", "amount": eur(480), "given": eur(500)}]},
            "tenders_do_not_match",
        ),
        (
            {"tenders": [{"kind": "cash", "amount": eur(480), "given": eur(470)}]},
            "tenders_do_not_match",
        ),
        ({"tenders": [{"kind": "cash", "amount": eur(2**53 - 1)}] * 2}, "tenders_do_not_match"),
        ({"lines": [{"product_id": 1, "quantity": 60_000}] * 2}, "invalid_request"),
        ({"lines": []}, "invalid_request"),
        ({"lines": [{"product_id": 1, "quantity": 0}]}, "invalid_request"),
        ({"lines": [{"product_id": 1, "quantity": 1.5}]}, "invalid_request"),
        ({"lines": [{"product_id": "1", "quantity": 1}]}, "invalid_request"),
        ({"customer_id": "not-a-uuid"}, "invalid_request"),
        ({"tenders": [{"kind": "shells", "amount": eur(480)}]}, "invalid_request"),
        ({"total": {"minor": 480.5, "currency": "EUR"}}, "invalid_request"),
        ({"surprise": True}, "invalid_request"),
    ],
)
def test_each_mistake_has_its_own_refusal_and_books_nothing(sell, arrange, changes, code):
    refused = sell(**changes)

    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert refused.mimetype == "application/problem+json"
    assert count(arrange, "purchase") == 0
    assert count(arrange, "receipt_counter") == 0


def test_an_unknown_product_is_named_however_the_lines_were_merged(sell):
    lines = [{"product_id": product, "quantity": 1} for product in (1, 1, 99)]

    refused = sell(lines=lines)

    assert (refused.json["code"], refused.json["product_id"]) == ("unknown_product", 99)


def test_a_sale_of_more_than_an_amount_can_be_is_refused(sell, arrange):
    arrange.execute(
        text(
            f"INSERT INTO catalog.price (product_id, version, amount_minor) VALUES (1, 2, {2**53 - 1})"
        )
    )
    arrange.execute(text("UPDATE catalog.product SET price_version = 2 WHERE id = 1"))

    refused = sell()

    assert (refused.status_code, refused.json["code"]) == (422, "invalid_request")


def test_a_malformed_uuid_has_a_code_of_its_own(sell):
    (wrong,) = sell(customer_id="not-a-uuid").json["errors"]

    assert (wrong["pointer"], wrong["code"]) == ("/customer_id", "malformed_uuid")


def test_a_guest_becomes_a_customer_and_a_repeat_makes_no_second_one(sell, arrange):
    key = str(uuid.uuid4())
    sell(key=key)
    sell(key=key)

    assert count(arrange, "customer") == 1


def test_a_customer_id_never_seen_is_a_new_customer(sell, client):
    newcomer = str(uuid.uuid4())
    sell(customer_id=newcomer)

    assert client.get(f"/api/v1/customers/{newcomer}").json["id"] == newcomer
