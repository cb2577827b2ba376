"""What is kept for web orders, sold from it and given back, spoilt in every way."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from api_service.audit.models.facts import Checkout, Source
from api_service.audit.models.results import Verdict


@pytest.fixture
def kept(arrange):
    """A reservation of three tomatoes that lives."""
    reservation = uuid.uuid4()
    arrange.execute(
        text(
            "INSERT INTO catalog.branch VALUES ('WEB', 'Web', 'online', '', 'Europe/Amsterdam') ON CONFLICT DO NOTHING"
        )
    )
    arrange.execute(
        text(
            "INSERT INTO books.reservation (id, state, fingerprint, fulfilled_by, sold_by, currency, total_minor, "
            "reserved_at, expires_at, changed_at) "
            "SELECT :id, 'held', '', 'SMKT001', id, 'EUR', 720, now(), now(), now() "
            "FROM catalog.branch WHERE kind = 'online'"
        ),
        {"id": reservation},
    )
    arrange.execute(
        text(
            "INSERT INTO books.reservation_line VALUES "
            "(:id, 1, 1, 'TOMATO', 'Tomatoes', 'fresh', 3, 240, 1, 0, 720, 900, 59)"
        ),
        {"id": reservation},
    )
    arrange.execute(
        text("UPDATE books.level SET reserved = 3 WHERE branch_id = 'SMKT001' AND product_id = 1")
    )
    return reservation


def test_what_lives_is_what_is_kept(kept, judged):
    found = judged("reserved_is_reservations")

    assert found.verdict is Verdict.CLEAN
    assert found.checked == 6
    assert kept


def test_a_reservation_that_was_counted_twice(kept, judged, tamper):
    tamper("UPDATE books.level SET reserved = 6 WHERE branch_id = 'SMKT001' AND product_id = 1")

    found = judged("reserved_is_reservations")
    assert found.first.row == "Tomatoes in Market Hall (SMKT001/1)"
    assert found.first.says == "6 are kept, and the reservations hold 3"
    assert kept


def test_a_reservation_that_ended_and_gave_nothing_back(kept, judged, tamper):
    tamper("UPDATE books.reservation SET state = 'released' WHERE id = :id", id=kept)

    assert judged("reserved_is_reservations").first.says == (
        "3 are kept, and the reservations hold 0"
    )


def test_a_reservation_that_says_it_was_sold_and_was_not(kept, judged, tamper):
    tamper("UPDATE books.reservation SET state = 'booked' WHERE id = :id", id=kept)

    assert judged("one_effect_per_key").first.row == f"the sale of reservation {kept}"


@pytest.mark.usefixtures("kept")
def test_stores_that_do_not_answer_leave_the_books_themselves_judged(audit, stores):
    stores.away = set(Source)

    report = audit()

    assert report.verdict is Verdict.UNKNOWN
    known = [each for each in report.results if each.verdict is Verdict.CLEAN]
    assert len(known) == 17
    assert next(each for each in report.results if each.name == "nothing_waits").why == (
        "order-service does not answer; cart-service does not answer"
    )


def test_goods_that_stay_pinned_for_a_checkout_that_came_to_nothing(kept, stores, judged, tamper):
    long_ago = datetime.now(UTC) - timedelta(minutes=10)
    tamper("UPDATE books.reservation SET state = 'pinned', changed_at = :then", then=long_ago)
    stores.open = [Checkout("a", "authorised", long_ago, str(kept))]
    assert judged("pinned_goods_are_let_go").wrong == 0

    stores.open = [Checkout("a", "cancelled", long_ago, str(kept))]
    found = judged("pinned_goods_are_let_go")
    assert (found.checked, found.first.row) == (1, "order a")
    assert found.first.says == f"its checkout ended cancelled, and the books keep its goods, {kept}"

    tamper("UPDATE books.reservation SET changed_at = now()")
    found = judged("pinned_goods_are_let_go")
    assert (found.checked, found.pending, found.wrong) == (0, 1, 0)

    tamper("UPDATE books.reservation SET state = 'released', changed_at = :then", then=long_ago)
    assert judged("pinned_goods_are_let_go").verdict is Verdict.CLEAN
