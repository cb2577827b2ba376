"""The importer's commands: what they print, and the exit codes that scripts go by."""

import csv

import pytest
from typer.testing import CliRunner

from api_service.cli import app

USER = "6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44"
GOOD = f"SMKT001,2026-01-31 14:30,{USER},Tomatoes,2.40"
WRONG = f"SMKT001,2026-01-31 14:30,{USER},Pears,2.40"


@pytest.fixture
def command(server):
    environment = {
        "DATABASE_URL": server.url("importer"),
        "SECRET_KEY": "a key for the tests",
        "SERVICE_KEY": "a service key for tests",
        "MERCATO_DEMO": "1",
        "COLUMNS": "100",
    }

    def call(*words, **changes):
        return CliRunner().invoke(app, [str(word) for word in words], env=environment | changes)

    return call


def test_seed_says_what_it_added_and_then_that_nothing_is_missing(command):
    first, second = command("seed"), command("seed")

    assert first.exit_code == second.exit_code == 0
    assert "purchases added" in first.stdout
    assert "SMKT003" in first.stdout
    assert "nothing was added" in second.stdout


@pytest.mark.usefixtures("shop")
def test_an_import_ends_with_what_it_added(command, write):
    done = command("import", "purchases", write([GOOD, GOOD]))

    assert done.exit_code == 0
    assert "2 purchases added, 1 new customer." in done.stdout
    assert "4.80 EUR" in done.stdout


@pytest.mark.usefixtures("shop")
def test_a_second_import_says_that_its_rows_are_known(command, write):
    file = write([GOOD])
    command("import", "purchases", file)

    done = command("import", "purchases", file)

    assert done.exit_code == 0
    assert "1 of 1 row: in the books already." in done.stdout


@pytest.mark.usefixtures("shop")
def test_wrong_rows_end_in_exit_code_1_and_no_more_than_fifty_are_printed(command, write):
    done = command("import", "purchases", write([GOOD, *[WRONG] * 60]))

    assert done.exit_code == 1
    assert 'purchases.csv, line 3: product "Pears" is unknown' in done.stdout
    assert done.stdout.count("line ") == 50
    assert "and 10 more; --report FILE writes them all" in done.stdout
    assert "60 rows are wrong, so nothing was imported." in done.stdout


@pytest.mark.usefixtures("shop")
def test_the_report_has_every_wrong_row(command, write, tmp_path):
    report = tmp_path / "report.csv"

    command("import", "purchases", write([WRONG] * 60), "--report", report)

    with report.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60
    assert rows[0] == {"file": "purchases.csv", "line": "2", "reason": 'product "Pears" is unknown'}


@pytest.mark.usefixtures("shop")
def test_a_dry_run_says_that_it_was_one(command, write, contents):
    done = command("import", "purchases", write([GOOD]), "--dry-run")

    assert done.exit_code == 0
    assert "1 purchase would be added" in done.stdout
    assert "nothing was changed" in done.stdout
    assert contents.value("SELECT count(*) FROM books.purchase") == 0


@pytest.mark.usefixtures("shop")
def test_what_was_assumed_about_products_is_printed(command, write):
    prices = write(
        ["Rye bread,3.10", "Tomatoes,2.10"], header="product_name,unit_price", name="products.csv"
    )

    done = command("import", "purchases", write([]), "--products", prices)

    assert 'New product "Rye bread" at 3.10: code RYE-BREAD, department goods' in done.stdout
    assert '"Tomatoes" costs 2.40 here and 2.10 in the file.' in done.stdout


@pytest.mark.usefixtures("shop")
def test_a_file_of_another_form_is_explained_without_a_traceback(command, write):
    done = command("import", "purchases", write([], header="a,b"))

    assert done.exit_code == 1
    assert "the column supermarket_id is missing" in done.stderr


@pytest.mark.usefixtures("shop")
def test_a_report_that_cannot_be_written_is_explained(command, write, tmp_path):
    done = command("import", "purchases", write([GOOD]), "--report", tmp_path / "no" / "report.csv")

    assert done.exit_code == 1
    assert "No such file" in done.stderr


def test_a_role_that_may_not_seed_is_told_which_may(command, server):
    done = command("seed", DATABASE_URL=server.url("api"))

    assert done.exit_code == 1
    assert "use <database>_importer" in done.stderr


@pytest.mark.usefixtures("shop")
def test_demo_data_says_what_it_made(command):
    done = command("demo-data", "--purchases", "50", "--seed", "3", "--days", "10")

    assert done.exit_code == 0
    assert "50 purchases added, 5 new customers." in done.stdout
