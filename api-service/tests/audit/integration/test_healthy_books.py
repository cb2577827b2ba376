"""Healthy books have no violation: with promotions, coupons and history, and while all of it is going on."""

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from api_service.analytics.use_cases import folding
from api_service.audit.models.results import Verdict
from api_service.audit.use_cases import auditing
from common import pricing


def not_clean(report):
    return [each for each in report.results if each.verdict is not Verdict.CLEAN]


def test_what_was_sold_under_promotions_that_changed_since_is_clean(audit, sell, promote, arrange):
    offer = promote(pricing.MultiBuy(id=0, version=1, name="2 for 1", units=2, paid=1))
    promote(
        pricing.PercentOff(
            id=0, version=1, name="10 % off mugs", basis_points=1000, product_ids=frozenset({3})
        )
    )
    promote(
        pricing.Coupon(id=0, version=1, name="Thanks", basis_points=700, on_top=True, code="THANKS")
    )
    basket = [{"product_id": each, "quantity": each + 1} for each in (1, 2, 3)]
    assert sell(lines=basket, coupons=["THANKS"]).status_code == 201
    arrange.execute(
        text(
            "INSERT INTO catalog.promotion_version (promotion_id, version, kind, name, units, paid, free_units) "
            "VALUES (:id, 2, 'multi_buy', '3 for 2', 3, 2, 'cheapest')"
        ),
        {"id": offer},
    )
    arrange.execute(text("UPDATE catalog.promotion SET version = 2 WHERE id = :id"), {"id": offer})
    assert sell(lines=basket).status_code == 201
    arrange.execute(
        text("UPDATE catalog.promotion SET archived_at = now() WHERE id = :id"), {"id": offer}
    )
    arrange.execute(
        text("INSERT INTO catalog.price (product_id, version, amount_minor) VALUES (1, 2, 999)")
    )
    arrange.execute(text("UPDATE catalog.product SET price_version = 2 WHERE id = 1"))
    assert sell(lines=basket).status_code == 201

    report = audit()

    assert not_clean(report) == []
    proved = next(each for each in report.results if each.name == "lines_price_again")
    assert proved.checked == 3


@pytest.mark.usefixtures("history")
def test_history_from_elsewhere_is_outside_of_pricing_and_stock(audit):
    assert not_clean(audit()) == []


def test_what_its_turn_has_not_come_to_is_pending(surroundings, sell):
    for _ in range(3):
        sell()
    steps = []
    for _ in range(3):
        report = auditing.run_now(replace(surroundings, most=1))
        assert not_clean(report) == []
        found = next(each for each in report.results if each.name == "lines_price_again")
        steps.append((found.checked, found.before, found.pending))

    assert steps == [(1, 0, 2), (1, 1, 1), (1, 2, 0)]


@pytest.mark.timeout(120)
def test_no_violation_is_seen_while_everybody_sells(audit, client, promote, arrange, settings):
    """Four tills sell, prices and promotions change, the rollups fold, and the auditor looks again and again."""
    offer = promote(pricing.MultiBuy(id=0, version=1, name="2 for 1", units=2, paid=1))
    done = threading.Event()

    def till(number):
        sold, mine = 0, client.application.test_client()
        while not done.is_set():
            lines = [
                {"product_id": 1 + (sold + number) % 3, "quantity": 1 + sold % 4},
                {"product_id": 1 + (sold + number + 1) % 3, "quantity": 2},
            ]
            place = {"branch_id": "SMKT001", "till_id": f"SMKT001-{1 + number % 2}"}
            answer = mine.post(
                "/api/v1/purchases",
                json={**place, "lines": lines},
                headers={"Idempotency-Key": str(uuid.uuid4())},
            )
            assert answer.status_code in {201, 503}, answer.text
            sold += answer.status_code == 201
        return sold

    def office():
        version = 1
        while not done.wait(0.15):
            version += 1
            values = {"version": version, "price": 240 + version, "id": offer}
            arrange.execute(
                text(
                    "INSERT INTO catalog.price (product_id, version, amount_minor) VALUES (1, :version, :price)"
                ),
                values,
            )
            arrange.execute(
                text("UPDATE catalog.product SET price_version = :version WHERE id = 1"), values
            )
            arrange.execute(
                text(
                    "INSERT INTO catalog.promotion_version "
                    "(promotion_id, version, kind, name, units, paid, free_units) "
                    "VALUES (:id, :version, 'multi_buy', 'n for m', 2 + :version % 2, 1, 'cheapest')"
                ),
                values,
            )
            arrange.execute(
                text("UPDATE catalog.promotion SET version = :version WHERE id = :id"), values
            )
        return version

    def bookkeeper():
        database = folding.folding_database(settings.database_url)
        while not done.wait(0.1):
            folding.fold(database)
        database.close()

    with ThreadPoolExecutor(6) as people:
        tills = [people.submit(till, number) for number in range(4)]
        others = [people.submit(office), people.submit(bookkeeper)]
        reports = []
        try:
            until = time.monotonic() + 6
            while time.monotonic() < until:
                reports.append(audit())
                time.sleep(0.1)
        finally:
            done.set()
        sold = sum(each.result() for each in tills)
        for each in others:
            each.result()
    reports.append(audit())

    assert [not_clean(report) for report in reports] == [[]] * len(reports)
    assert len(reports) > 5
    assert sold > 50
    again = next(each for each in reports[-1].results if each.name == "lines_price_again")
    assert again.checked + again.before == sold
