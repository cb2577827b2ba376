"""A purchase that cannot be priced again is named as one, whatever it is of it that nobody can work with."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api_service.audit.models.proof import Past, Sold, SoldLine, prove

NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)
TOO_MUCH = 2**53

LINE = SoldLine(1, 7, 2, 1, 480, 900, 40, "fresh", None, frozenset())
SOLD = Sold("purchase", NOW, NOW, "EUR", frozenset(), [LINE])
PAST = Past({(7, 1): 240, (7, 2): TOO_MUCH}, [], {7: [(datetime(2026, 1, 1, tzinfo=UTC), 900)]})


def test_what_was_sold_right_proves():
    assert prove(SOLD, PAST) is None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"total_minor": TOO_MUCH}, f"it was sold for {TOO_MUCH} minor units and prices again to 4.80"),
        ({"vat_minor": TOO_MUCH}, f"its VAT was {TOO_MUCH} minor units and comes out again as 0.40"),
        ({"price_version": 2}, f"it cannot be priced again: {TOO_MUCH} is not an amount in minor units"),
        ({"quantity": 2**47}, "it cannot be priced again: 33776997205278720 is not an amount in minor units"),
        ({"quantity": 0}, "it cannot be priced again: "),
    ],
)  # fmt: skip  # a row on a line, as in a table
def test_a_line_of_no_amount(changes, says):
    found = prove(replace(SOLD, lines=[replace(LINE, **changes)]), PAST)

    assert found.row == "purchase/1"
    assert found.says.startswith(says)


@pytest.mark.parametrize(
    "changes",
    [
        {"currency": "EUX"},
        {"priced_at": datetime.max.replace(tzinfo=UTC)},
    ],
)
def test_a_purchase_of_no_currency_or_at_the_end_of_all_time(changes):
    found = prove(replace(SOLD, **changes), PAST)

    assert found.row == "purchase/1"
    assert found.says.startswith("it cannot be priced again: ")
