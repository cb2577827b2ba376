"""Importing what the books know already: never a purchase twice, and the same customers again."""

from concurrent.futures import ThreadPoolExecutor

import pytest

USER = "6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44"
GUEST = "0c7f1f0e-90a1-4d6e-8f0e-1f6c2b7a9d11"
ROWS = [
    f'SMKT001,2026-01-31 14:30:00,{USER},"Tomatoes,Sourdough loaf",6.20',
    f'SMKT002,2026-02-01 09:15:00,{GUEST},"Coffee mug",7.50',
    f'SMKT001,2026-02-02 10:00:00,{USER},"Sourdough loaf, Coffee mug",11.30',
]


pytestmark = pytest.mark.usefixtures("shop")


def test_the_same_file_twice_adds_nothing(run, write, contents):
    file = write([*ROWS, ROWS[0], ROWS[0]])
    run(file)
    before = contents.sizes()

    again = run(file).report

    assert (again.rows, again.booked.purchases, again.known) == (5, 0, 5)
    assert contents.sizes() == before


def test_a_longer_export_adds_only_what_is_new(run, write, contents):
    run(write([ROWS[0], ROWS[0]]))

    longer = run(write([ROWS[2], ROWS[0], ROWS[1], ROWS[0], ROWS[0]])).report

    assert (longer.booked.purchases, longer.known) == (3, 2)
    assert contents.value("SELECT count(*) FROM books.purchase") == 5


def test_an_export_saved_by_another_program_adds_nothing(run, write):
    run(write(ROWS))
    header = "total_amount;note;user_id;items_list;timestamp;supermarket_id"

    again = run(
        write(
            [
                f"6,2;;{USER.upper()};Tomatoes , Sourdough loaf;2026-01-31T14:30;SMKT001\r",
                f"7,50;;{GUEST};Coffee mug;2026-02-01T09:15;SMKT002\r",
            ],
            header=f"\ufeff{header}\r",
        )
    ).report

    assert (again.known, again.booked.purchases, again.ignored_columns) == (2, 0, ("note",))


def test_a_price_that_has_changed_since_does_not_stop_a_longer_export(run, write, arrange):
    run(write(ROWS))
    arrange.exec_driver_sql(
        "BEGIN; INSERT INTO catalog.price VALUES (1, 2, 260); "
        "UPDATE catalog.product SET price_version = 2 WHERE id = 1; COMMIT"
    )

    longer = run(write([*ROWS, f"SMKT001,2026-03-01 10:00,{USER},Tomatoes,2.60"]))

    assert longer.refusals == []
    assert (longer.report.known, longer.report.booked.purchases) == (3, 1)


def test_the_same_wrong_row_that_was_never_imported_stays_wrong(run, write):
    wrong = f"SMKT001,2026-01-31 14:30:00,{USER},Tomatoes,9.99"

    first, second = run(write([wrong])), run(write([wrong]))

    assert (
        first.reasons
        == second.reasons
        == {2: "total_amount is 9.99, but these products come to 2.40"}
    )


def test_another_systems_customers_are_known_again_by_their_alias(run, write, contents):
    run(write(["SMKT001,2026-01-31 14:30,Card 17,Tomatoes,2.40"]))

    run(write(["SMKT001,2026-02-01 14:30,Card 17,Tomatoes,2.40"]))

    ((source, external_id, customer),) = contents.ask("SELECT * FROM books.customer_alias")
    assert (source, external_id) == ("import", "Card 17")
    assert contents.ask("SELECT DISTINCT customer_id FROM books.purchase") == [(customer,)]


def test_an_alias_that_was_given_before_decides_who_bought(run, write, contents, arrange):
    arrange.exec_driver_sql(f"INSERT INTO books.customer (id, name) VALUES ('{USER}', 'Marta')")
    arrange.exec_driver_sql(
        f"INSERT INTO books.customer_alias VALUES ('import', 'Card 17', '{USER}')"
    )

    report = run(write(["SMKT001,2026-01-31 14:30,Card 17,Tomatoes,2.40"])).report

    assert report.booked.customers == 0
    assert str(contents.value("SELECT customer_id FROM books.purchase")) == USER


def test_two_imports_of_one_file_at_once_add_it_once(run, write, contents):
    rows = [
        f"SMKT001,2026-01-{day:02} 14:{minute:02},Card {minute},Tomatoes,2.40"
        for day in range(1, 32)
        for minute in range(60)
    ]
    file = write(rows)

    with ThreadPoolExecutor(2) as threads:
        reports = [done.report for done in threads.map(run, [file, file])]

    assert sorted(report.booked.purchases for report in reports) == [0, 1860]
    assert contents.value("SELECT count(*) FROM books.purchase") == 1860


def test_an_imported_purchase_cannot_be_taken_for_a_sale_under_its_id(run, write, contents, sell):
    run(write([f"SMKT001,2026-01-31 14:30,{USER},Tomatoes,2.40"]))
    key = str(contents.value("SELECT id FROM books.purchase"))

    answer = sell(key=key, lines=[{"product_id": 1, "quantity": 1}])

    assert answer.status_code == 422
    assert answer.json["code"] == "idempotency_key_reused"
