"""Orders that somebody calls off while they are paid for."""

from cart_service.models.checkout import State
from cart_service.use_cases import checkouts
from cart_service.use_cases.baskets import Whose
from common.money import Money

MINE = Whose("a-visitors-own-basket")


def test_an_order_that_was_called_off_before_its_answer_came_takes_no_money(
    filled, gateway, orders, pay, settle
):
    orders.lost.add("place")
    found = pay()
    orders.lost.clear()
    orders.cancel(found.id)
    settle()

    assert checkouts.look(filled, MINE, found.id).state is State.CANCELLED
    assert gateway.taken == []


def test_an_order_that_was_called_off_while_it_was_paid_is_refunded_once(gateway, call_off, pay):
    call_off()
    found = pay()

    assert (found.state, found.why) == (State.CANCELLED, "refunded")
    (payment,) = gateway.payments.values()
    assert (payment.refunded, len(payment.refund_ids)) == (Money(1500, "EUR"), 1)
