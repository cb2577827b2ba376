"""The first units of a product on a branch's shelves."""

import threading

import pytest
from sqlalchemy import text


@pytest.fixture
def mugs(arrange):
    """A product that no branch ever had; gives its id."""
    with_price = (
        "WITH made AS (INSERT INTO catalog.product (id, code, name, department, vat_code) VALUES "
    )
    with_price += "(50, 'NEW', 'New mug', 'goods', 'standard') RETURNING id) "
    with_price += (
        "INSERT INTO catalog.price (product_id, version, amount_minor) SELECT id, 1, 900 FROM made"
    )
    arrange.execute(text(with_price))
    return 50


def opened(client, product_id, quantity, branch_id="SMKT001"):
    body = {"branch_id": branch_id, "product_id": product_id, "quantity": quantity}
    return client.post("/api/v1/openings", json=body)


def level(arrange, product_id):
    found = text("SELECT sum(quantity) FROM books.level WHERE product_id = :id")
    return arrange.execute(found, {"id": product_id}).scalar()


def test_a_product_opens_with_a_movement_and_its_level(client, arrange, mugs):
    assert opened(client, mugs, 12).status_code == 201

    assert level(arrange, mugs) == 12
    moved = text("SELECT sum(quantity) FROM books.movement WHERE product_id = :id")
    assert arrange.execute(moved, {"id": mugs}).scalar() == 12


def test_a_repeat_is_answered_as_the_first_time_and_books_nothing(client, arrange, mugs):
    first, second = opened(client, mugs, 12), opened(client, mugs, 12)

    assert (first.status_code, first.data) == (second.status_code, second.data)
    assert level(arrange, mugs) == 12


def test_many_at_once_open_it_once(client, arrange, mugs):
    threads = [threading.Thread(target=opened, args=(client, mugs, 12)) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert level(arrange, mugs) == 12


def test_another_quantity_is_a_conflict(client, arrange, mugs):
    opened(client, mugs, 12)

    assert opened(client, mugs, 13).json["code"] == "already_opened"
    assert level(arrange, mugs) == 12


def test_each_branch_opens_by_itself(client, arrange, mugs):
    opened(client, mugs, 12)
    opened(client, mugs, 5, "SMKT002")

    assert level(arrange, mugs) == 17


@pytest.mark.parametrize(
    ("product_id", "quantity", "branch_id", "code"),
    [
        (50, 0, "SMKT001", "invalid_request"),
        (50, 5, "GHOST", "unknown_branch"),
        (50, 5, "ELSEWHERE", "unknown_branch"),
        (99, 5, "SMKT001", "product_not_found"),
    ],
)
def test_what_cannot_be_opened_is_refused(client, mugs, product_id, quantity, branch_id, code):
    del mugs

    assert opened(client, product_id, quantity, branch_id).json["code"] == code
