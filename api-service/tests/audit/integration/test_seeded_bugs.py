"""Every way to spoil the books is found, by the rule that it breaks, with the wrong row named.

The owner of the tables does what no code of ours can: triggers and foreign keys sleep while a row is changed.
"""

import uuid

import pytest
from sqlalchemy import text

#: Each test starts from the same three sales.
pytestmark = pytest.mark.usefixtures("purchase")


def test_before_it_is_spoilt_everything_holds(violated):
    assert violated() == {}


def test_a_tender_that_was_altered(purchase, violated, tamper):
    tamper(
        "UPDATE books.tender SET amount_minor = amount_minor - 5, given_minor = given_minor - 5 "
        "WHERE purchase_id = :id",
        id=purchase,
    )

    found = violated()["tenders_make_totals"]
    assert found.wrong == 1
    assert found.first.row == f"receipt M1-000002 of 2026-11-20 15:20, Market Hall ({purchase})"
    assert found.first.says == "its total is 8.60 EUR, and 8.55 EUR was paid"


def test_a_payment_that_was_booked_twice(purchase, violated, tamper):
    tamper(
        "INSERT INTO books.tender SELECT purchase_id, 2, kind, amount_minor, given_minor "
        "FROM books.tender WHERE purchase_id = :id",
        id=purchase,
    )

    found = violated()["tenders_make_totals"]
    assert purchase in found.first.row
    assert found.first.says == "its total is 8.60 EUR, and 17.20 EUR was paid"


def test_a_line_that_was_lost(purchase, violated, tamper):
    tamper("DELETE FROM books.line WHERE purchase_id = :id AND line_number = 1", id=purchase)

    found = violated()
    assert (
        found["lines_make_totals"].first.says
        == "its total is 8.60 EUR, and its lines make 3.80 EUR"
    )
    assert purchase in found["lines_make_totals"].first.row
    assert purchase in found["sold_units_moved"].first.row


def test_a_stored_price_that_was_altered(purchase, violated, tamper):
    tamper(
        "UPDATE books.line SET unit_price_minor = 250, total_minor = 500 "
        "WHERE purchase_id = :id AND line_number = 1",
        id=purchase,
    )

    found = violated()
    assert found["prices_are_versions"].first.row.startswith("line 1 of receipt M1-000002")
    assert found["prices_are_versions"].first.says == (
        "its price is 2.50 EUR, and that version of it says 2.40 EUR"
    )
    assert found["lines_price_again"].first.says == "it was sold for 5.00 and prices again to 4.80"


def test_a_line_that_does_not_add_up(purchase, violated, tamper, arrange):
    for name in arrange.execute(
        text(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'books.line'::regclass AND contype = 'c'"
        )
    ).scalars():
        arrange.execute(text(f"ALTER TABLE books.line DROP CONSTRAINT {name}"))
    tamper(
        "UPDATE books.line SET total_minor = 470 WHERE purchase_id = :id AND line_number = 1",
        id=purchase,
    )

    found = violated()["lines_add_up"]
    assert found.first.row.startswith("line 1 of receipt M1-000002")
    assert found.first.says == "it says 4.70 EUR, and its units, price and discounts make 4.80 EUR"


def test_a_discount_that_was_dropped(purchase, violated, tamper):
    tamper("DELETE FROM books.discount WHERE purchase_id = :id", id=purchase)

    found = violated()
    assert found["discounts_make_lines"].first.row.startswith("line 2 of receipt M1-000002")
    assert "3.80 EUR was taken off" in found["discounts_make_lines"].first.says
    assert found["lines_price_again"].wrong == 1


def test_a_promotion_that_was_altered_after_the_sale(violated, tamper, offer):
    tamper("UPDATE catalog.promotion_version SET units = 3 WHERE promotion_id = :id", id=offer)

    found = violated()["lines_price_again"]
    assert found.first.row.startswith("line 2 of receipt M1-000002")
    assert found.first.says == "it was sold for 3.80 and prices again to 7.60"


def test_a_movement_that_was_skipped(purchase, violated, tamper):
    tamper("DELETE FROM books.movement WHERE purchase_id = :id AND product_id = 2", id=purchase)

    found = violated()
    assert found["sold_units_moved"].first.row.startswith("receipt M1-000002")
    assert found["sold_units_moved"].first.says == (
        "2 were sold of a product from a branch, and 0 left its stock"
    )
    assert found["levels_are_movements"].first.row == "Sourdough loaf in Market Hall (SMKT001/2)"


def test_a_movement_and_its_level_that_were_both_skipped(purchase, violated, tamper):
    """The level agrees with its movements; only the sale knows better."""
    tamper("DELETE FROM books.movement WHERE purchase_id = :id AND product_id = 2", id=purchase)
    tamper(
        "UPDATE books.level SET quantity = quantity + 2 WHERE branch_id = 'SMKT001' AND product_id = 2"
    )

    assert set(violated()) == {"sold_units_moved"}


def test_a_level_that_is_off(violated, tamper):
    tamper(
        "UPDATE books.level SET quantity = quantity + 1 WHERE branch_id = 'SMKT002' AND product_id = 3"
    )

    found = violated()
    assert set(found) == {"levels_are_movements"}
    assert found["levels_are_movements"].first.row == "Coffee mug in Harbour (SMKT002/3)"
    assert found["levels_are_movements"].first.says == (
        "the level says 101, and its movements make 100"
    )


def test_a_receipt_number_that_was_skipped(violated, tamper, sell):
    tamper("UPDATE books.receipt_counter SET last_number = 4 WHERE till_id = 'SMKT001-1'")
    sell(till_id="SMKT001-1")

    found = violated()["receipts_without_gap"]
    assert found.first.row == "Till 1 in Market Hall (SMKT001-1)"
    assert found.first.says == "5 numbers were given, and 4 are in the books"


def test_a_refused_repeat_draws_no_receipt_number(violated, sell):
    key = str(uuid.uuid4())
    assert sell(key=key, till_id="SMKT001-1").status_code == 201
    assert sell(key=key, till_id="SMKT001-1").status_code == 201
    other = sell(key=key, till_id="SMKT001-1", lines=[{"product_id": 3, "quantity": 1}])
    assert other.status_code == 422

    assert violated() == {}


def test_a_last_receipt_that_vanished(violated, tamper):
    tamper("UPDATE books.receipt_counter SET last_number = 4 WHERE till_id = 'SMKT001-1'")

    assert violated()["receipts_without_gap"].first.says == (
        "4 numbers were given, and 3 are in the books"
    )


def test_a_movement_that_happened_twice(purchase, violated, tamper):
    tamper("DROP INDEX books.movement_once")
    tamper(
        "INSERT INTO books.movement (branch_id, product_id, kind, quantity, purchase_id) "
        "SELECT branch_id, product_id, kind, quantity, purchase_id FROM books.movement "
        "WHERE purchase_id = :id AND product_id = 2",
        id=purchase,
    )

    found = violated()["one_effect_per_key"]
    assert found.wrong == 1
    assert found.first.row == f'the movement "sale" of product 2 in purchase {purchase}'
    assert found.first.says == "it may be there 1 times, and is there 2 times"


def test_what_was_proved_is_not_proved_again_and_what_is_wrong_stays_wrong(
    purchase, judged, tamper, sell
):
    tamper(
        "UPDATE books.line SET total_minor = total_minor - 1, discount_minor = discount_minor + 1 "
        "WHERE purchase_id = :id AND line_number = 1",
        id=purchase,
    )

    first = judged("lines_price_again")
    sell()
    second = judged("lines_price_again")
    everything = judged("lines_price_again", everything=True)

    assert (first.checked, first.before, first.wrong) == (3, 0, 1)
    assert (second.checked, second.before, second.wrong) == (1, 3, 1)
    assert second.first.row.startswith("line 1 of receipt M1-000002")
    assert (everything.checked, everything.before, everything.wrong) == (4, 0, 1)

    tamper(
        "UPDATE books.line SET total_minor = total_minor + 1, discount_minor = discount_minor - 1 "
        "WHERE purchase_id = :id AND line_number = 1",
        id=purchase,
    )

    assert judged("lines_price_again").wrong == 0
    assert uuid.UUID(purchase)
