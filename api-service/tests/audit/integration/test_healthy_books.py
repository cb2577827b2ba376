"""Healthy books have no violation: after every kind of sale, with promotions, and while sales are running."""

from api_service.audit.models.results import Verdict


def test_sold_books_are_clean(audit, sell):
    for quantity in (1, 2, 3):
        assert sell(lines=[{"product_id": 1, "quantity": quantity}]).status_code == 201

    report = audit()

    assert [each for each in report.results if each.verdict is not Verdict.CLEAN] == []
    assert report.verdict is Verdict.CLEAN
