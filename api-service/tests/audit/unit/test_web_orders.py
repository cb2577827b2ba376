"""Web orders across the stores: a healthy one breaks no rule, and each thing that can go wrong breaks the right one."""

from dataclasses import replace

import pytest

from api_service.audit.models.facts import Checkout, Entered, WebPurchase
from api_service.audit.models.results import Verdict
from common.money import Money


def test_healthy_orders_break_no_rule_and_are_all_counted(web):
    found = web.judged(web.healthy())

    assert {each.verdict for each in found.values()} == {Verdict.CLEAN}
    assert found["paid_orders_are_booked"].checked == 2
    assert found["payments_happen_once"].checked == 4
    assert found["orders_add_up"].checked == 2
    assert found["invoices_show_what_was_sold"].checked == 2
    assert found["kept_money_is_paid_orders"].pending == 1
    assert found["nothing_waits"].pending == 1


def test_a_refund_that_was_dropped_at_the_gateway(web):
    facts = web.healthy()
    found = web.violated(replace(facts, entries=web.without(facts.entries, kind=Entered.REFUND)))

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


def test_a_refund_that_the_books_missed(web):
    found = web.violated(replace(web.healthy(), refunds=[]))

    assert set(found) == {"refunds_happen_once"}
    assert found["refunds_happen_once"].first.says == (
        "the books should have 1 refund of it, and have 0"
    )


def test_a_refund_that_was_given_twice(web):
    facts = web.healthy()
    found = web.violated(
        replace(facts, entries=[*facts.entries, web.entry(2, "refund", name="another")])
    )

    assert found["payments_happen_once"].first.row == "payment payment-2"
    assert found["payments_happen_once"].first.says == "20.00 was given back, and 10.00 taken"
    assert found["refunds_happen_once"].first.row == "order W2 (order-2)"


def test_a_payment_that_was_doubled(web):
    facts = web.healthy()
    twice = [
        web.entry(1, "authorise", payment="b"),
        web.entry(1, "capture", payment="b", name="again"),
    ]
    found = web.violated(replace(facts, entries=[*facts.entries, *twice]))

    assert found["paid_orders_are_captured"].first.row == "order W1 (order-1)"
    assert found["paid_orders_are_captured"].first.says == (
        "it is paid, and the gateway took its money 2 times"
    )
    assert found["kept_money_is_paid_orders"].wrong == 1


def test_a_capture_that_was_entered_twice_under_one_payment(web):
    facts = web.healthy()
    found = web.violated(
        replace(facts, entries=[*facts.entries, web.entry(1, "capture", name="again")])
    )

    assert found["payments_happen_once"].first.says == "it has 2 entries of the kind capture"


def test_a_capture_without_an_order(web):
    facts = web.healthy()
    stray = [web.entry(9, "authorise"), web.entry(9, "capture")]
    found = web.violated(replace(facts, entries=[*facts.entries, *stray]))

    assert found["captures_belong_to_orders"].first.row == "order order-9"
    assert found["captures_belong_to_orders"].first.says == (
        "the gateway kept 10.00 of it, and there is no order"
    )


def test_a_paid_order_that_nobody_paid(web):
    facts = web.healthy()
    found = web.violated(
        replace(
            facts, entries=web.without(facts.entries, kind=Entered.CAPTURE, payment_id="payment-1")
        )
    )

    assert found["paid_orders_are_captured"].first.says == (
        "it is paid, and the gateway took its money 0 times"
    )


def test_a_capture_of_another_amount(web):
    facts = web.healthy()
    entries = [
        replace(each, amount=web.euros(990)) if each.entry_id == "capture-1" else each
        for each in facts.entries
    ]
    found = web.violated(replace(facts, entries=entries))

    assert found["paid_orders_are_captured"].first.says == (
        "its total is 10.00, and the gateway took 9.90"
    )


def test_a_paid_order_without_its_purchase(web):
    facts = web.healthy()
    found = web.violated(replace(facts, purchases=web.without(facts.purchases, id="order-1")))

    assert set(found) == {"paid_orders_are_booked"}
    assert found["paid_orders_are_booked"].first.row == "order W1 (order-1)"
    assert found["paid_orders_are_booked"].first.says == "it was paid, and is 0 times in the books"


def test_a_purchase_without_an_order(web):
    facts = web.healthy()
    stray = WebPurchase("order-9", web.euros(500), "capture-9", web.then)
    found = web.violated(replace(facts, purchases=[*facts.purchases, stray]))

    assert found["paid_orders_are_booked"].first.row == "order order-9"


def test_a_purchase_of_an_order_that_was_never_paid(web):
    facts = web.healthy()
    early = WebPurchase("order-4", web.euros(1000), None, web.then)
    found = web.violated(
        replace(
            facts,
            purchases=[*facts.purchases, early],
            checkouts=[],
            entries=web.without(facts.entries, reference="order-4"),
        )
    )

    assert found["paid_orders_are_booked"].first.says == (
        "it is in the books as sold, and was never paid"
    )


def test_a_confirmation_without_a_paid_order(web):
    facts = web.healthy()
    found = web.violated(
        replace(facts, checkouts=[*facts.checkouts, Checkout("order-8", "done", web.then)])
    )

    assert found["checkouts_end_in_orders"].first.row == "order order-8"


@pytest.mark.parametrize("told", ["declined", "sold_out", "cancelled"])
def test_a_paid_order_whose_shopper_was_told_that_there_is_none(web, told):
    facts = web.healthy()
    checkouts = web.without(facts.checkouts, id="order-1")
    found = web.violated(
        replace(facts, checkouts=[*checkouts, Checkout("order-1", told, web.then)])
    )

    assert set(found) == {"checkouts_end_in_orders"}
    assert found["checkouts_end_in_orders"].first.row == "order W1 (order-1)"
    assert found["checkouts_end_in_orders"].first.says.endswith(", and it is paid")


def test_an_order_that_was_called_off_agrees_with_a_cancelled_checkout(web):
    facts = web.healthy()
    checkouts = web.without(facts.checkouts, id="order-2")
    cancelled = Checkout("order-2", "cancelled", web.then)

    assert web.violated(replace(facts, checkouts=[*checkouts, cancelled])) == {}


@pytest.mark.parametrize("told", ["declined", "sold_out", "cancelled"])
def test_money_that_stays_held_for_a_checkout_that_came_to_nothing(web, told):
    facts = web.healthy()
    ended = Checkout("order-5", told, web.then)
    held = replace(
        facts,
        checkouts=[*facts.checkouts, ended],
        entries=[*facts.entries, web.entry(5, "authorise")],
    )
    found = web.violated(held)

    assert set(found) == {"held_money_is_let_go"}
    assert found["held_money_is_let_go"].first.row == "order order-5"
    assert found["held_money_is_let_go"].first.says == (
        f"its checkout ended {told.replace('_', ' ')}, and the bank holds 10.00 for payment-5"
    )

    voided = replace(held, entries=[*held.entries, web.entry(5, "void")])
    assert web.violated(voided) == {}
    beside = [*held.entries, web.entry(5, "void", payment="payment-of-another-try")]
    assert set(web.violated(replace(held, entries=beside))) == {"held_money_is_let_go"}


def test_money_that_is_held_for_what_nobody_knows(web):
    facts = web.healthy()
    held = replace(facts, entries=[*facts.entries, web.entry(5, "authorise")])
    found = web.violated(held)

    assert set(found) == {"held_money_is_let_go"}
    assert found["held_money_is_let_go"].first.says == (
        "there is neither a checkout nor an order, and the bank holds 10.00 for payment-5"
    )
    placed = web.order(5, "placed")
    assert web.violated(replace(held, orders=[*held.orders, placed])) == {}


@pytest.mark.parametrize(
    ("number", "checkout", "says"),
    [
        (1, Checkout, "its checkout ended done"),
        (1, None, "it is paid"),
        (2, Checkout, "its checkout ended done"),
        (2, None, "it is refunded"),
    ],
)
def test_a_second_payment_that_stays_held_beside_what_was_taken(web, number, checkout, says):
    """Whether its order keeps its money or gave it back; the first payment was taken, and holds nothing any more."""
    facts = web.healthy()
    if checkout is None:
        facts = replace(facts, checkouts=web.without(facts.checkouts, id=f"order-{number}"))
    second = web.entry(number, "authorise", minor=700, payment="b")
    held = replace(facts, entries=[*facts.entries, second])
    found = web.violated(held)

    assert set(found) == {"held_money_is_let_go"}
    assert found["held_money_is_let_go"].first.row == f"order W{number} (order-{number})"
    assert found["held_money_is_let_go"].first.says == f"{says}, and the bank holds 7.00 for b"
    voided = web.entry(number, "void", payment="b", name="v")
    assert web.violated(replace(held, entries=[*held.entries, voided])) == {}


def test_money_that_is_held_since_a_moment_is_judged_later(web):
    facts = web.healthy()
    ended = Checkout("order-5", "cancelled", web.just_now)
    found = web.judged(
        replace(
            facts,
            checkouts=[*facts.checkouts, ended],
            entries=[*facts.entries, web.entry(5, "authorise")],
        )
    )

    held = found["held_money_is_let_go"]
    assert (held.checked, held.pending, held.wrong) == (3, 1, 0)


@pytest.mark.parametrize("what", ["order", "entry"])
def test_an_amount_in_another_currency_is_named_and_keeps_nothing_from_being_judged(web, what):
    facts = web.healthy()
    dollars = Money(1000, "USD")
    if what == "order":
        bill = replace(web.bill, currency="USD")
        changed = {"orders": [replace(facts.orders[0], total=dollars, bill=bill)]}
    else:
        changed = {"entries": [facts.entries[0], replace(facts.entries[1], amount=dollars)]}
    found = web.violated(replace(facts, **changed))

    assert found["kept_money_is_paid_orders"].first.row == "order W1 (order-1)"
    assert "do not add up" in found["kept_money_is_paid_orders"].first.says
    assert found["paid_orders_are_captured"].wrong


def test_a_purchase_and_a_refund_of_no_amount_are_named(web):
    facts = web.healthy()
    purchase = replace(facts.purchases[0], total=None)
    refund = replace(facts.refunds[0], total=None)
    found = web.violated(
        replace(facts, purchases=[purchase, *facts.purchases[1:]], refunds=[refund])
    )

    assert set(found) == {"paid_orders_are_booked", "refunds_happen_once"}
    assert found["paid_orders_are_booked"].first.says == (
        "its total is 10.00, and the books have no amount"
    )
    assert found["refunds_happen_once"].first.says == (
        "its total is 10.00, and the books gave back no amount"
    )
