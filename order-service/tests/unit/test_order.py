"""How an order goes on, and what it refuses."""

import itertools
from datetime import UTC, datetime

import pytest

from order_service.errors import ImpossibleStep, OrderCancelled, PaidOtherwise, WrongSum
from order_service.models.links import Links
from order_service.models.parts import By, Payment, Step
from order_service.models.status import WAY, Status
from order_service.models.told import explanation, headline, marks
from order_service.payloads import orders as payloads

NOW = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
CART = By("cart-service", "service")
ROSA = By("Rosa", "owner")


@pytest.fixture
def placed(checkout, seller):
    body = payloads.PlaceRequest.model_validate(checkout())
    return payloads.draft(body).placed("W1001", seller, NOW, CART)


@pytest.fixture
def at(placed):
    """The order as it is in a state that it can be in."""

    def made(status):
        order = placed
        if status is Status.PLACED:
            return order
        order = paid(order)
        if status in (Status.CANCELLED, Status.REFUNDED):
            order = order.moved_by_hand(Status.CANCELLED, Step(Status.CANCELLED, NOW, ROSA))
            step = Step(Status.REFUNDED, NOW, CART)
            return order.refunded(step) if status is Status.REFUNDED else order
        for each in WAY[2 : WAY.index(status) + 1]:
            order = order.moved_by_hand(each, Step(each, NOW, ROSA))
        return order

    return made


def paid(order, capture_id="c"):
    payment = Payment(order.payment.id, order.payment.card, capture_id)
    return order.paid(payment, order.total, "2026-000001", Step(Status.PAID, NOW, CART))


ALLOWED = {
    (Status.PLACED, Status.CANCELLED),
    (Status.PAID, Status.PACKED),
    (Status.PAID, Status.CANCELLED),
    (Status.PACKED, Status.SHIPPED),
    (Status.PACKED, Status.CANCELLED),
    (Status.SHIPPED, Status.DELIVERED),
}


@pytest.mark.parametrize(("start", "to"), list(itertools.product(Status, Status)))
def test_by_hand_it_goes_where_it_may_and_nowhere_else(at, start, to):
    order = at(start)
    step = Step(to, NOW, ROSA)

    if (start, to) in ALLOWED:
        moved = order.moved_by_hand(to, step)
        assert (moved.status, moved.version, moved.history[-1]) == (to, order.version + 1, step)
    else:
        with pytest.raises(ImpossibleStep) as refused:
            order.moved_by_hand(to, step)
        assert {Status(each) for each in refused.value.facts["possible"]} == {
            there for here, there in ALLOWED if here is start
        }


def test_only_what_was_paid_and_cancelled_is_refunded(at, placed):
    step = Step(Status.REFUNDED, NOW, CART)
    unpaid = placed.moved_by_hand(Status.CANCELLED, Step(Status.CANCELLED, NOW, ROSA))

    assert at(Status.CANCELLED).refunded(step).status is Status.REFUNDED
    for order in (unpaid, *(at(each) for each in Status if each is not Status.CANCELLED)):
        with pytest.raises(ImpossibleStep):
            order.refunded(step)


def test_a_cancelled_order_takes_no_payment(placed):
    cancelled = placed.moved_by_hand(Status.CANCELLED, Step(Status.CANCELLED, NOW, ROSA))

    with pytest.raises(OrderCancelled):
        paid(cancelled)


def test_a_paid_order_takes_no_other_payment(at):
    for status in set(Status) - {Status.PLACED}:
        with pytest.raises(PaidOtherwise):
            paid(at(status), "another")


def test_it_is_paid_by_its_total_and_nothing_else(placed):
    payment = Payment(placed.payment.id, placed.payment.card, "c")

    with pytest.raises(WrongSum) as refused:
        placed.check_payment(payment, placed.total * 2)
    assert refused.value.facts["total"] == {"minor": 1380, "currency": "EUR"}


def test_the_refund_of_an_order_has_always_the_same_id(at):
    assert at(Status.CANCELLED).refund.id == at(Status.REFUNDED).refund.id


def test_every_state_is_told_in_words_and_marks(at):
    for status in Status:
        order = at(status)
        assert headline(order)
        shown = [mark.label.lower() for mark in marks(order) if mark.state]
        assert shown[: len(order.history)] == [step.status.value for step in order.history]
    assert "all that you paid" in explanation(at(Status.CANCELLED))


def test_a_link_opens_its_own_order(at):
    links, order = Links("a secret"), at(Status.PAID)
    key = links.key_of(order.id)

    assert links.fits(order.id, key)
    assert not links.fits(order.id, key[:-1])
    assert not links.fits(order.id, "ä" * 40)
    assert not Links("another secret").fits(order.id, key)
    assert len(key) == 40
