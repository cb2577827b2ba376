"""No figure of the owner's numbers can be off without being found, though most are proved by their weight alone."""

import pytest

from api_service.analytics.use_cases import folding

pytestmark = pytest.mark.usefixtures("folded")


@pytest.fixture
def folded(purchase, settings):
    """The rollups hold three sales: six tomatoes and two loaves."""
    folding.fold(folding.folding_database(settings.database_url))
    return purchase


@pytest.mark.parametrize(
    ("table", "column", "row"),
    [
        ("sales_of_hour", "purchases", "SMKT001 in the hour from 2026-11-20 14:00 UTC: purchases"),
        ("sales_of_day", "total_minor", "SMKT001 on 2026-11-20: takings"),
        ("tender_of_day", "total_minor", "SMKT001 on 2026-11-20, paid in other: takings"),
        ("product_of_day", "units", "product 2 in SMKT001 on 2026-11-20: units"),
        (
            "product_of_month",
            "units",
            "product 2 in SMKT001 in the month from 2026-11-01: units",
        ),
    ],
)
def test_a_rollup_that_is_off_by_one(violated, tamper, table, column, row):
    assert violated() == {}
    only = "AND product_id = 2" if table.startswith("product") else ""
    tamper(f"UPDATE books.{table} SET {column} = {column} + 1 WHERE branch_id = 'SMKT001' {only}")

    found = violated()["rollups_equal_a_recount"]
    assert found.wrong == 1
    assert found.first.row == row


@pytest.mark.usefixtures("history")
def test_what_is_proved_by_weight_is_not_counted_row_by_row_as_well(judged, sell, settings, asked):
    folding.fold(folding.folding_database(settings.database_url))
    sell()

    weighed = judged("rollups_equal_a_recount")
    assert not [each for each in asked if "books.product_ever AS kept" in each]
    counted = judged("rollups_equal_a_recount", everything=True)
    assert [each for each in asked if "books.product_ever AS kept" in each]

    assert (weighed.wrong, counted.wrong) == (0, 0)
    assert weighed.checked == counted.checked > 20


def test_no_figure_of_a_rollup_escapes_its_weight(violated, tamper):
    """Each is spoilt and put right again; six tomatoes and two loaves were sold, which is eight whichever has them."""
    rows = "branch_id = 'SMKT001'"
    goods = f"{rows} AND product_id IN (1, 2)"
    for table, where, change, back, figure in (
        ("sales_of_hour", rows, "units = units + 1", "units = units - 1", "units"),
        ("sales_of_hour", rows, "day = day + 1", "day = day - 1", "purchases"),
        ("sales_of_day", rows, "purchases = purchases + 1", "purchases = purchases - 1", "purchases"),
        ("product_of_day", goods, "units = 8 - units", "units = 8 - units", "units"),
        ("product_of_month", goods, "total_minor = 1820 - total_minor", "total_minor = 1820 - total_minor", "takings"),
        ("product_ever", "scope = '*'", "units = units + 1", "units = units - 1", "units"),
    ):  # fmt: skip  # short values, several to a line
        tamper(f"UPDATE books.{table} SET {change} WHERE {where}")
        assert violated()["rollups_equal_a_recount"].first.row.endswith(f": {figure}"), table
        tamper(f"UPDATE books.{table} SET {back} WHERE {where}")
        assert violated() == {}, table


@pytest.mark.parametrize("table", ["sales_of_hour", "product_of_day", "product_ever"])
def test_rows_of_a_rollup_that_were_lost(violated, tamper, table):
    tamper(f"DELETE FROM books.{table}")

    assert set(violated()) == {"rollups_equal_a_recount"}


def test_buyers_that_were_counted_wrong(violated, tamper):
    tamper("UPDATE books.loyalty SET customers = customers + 1 WHERE scope = '*'")

    assert violated()["rollups_equal_a_recount"].first.row == (
        "buyers who came 1 times in *: customers"
    )
