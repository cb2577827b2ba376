"""Web orders taken together: numbers without gap, nothing that waits, and what is too young or cannot be asked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from api_service.audit.models.facts import Checkout, Entered, Outbox, Source
from api_service.audit.models.results import Verdict


def test_an_invoice_number_that_was_skipped(web):
    facts = web.healthy()
    found = web.violated(
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


def test_an_invoice_number_that_was_given_twice(web):
    facts = web.healthy()
    orders = [
        replace(each, invoice_number="2026-000001") if each.id == "order-2" else each
        for each in facts.orders
    ]

    assert web.violated(replace(facts, orders=orders))["invoices_without_gap"].first.says == (
        "2 orders have it"
    )


def test_a_number_that_a_younger_order_may_still_show_is_no_gap(web):
    """Pages are read one after another: order 5 was paid after its page was read, order 6 just before its own."""
    facts = web.healthy()
    late = replace(web.order(4, "paid", at=web.just_now), id="order-6", number="W6")
    found = web.judged(replace(facts, orders=[*facts.orders, late]))

    assert found["invoices_without_gap"].verdict is Verdict.CLEAN
    assert found["invoices_without_gap"].pending == 1


def test_a_gap_behind_an_invoice_that_is_said_to_be_of_the_future(web):
    facts = web.healthy()
    ahead = web.now.replace(year=2099)
    late = replace(web.order(4, "paid", at=ahead), id="order-6", number="W6")

    found = web.violated(replace(facts, orders=[*facts.orders, late]))["invoices_without_gap"]
    assert found.first.row == "invoice 2026-000003"


@pytest.mark.parametrize(
    ("number", "row", "says"),
    [
        (
            "2026-999999999999999999",
            "invoices 2026-000002 to 2026-999999999999999998",
            "no order has them",
        ),
        (f"2026-{'9' * 5000}", "order W2 (order-2)", f"its invoice number is 2026-{'9' * 5000}"),
    ],
)
def test_an_invoice_number_with_digits_too_many_is_one_wrong_row_and_found_at_once(
    web, number, row, says
):
    facts = web.healthy()
    orders = [
        replace(each, invoice_number=number) if each.id == "order-2" else each
        for each in facts.orders
    ]
    found = web.violated(replace(facts, orders=orders))["invoices_without_gap"]

    assert (found.wrong, found.first.row) == (1, row)
    assert found.first.says.endswith(says)


@pytest.mark.parametrize(
    ("outbox", "says"),
    [
        (Outbox("order-service", 3, 0, 61.0), "3 wait, the oldest for 61 seconds"),
        (
            Outbox("order-service", 0, 1, 0.0),
            "1 could not be delivered and were put aside",
        ),
        (
            Outbox("order-service", 1, 0, 0.0, 90.0),
            "something was put there 90 seconds from now",
        ),
    ],
)
def test_an_outbox_that_is_stuck(web, outbox, says):
    found = web.violated(replace(web.healthy(), outboxes=[outbox]))

    assert set(found) == {"nothing_waits"}
    assert found["nothing_waits"].first.row == "what order-service has to tell others"
    assert found["nothing_waits"].first.says == says


def test_a_checkout_that_is_stuck(web):
    found = web.violated(
        replace(
            web.healthy(),
            checkouts=[Checkout("order-7", "captured", web.now - timedelta(seconds=90))],
        )
    )

    assert found["nothing_waits"].first.row == "checkout order-7"
    assert found["nothing_waits"].first.says == "it has been captured for 90 seconds"


def test_a_checkout_that_is_stuck_and_says_that_it_took_its_step_in_the_future(web):
    ahead = web.now + timedelta(days=30)
    found = web.violated(replace(web.healthy(), checkouts=[Checkout("order-7", "captured", ahead)]))

    assert set(found) == {"nothing_waits", "moments_have_come"}
    assert found["nothing_waits"].first.says == (
        "it has been captured since 2026-12-20 14:20:00, which is still to come"
    )


@pytest.mark.parametrize(
    ("where", "moment"),
    [
        ("orders", "changed_at"),
        ("orders", "paid_at"),
        ("checkouts", "stepped_at"),
        ("entries", "at"),
        ("purchases", "at"),
        ("refunds", "at"),
        ("pinned", ""),
    ],
)
def test_a_moment_in_the_future_is_no_excuse(web, where, moment):
    """In whatever store somebody writes it, what is wrong with the order is seen, and so is the moment."""
    ahead = web.now.replace(year=2099)
    facts = web.healthy()
    order = replace(facts.orders[0], total=web.euros(1500))
    given_back = replace(facts.refunds[0], purchase_id="order-1")
    facts = replace(facts, orders=[order, *facts.orders[1:]], refunds=[given_back])
    if where == "pinned":
        kept = replace(facts.checkouts[0], reservation_id="r")
        facts = replace(facts, checkouts=[kept, *facts.checkouts[1:]], pinned={"r": ahead})
    else:
        first, *others = getattr(facts, where)
        facts = replace(facts, **{where: [replace(first, **{moment: ahead}), *others]})
    found = web.violated(facts)

    assert found["paid_orders_are_captured"].first.row == "order W1 (order-1)"
    assert found["kept_money_is_paid_orders"].wrong == 1
    assert found["moments_have_come"].wrong == 1
    assert found["moments_have_come"].first.row == "order W1 (order-1)"
    assert found["moments_have_come"].first.says == (
        "something happened to it at 2099-11-20 14:20:00, which is still to come"
    )


def test_what_happens_while_everybody_is_asked_and_clocks_that_differ_a_little_are_pending(web):
    facts = replace(web.healthy(), asking=timedelta(seconds=20), purchases=[], checkouts=[])
    late = replace(facts, orders=[web.order(1, at=web.now + timedelta(seconds=80))])
    later = replace(facts, orders=[web.order(1, at=web.now + timedelta(seconds=81))])

    assert web.judged(late)["paid_orders_are_booked"].pending == 1
    assert web.judged(late)["moments_have_come"].wrong == 0
    assert web.judged(later)["paid_orders_are_booked"].wrong == 1
    assert web.judged(later)["moments_have_come"].wrong == 1


def test_what_happened_in_the_last_minute_is_pending_in_whatever_store_it_was(web):
    facts = web.healthy()
    young = [
        replace(each, at=web.just_now)
        if each.reference == "order-1" and each.kind is Entered.CAPTURE
        else each
        for each in facts.entries
    ]
    found = web.judged(
        replace(facts, entries=young, purchases=web.without(facts.purchases, id="order-1"))
    )

    assert found["paid_orders_are_booked"].verdict is Verdict.CLEAN
    assert found["paid_orders_are_booked"].pending == 1


def test_whoever_lets_orders_rest_for_less_sees_them_judged_sooner_and_waiting_is_still_a_minute(
    web,
):
    facts = replace(web.healthy(), purchases=[], rest=timedelta(seconds=5))
    young = replace(facts, orders=[web.order(1, at=web.just_now)], checkouts=[])
    waits = replace(facts, orders=[], checkouts=[Checkout("order-4", "authorised", web.just_now)])

    assert web.judged(young)["paid_orders_are_booked"].wrong == 1
    assert web.judged(replace(young, rest=timedelta(seconds=6)))["paid_orders_are_booked"].pending
    assert web.judged(waits)["nothing_waits"].pending == 1


def test_a_service_that_cannot_be_asked_makes_what_only_it_knows_unknown(web):
    facts = replace(
        web.healthy(), entries=[], missing={Source.LEDGER: "the payment gateway does not answer"}
    )
    found = web.judged(facts)

    unknown = {name for name, each in found.items() if each.verdict is Verdict.UNKNOWN}
    assert unknown == {
        "kept_money_is_paid_orders",
        "paid_orders_are_captured",
        "captures_belong_to_orders",
        "refunds_happen_once",
        "payments_happen_once",
        "held_money_is_let_go",
        "moments_have_come",
    }
    assert found["payments_happen_once"].why == "the payment gateway does not answer"


def test_what_is_known_to_wait_counts_though_another_service_is_away(web):
    facts = replace(
        web.healthy(),
        outboxes=[Outbox("order-service", 1, 0, 100.0)],
        missing={Source.CHECKOUTS: "cart-service does not answer"},
    )

    found = web.judged(facts)["nothing_waits"]
    assert found.verdict is Verdict.VIOLATED
    assert found.why == "cart-service does not answer"
