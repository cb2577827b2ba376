"""Web orders across the stores: a healthy one breaks no rule, and each thing that can go wrong breaks the right one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from api_service.audit.models.facts import (
    BookedRefund,
    Checkout,
    Entered,
    Entry,
    Order,
    Outbox,
    Source,
    WebPurchase,
)
from api_service.audit.models.flows import Facts
from api_service.audit.models.results import Verdict
from api_service.audit.models.web_rules import STORE_RULES
from common.money import Money

NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)
THEN = NOW - timedelta(minutes=10)
JUST_NOW = NOW - timedelta(seconds=5)


def euros(minor):
    return Money(minor, "EUR")


def order(number, status="paid", *, minor=1000, at=THEN, **changes):
    paid = status != "placed"
    made = Order(
        id=f"order-{number}",
        number=f"W{number}",
        status=status,
        total=euros(minor),
        payment_id=f"payment-{number}",
        capture_id=f"capture-{number}" if paid else None,
        invoice_number=f"2026-{number:06d}" if paid else None,
        paid_at=at if paid else None,
        changed_at=at,
    )
    return replace(made, **changes)


def entry(number, kind, *, minor=1000, at=THEN, payment=None, name=None):
    return Entry(
        name or f"{kind}-{number}",
        payment or f"payment-{number}",
        f"order-{number}",
        Entered(kind),
        euros(minor),
        at,
    )


def healthy():
    """Order 1 is paid, 2 was cancelled and refunded, 3 was declined, 4 waits for its payment."""
    return Facts(
        asked_at=NOW,
        currency="EUR",
        orders=[order(1), order(2, "refunded"), order(4, "placed")],
        checkouts=[
            Checkout("order-1", "done", THEN),
            Checkout("order-2", "done", THEN),
            Checkout("order-3", "declined", THEN),
            Checkout("order-4", "authorised", JUST_NOW),
        ],
        entries=[
            entry(1, "authorise"),
            entry(1, "capture"),
            entry(2, "authorise"),
            entry(2, "capture"),
            entry(2, "refund"),
            entry(3, "decline"),
            entry(4, "authorise", at=JUST_NOW),
        ],
        purchases=[
            WebPurchase(f"order-{number}", euros(1000), f"capture-{number}", THEN)
            for number in (1, 2)
        ],
        refunds=[BookedRefund("refund-2", "order-2", euros(1000), "refund-2", THEN)],
        outboxes=[Outbox("order-service", 1, 0, 2.0)],
    )


def judged(facts):
    flows = facts.flows()
    return {rule.name: rule.result(facts, flows) for rule in STORE_RULES}


def violated(facts):
    return {name: found for name, found in judged(facts).items() if found.wrong}


def without(rows, **values):
    return [
        row for row in rows if any(getattr(row, name) != value for name, value in values.items())
    ]


def test_healthy_orders_break_no_rule_and_are_all_counted():
    found = judged(healthy())

    assert {each.verdict for each in found.values()} == {Verdict.CLEAN}
    assert found["paid_orders_are_booked"].checked == 2
    assert found["payments_happen_once"].checked == 4
    assert found["kept_money_is_paid_orders"].pending == 1
    assert found["nothing_waits"].pending == 1


def test_a_refund_that_was_dropped_at_the_gateway():
    facts = healthy()
    found = violated(replace(facts, entries=without(facts.entries, kind=Entered.REFUND)))

    assert set(found) == {
        "kept_money_is_paid_orders",
        "captures_belong_to_orders",
        "refunds_happen_once",
    }
    assert found["refunds_happen_once"].first.row == "order W2 (order-2)"
    assert found["refunds_happen_once"].first.says == (
        "it was paid and cancelled, and the gateway gave back 0 times"
    )
    assert found["kept_money_is_paid_orders"].first.says == (
        "in all 20.00 EUR were kept, and the paid orders make 10.00"
    )


def test_a_refund_that_the_books_missed():
    found = violated(replace(healthy(), refunds=[]))

    assert set(found) == {"refunds_happen_once"}
    assert found["refunds_happen_once"].first.says == (
        "the books should have 1 refund of it, and have 0"
    )


def test_a_refund_that_was_given_twice():
    facts = healthy()
    found = violated(replace(facts, entries=[*facts.entries, entry(2, "refund", name="another")]))

    assert found["payments_happen_once"].first.row == "payment payment-2"
    assert found["payments_happen_once"].first.says == "20.00 was given back, and 10.00 taken"
    assert found["refunds_happen_once"].first.row == "order W2 (order-2)"


def test_a_payment_that_was_doubled():
    facts = healthy()
    twice = [entry(1, "authorise", payment="b"), entry(1, "capture", payment="b", name="again")]
    found = violated(replace(facts, entries=[*facts.entries, *twice]))

    assert found["paid_orders_are_captured"].first.row == "order W1 (order-1)"
    assert found["paid_orders_are_captured"].first.says == (
        "it is paid, and the gateway took its money 2 times"
    )
    assert found["kept_money_is_paid_orders"].wrong == 1


def test_a_capture_that_was_entered_twice_under_one_payment():
    facts = healthy()
    found = violated(replace(facts, entries=[*facts.entries, entry(1, "capture", name="again")]))

    assert found["payments_happen_once"].first.says == "it has 2 entries of the kind capture"


def test_a_capture_without_an_order():
    facts = healthy()
    stray = [entry(9, "authorise"), entry(9, "capture")]
    found = violated(replace(facts, entries=[*facts.entries, *stray]))

    assert found["captures_belong_to_orders"].first.row == "order order-9"
    assert found["captures_belong_to_orders"].first.says == (
        "the gateway kept 10.00 of it, and there is no order"
    )


def test_a_paid_order_that_nobody_paid():
    facts = healthy()
    found = violated(
        replace(facts, entries=without(facts.entries, kind=Entered.CAPTURE, payment_id="payment-1"))
    )

    assert found["paid_orders_are_captured"].first.says == (
        "it is paid, and the gateway took its money 0 times"
    )


def test_a_capture_of_another_amount():
    facts = healthy()
    entries = [
        replace(each, amount=euros(990)) if each.entry_id == "capture-1" else each
        for each in facts.entries
    ]
    found = violated(replace(facts, entries=entries))

    assert found["paid_orders_are_captured"].first.says == (
        "its total is 10.00, and the gateway took 9.90"
    )


def test_a_paid_order_without_its_purchase():
    facts = healthy()
    found = violated(replace(facts, purchases=without(facts.purchases, id="order-1")))

    assert set(found) == {"paid_orders_are_booked"}
    assert found["paid_orders_are_booked"].first.row == "order W1 (order-1)"
    assert found["paid_orders_are_booked"].first.says == "it was paid, and is 0 times in the books"


def test_a_purchase_without_an_order():
    facts = healthy()
    stray = WebPurchase("order-9", euros(500), "capture-9", THEN)
    found = violated(replace(facts, purchases=[*facts.purchases, stray]))

    assert found["paid_orders_are_booked"].first.row == "order order-9"


def test_a_purchase_of_an_order_that_was_never_paid():
    facts = healthy()
    early = WebPurchase("order-4", euros(1000), None, THEN)
    found = violated(
        replace(
            facts,
            purchases=[*facts.purchases, early],
            checkouts=[],
            entries=without(facts.entries, reference="order-4"),
        )
    )

    assert found["paid_orders_are_booked"].first.says == (
        "it is in the books as sold, and was never paid"
    )


def test_a_confirmation_without_a_paid_order():
    facts = healthy()
    found = violated(
        replace(facts, checkouts=[*facts.checkouts, Checkout("order-8", "done", THEN)])
    )

    assert found["checkouts_end_in_orders"].first.row == "order order-8"


def test_an_invoice_number_that_was_skipped():
    facts = healthy()
    found = violated(
        replace(
            facts,
            orders=[
                replace(each, invoice_number="2026-000003") if each.id == "order-2" else each
                for each in facts.orders
            ],
        )
    )

    assert set(found) == {"invoices_without_gap"}
    assert found["invoices_without_gap"].first.row == "invoice 2026-000002"
    assert found["invoices_without_gap"].first.says == "no order has it"


def test_an_invoice_number_that_was_given_twice():
    facts = healthy()
    orders = [
        replace(each, invoice_number="2026-000001") if each.id == "order-2" else each
        for each in facts.orders
    ]

    assert violated(replace(facts, orders=orders))["invoices_without_gap"].first.says == (
        "2 orders have it"
    )


def test_a_number_that_a_younger_order_may_still_show_is_no_gap():
    """Pages are read one after another: order 5 was paid after its page was read, order 6 just before its own."""
    facts = healthy()
    late = replace(order(4, "paid", at=JUST_NOW), id="order-6", number="W6")
    found = judged(replace(facts, orders=[*facts.orders, late]))

    assert found["invoices_without_gap"].verdict is Verdict.CLEAN
    assert found["invoices_without_gap"].pending == 1


@pytest.mark.parametrize(
    ("outbox", "says"),
    [
        (Outbox("order-service", 3, 0, 61.0), "3 wait, the oldest for 61 seconds"),
        (
            Outbox("order-service", 0, 1, 0.0),
            "1 could not be delivered and were put aside",
        ),
    ],
)
def test_an_outbox_that_is_stuck(outbox, says):
    found = violated(replace(healthy(), outboxes=[outbox]))

    assert set(found) == {"nothing_waits"}
    assert found["nothing_waits"].first.row == "what order-service has to tell others"
    assert found["nothing_waits"].first.says == says


def test_a_checkout_that_is_stuck():
    found = violated(
        replace(healthy(), checkouts=[Checkout("order-7", "captured", NOW - timedelta(seconds=90))])
    )

    assert found["nothing_waits"].first.row == "checkout order-7"
    assert found["nothing_waits"].first.says == "it has been captured for 90 seconds"


def test_what_happened_in_the_last_minute_is_pending_in_whatever_store_it_was():
    facts = healthy()
    young = [
        replace(each, at=JUST_NOW)
        if each.reference == "order-1" and each.kind is Entered.CAPTURE
        else each
        for each in facts.entries
    ]
    found = judged(replace(facts, entries=young, purchases=without(facts.purchases, id="order-1")))

    assert found["paid_orders_are_booked"].verdict is Verdict.CLEAN
    assert found["paid_orders_are_booked"].pending == 1


def test_a_service_that_cannot_be_asked_makes_what_only_it_knows_unknown():
    facts = replace(
        healthy(), entries=[], missing={Source.LEDGER: "the payment gateway does not answer"}
    )
    found = judged(facts)

    unknown = {name for name, each in found.items() if each.verdict is Verdict.UNKNOWN}
    assert unknown == {
        "kept_money_is_paid_orders",
        "paid_orders_are_captured",
        "captures_belong_to_orders",
        "refunds_happen_once",
        "payments_happen_once",
    }
    assert found["payments_happen_once"].why == "the payment gateway does not answer"


def test_what_is_known_to_wait_counts_though_another_service_is_away():
    facts = replace(
        healthy(),
        outboxes=[Outbox("order-service", 1, 0, 100.0)],
        missing={Source.CHECKOUTS: "cart-service does not answer"},
    )

    found = judged(facts)["nothing_waits"]
    assert found.verdict is Verdict.VIOLATED
    assert found.why == "cart-service does not answer"
