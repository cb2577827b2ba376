"""Importing files of purchases: all or nothing, and every wrong row named."""

from dataclasses import replace
from datetime import UTC, datetime

import psycopg2
import pytest
from psycopg2.errors import InsufficientPrivilege

from api_service.importer import use_cases
from api_service.importer.errors import ChainMissing, FileUnreadable
from api_service.importer.models import Refusal
from common.errors import ServiceError

USER = "6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44"
GUEST = "0c7f1f0e-90a1-4d6e-8f0e-1f6c2b7a9d11"
ROWS = [
    f'SMKT001,2026-01-31 14:30:00,{USER},"Tomatoes,Sourdough loaf",6.20',
    f'SMKT002,2026-02-01 09:15:00,{GUEST},"Coffee mug",7.50',
    f'SMKT001,2026-02-02 10:00:00,{USER},"Sourdough loaf, Coffee mug",11.30',
]


pytestmark = pytest.mark.usefixtures("shop")


def test_a_file_becomes_purchases_with_lines_and_tenders(run, write, contents):
    done = run(write(ROWS))

    assert (done.report.rows, done.report.booked.purchases, done.report.booked.customers) == (
        3,
        3,
        2,
    )
    assert contents.ask(
        "SELECT branch_id, origin, till_id, total_minor, sold_at FROM books.purchase ORDER BY sold_at"
    ) == [
        ("SMKT001", "import", None, 620, datetime(2026, 1, 31, 13, 30, tzinfo=UTC)),
        ("SMKT002", "import", None, 750, datetime(2026, 2, 1, 8, 15, tzinfo=UTC)),
        ("SMKT001", "import", None, 1130, datetime(2026, 2, 2, 9, 0, tzinfo=UTC)),
    ]
    assert contents.ask(
        "SELECT line_number, product_id, description, quantity, unit_price_minor, price_version, "
        "vat_basis_points, vat_minor FROM books.line JOIN books.purchase ON id = purchase_id "
        "ORDER BY sold_at, line_number"
    ) == [
        (1, 1, "Tomatoes", 1, 240, None, 900, 20),
        (2, 2, "Sourdough loaf", 1, 380, None, 900, 31),
        (1, 3, "Coffee mug", 1, 750, None, 2100, 130),
        (1, 2, "Sourdough loaf", 1, 380, None, 900, 31),
        (2, 3, "Coffee mug", 1, 750, None, 2100, 130),
    ]
    assert contents.ask("SELECT DISTINCT tender_number, kind FROM books.tender") == [(1, "other")]


def test_the_report_adds_up_to_the_file(run, write, contents):
    booked = run(write(ROWS)).report.booked

    assert [
        (branch.branch_id, branch.purchases, str(branch.total), str(branch.first), str(branch.last))
        for branch in booked.branches
    ] == [
        ("SMKT001", 2, "17.50", "2026-01-31", "2026-02-02"),
        ("SMKT002", 1, "7.50", "2026-02-01", "2026-02-01"),
    ]
    assert contents.value("SELECT sum(total_minor) FROM books.purchase") == 2500
    assert contents.value("SELECT sum(amount_minor) FROM books.tender") == 2500


def test_history_moves_no_stock_and_takes_no_receipt_number(run, write, contents):
    before = contents.ask("SELECT * FROM books.level ORDER BY 1, 2")
    movements = contents.value("SELECT count(*) FROM books.movement")

    run(write(ROWS))

    assert contents.ask("SELECT * FROM books.level ORDER BY 1, 2") == before
    assert contents.value("SELECT count(*) FROM books.movement") == movements
    assert contents.value("SELECT count(*) FROM books.receipt_counter") == 0


WRONG = [
    (f"SMKT009,2026-01-31 14:30,{USER},Tomatoes,2.40", 'supermarket_id "SMKT009" is unknown'),
    (f"SMKT001,2026-01-31 14:30,{USER},Pears,2.40", 'product "Pears" is unknown'),
    (f"SMKT001,2026-01-31 14:30,{USER},tomatoes,2.40", 'did you mean "Tomatoes"?'),
    (f'SMKT001,2026-01-31 14:30,{USER},"Tomatoes,Tomatoes",4.80', "is listed twice"),
    (f"SMKT001,2026-01-31 14:30,{USER},Tomatoes,2.50", "is 2.50, but these products come to 2.40"),
    (f"SMKT001,31/01/2026,{USER},Tomatoes,2.40", "is not a time like"),
    (f"SMKT001,2026-11-20 15:21,{USER},Tomatoes,2.40", "is in the future"),
    (f"SMKT001,2026-01-31 14:30,{USER},Tomatoes", "this row has 4"),
    (f"SMKT001,2026-01-31 14:30,{USER},,0", "items_list is empty"),
    (f"SMKT001,2026-01-31 14:30,{USER},Tomatoes,-2.40", "is below zero"),
    (f"SMKT001,2026-01-31 14:30,{USER},Tomatoes,free", "is not an amount"),
    ("SMKT001,2026-01-31 14:30,,Tomatoes,2.40", "user_id is empty"),
    (f'SMKT001,2026-01-31 14:30,{USER},"Tomatoes"!,2.40', "quotation marks do not match"),
]


@pytest.mark.parametrize(("row", "reason"), WRONG)
def test_one_wrong_row_is_named_by_its_line_and_nothing_is_imported(
    run, write, contents, row, reason
):
    before = contents.sizes()

    done = run(write([ROWS[0], "", ROWS[1], row, ROWS[2]]))

    (refusal,) = done.refusals
    assert (refusal.file, refusal.line) == ("purchases.csv", 5)
    assert reason in refusal.reason
    assert (done.report.refused, done.report.booked.purchases) == (1, 0)
    assert contents.sizes() == before


def test_every_wrong_row_is_named_in_the_order_of_the_file(run, write):
    rows = [row for row, _ in WRONG]

    done = run(write([ROWS[0], *rows]))

    assert [refusal.line for refusal in done.refusals] == list(range(3, 3 + len(WRONG)))
    assert done.report.refused == len(WRONG)


def test_a_row_in_another_encoding_is_named(run, write):
    file = write(ROWS)
    file.write_bytes(
        file.read_bytes() + f"SMKT001,2026-02-03 10:00,{USER},K\xe4se,1\n".encode("latin-1")
    )

    assert run(file).refusals == [
        Refusal("purchases.csv", 5, "this row is not in UTF-8; save the file as CSV UTF-8")
    ]


def test_a_dry_run_says_what_would_happen_and_changes_nothing(run, write, contents):
    before = contents.sizes()
    prices = write(["Rye bread,3.10"], header="product_name,unit_price", name="products.csv")
    rows = [*ROWS, f"SMKT001,2026-02-03 10:00,{USER},Rye bread,3.10"]

    report = run(write(rows), products=prices, dry_run=True).report

    assert (report.rows, report.booked.purchases, len(report.products)) == (4, 4, 1)
    assert contents.sizes() == before


def test_a_file_of_another_form_is_refused_as_a_whole(run, write, contents):
    before = contents.sizes()

    with pytest.raises(FileUnreadable, match="column supermarket_id is missing"):
        run(write(["1,2"], header="a,b"))

    assert contents.sizes() == before


def test_local_times_are_read_on_days_of_23_and_25_hours(run, write, contents):
    rows = [
        f"SMKT001,{told},{USER},Tomatoes,2.40"
        for told in (
            "2026-03-29 01:59:59",
            "2026-03-29 02:30:00",
            "2026-03-29 03:00:00",
            "2026-10-25 02:30:00",
            "2026-10-25 02:30:00+01:00",
        )
    ]

    run(write(rows))

    assert [
        moment for (moment,) in contents.ask("SELECT sold_at FROM books.purchase ORDER BY 1")
    ] == [
        datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    ]


def test_signs_that_copy_gives_a_meaning_arrive_as_they_are(run, write, contents):
    strange = r"back\slash \N {a} 'b' \t"

    run(write([f"SMKT001,2026-01-31 14:30,{strange},Tomatoes,2.40"]))

    assert contents.value("SELECT external_id FROM books.customer_alias") == strange


def test_progress_is_told_while_a_file_is_read(run, write):
    told = []
    rows = [f"SMKT001,2026-01-31 14:30,Card {number},Tomatoes,2.40" for number in range(5000)]

    run(write(rows), progress=lambda stage, share: told.append((stage, share)))

    shares = [share for stage, share in told if stage == "Reading"]
    assert shares == sorted(shares)
    assert told[-1] == ("Booking 5,000 rows", None)


def test_imported_purchases_are_in_document_001s_numbers_at_once(run, write, client):
    before = client.get("/dashboard/analytics?min_purchases=2").json

    run(write(ROWS))

    after = client.get("/dashboard/analytics?min_purchases=2").json
    assert (before["unique_buyers"], after["unique_buyers"]) == (0, 2)
    assert after["loyal_buyers"] == [{"user_id": USER, "purchases": 2}]
    assert [product["units"] for product in after["top_products"]] == [2, 2, 1]
    assert client.get("/cashier/catalog").json["users_total"] == 2
    assert len(client.get("/api/v1/purchases").json["purchases"]) == 3


def test_the_importers_role_is_refused_what_it_does_not_need(server):
    connection = psycopg2.connect(server.libpq("importer"))
    for statement in (
        "DELETE FROM books.customer",
        "INSERT INTO books.receipt_counter VALUES ('SMKT001-1', 1)",
        "INSERT INTO books.task (kind, branch_id) VALUES ('stock_found', 'SMKT001')",
        "DELETE FROM catalog.product",
        "UPDATE catalog.price SET amount_minor = 0",
        "UPDATE catalog.product SET price_version = 1",
        "UPDATE catalog.revision SET number = 0",
        "UPDATE books.customer SET name = NULL",
        "UPDATE books.level SET quantity = 0",
    ):
        with pytest.raises(InsufficientPrivilege), connection, connection.cursor() as cursor:
            cursor.execute(statement)
    connection.close()


def test_books_without_a_company_have_nothing_to_import_for(run, write, arrange):
    arrange.exec_driver_sql("DELETE FROM catalog.company")

    with pytest.raises(ChainMissing, match="no company yet"):
        run(write(ROWS))


def test_a_server_that_is_away_is_told_apart_from_a_wrong_file(server, write, clock):
    away = replace(server, admin=server.admin.set(port=1))

    with pytest.raises(ServiceError, match="database does not answer"):
        use_cases.import_purchases(away.url("importer"), write(ROWS), refuse=print, clock=clock)
