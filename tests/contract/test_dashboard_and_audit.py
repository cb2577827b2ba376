"""What the dashboard asks of the auditor, put by its real client to the books' real application."""

import pytest

from dashboard_service.clients.audit import HttpAuditor
from dashboard_service.models.audit import Verdict


@pytest.fixture
def auditor(client, rosa):
    assert rosa.role == "owner"
    return HttpAuditor(client, client)


def test_nobody_to_ask_about_web_orders_is_told_beside_what_the_books_know(auditor, execute):
    """Alone, without gateway, orders and carts."""
    found = auditor.now()

    rules = {each.name: each for each in found.invariants}
    assert found.verdict is Verdict.UNKNOWN
    assert rules["levels_are_movements"].verdict is Verdict.CLEAN
    assert rules["paid_orders_are_booked"].why == "nobody said where order-service answers"

    execute("INSERT INTO books.level (branch_id, product_id, quantity) VALUES ('SMKT001', 1, 7)")

    found = auditor.now()
    broken = found.those(Verdict.VIOLATED)
    assert [each.first_row for each in broken] == ["Tomatoes in Market Hall (SMKT001/1)"]
    assert broken[0].first_says == "the level says 7, and its movements make 0"
    assert auditor.last() == auditor.glance() == found
