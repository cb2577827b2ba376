"""Reading tables as people export them."""

import pytest

from api_service.importer.errors import FileUnreadable
from api_service.importer.files import Record, open_table


def read(path, *columns):
    with open_table(path, columns or ("name", "price")) as table:
        return list(table.records())


def values(records):
    return [record.values for record in records]


@pytest.fixture
def file(tmp_path):
    def write(content: bytes | str):
        path = tmp_path / "table.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_separator_line_end_and_byte_order_mark_is_read_alike(file, separator, ending, mark):
    lines = [f"name{separator}price", f"Tea{separator}3.20", f"Rye{separator}2.10", ""]

    records = read(file(mark + ending.join(lines)))

    assert records == [Record(2, ("Tea", "3.20")), Record(3, ("Rye", "2.10"))]


def test_columns_may_stand_in_any_order_and_case_among_others(file):
    path = file("Note,PRICE, name\nfine,3.20,Tea\n")

    with open_table(path, ("name", "price")) as table:
        records = list(table.records())

    assert values(records) == [("Tea", "3.20")]
    assert table.ignored == ["note"]


def test_values_are_trimmed_and_composed(file):
    records = read(file("name,price\n  Cafe\u0301 ,\t3.20\n"))

    assert values(records) == [("Café", "3.20")]


def test_a_quoted_value_may_hold_separators_quotes_and_line_breaks(file):
    records = read(file('name,price\n"Tea, ""green""\nloose", "3.20"\nRye,2.10\n'))

    assert records == [
        Record(2, ('Tea, "green"\nloose', "3.20")),
        Record(4, ("Rye", "2.10")),
    ]


def test_empty_lines_are_skipped_and_still_counted(file):
    records = read(file("name,price\n\n ,\nTea,3.20\n\n"))

    assert records == [Record(4, ("Tea", "3.20"))]


def test_a_row_of_another_width_is_named(file):
    records = read(file("name,price\nTea\nRye,2.10,fresh\nOats,1.10\n"))

    assert records[0].problem == "the header names 2 values, this row has 1"
    assert records[1].problem.endswith("this row has 3; a list stands in quotation marks")
    assert records[2].problem == ""


def test_a_row_in_another_encoding_is_named_and_the_next_one_read(file):
    records = read(file(b"name,price\nK\xe4se,3.20\nRye,2.10\n"))

    assert records[0].line == 2
    assert "UTF-8" in records[0].problem
    assert records[1] == Record(3, ("Rye", "2.10"))


@pytest.mark.parametrize("row", ['"Tea"x,3.20', '"Te"a","3.20'])
def test_quotation_marks_that_do_not_match_are_named(file, row):
    records = read(file(f"name,price\n{row}\n"))

    assert [(record.line, record.problem) for record in records] == [
        (2, "the quotation marks do not match")
    ]


def test_a_quotation_mark_that_is_never_closed_is_named_where_it_opens(file):
    records = read(file('name,price\nRye,2.10\n"Tea,3.20\nOats,1.10\n'))

    assert [(record.line, record.problem) for record in records] == [
        (2, ""),
        (3, "the quotation marks do not match"),
    ]


def test_a_value_too_long_to_be_one_is_named_as_that(file):
    records = read(file(f"name,price\n{'T' * 140_000},3.20\nOats,1.10\n"))

    assert [(record.line, record.problem.partition(";")[0]) for record in records] == [
        (2, "a value has more than 131,072 signs"),
        (3, ""),
    ]


def test_a_value_is_not_had_from_a_row_with_a_problem(file):
    (record,) = read(file("name,price\nTea\n"))

    with pytest.raises(ValueError, match="this row has 1"):
        record.told()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the column name is missing"),
        ("name\nTea\n", "the column price is missing"),
        ("name,price,Price\n", "the column price stands there twice"),
        ('"name,price\n', "the column name is missing"),
        (b"PK\x03\x04rest", "is a spreadsheet"),
        (b"\xff\xfen\x00", "is text in UTF-16"),
    ],
)
def test_what_is_no_such_table_is_refused_as_a_whole(file, content, message):
    path = file(content)

    with pytest.raises(FileUnreadable, match=message):
        read(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(FileUnreadable, match="No such file"):
        read(tmp_path / "none.csv")


def test_the_share_that_was_read_ends_at_the_whole(file):
    path = file("name,price\n" + "Tea,3.20\n" * 5000)

    with open_table(path, ("name", "price")) as table:
        shares = [table.share for _ in table.records()]

    assert shares == sorted(shares)
    assert shares[-1] == 1.0
