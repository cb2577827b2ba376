"""The basket's client and the payment gateway understand each other: both are real, the network is not."""

import uuid

import pytest

from cart_service.clients.gateway import (
    Card,
    CardDeclined,
    DeclineReason,
    HttpGateway,
    PaymentCaptured,
    PaymentNotAuthorised,
    PaymentStatus,
    PaymentVoided,
    RefundTooLarge,
)
from common.errors import NeighbourUnavailable
from common.money import Money
from common.service_client import Refusal
from common.service_tokens import ServiceTokens
from common.testing.wsgi import answered_by
from payment_gateway.app import create_app
from payment_gateway.collaborators import Collaborators
from payment_gateway.config import Settings
from payment_gateway.models.cards import Reason
from payment_gateway.models.payments import Status

KEY = "a service key for tests"


@pytest.fixture
def bank(tmp_path):
    """The gateway as the basket knows it."""
    settings = Settings(
        secret_key="a key for the tests",
        service_key=KEY,
        demo=True,
        gateway_db_url=str(tmp_path / "gateway.db"),
    )
    made = Collaborators.of(settings, wait=lambda _: None)
    client = HttpGateway("http://gateway", ServiceTokens(KEY, service="cart-service"))
    answered_by(client._client, create_app(settings, made))
    yield client
    made.store.close()


def euros(minor):
    return Money(minor, "EUR")


def hold(bank, payment_id, number="4242424242424242", minor=1000):
    card = Card(number, "12/90", "123", "Marta Ruiz")
    return bank.authorise(payment_id, euros(minor), card, reference="W1")


def test_they_have_the_same_words():
    assert {each.value for each in DeclineReason} == {each.value for each in Reason}
    assert {each.value for each in PaymentStatus} == {each.value for each in Status}


def test_a_payment_is_held_taken_given_back_and_looked_at(bank):
    payment_id, refund_id = uuid.uuid4(), uuid.uuid4()
    assert bank.look(payment_id) is None

    held = hold(bank, payment_id)
    taken = bank.capture(payment_id, euros(1000))
    back = bank.refund(payment_id, refund_id, euros(400))

    assert (held.status, held.authorised, held.captured) == ("authorised", euros(1000), None)
    assert (held.brand, held.last4, held.capture_id) == ("visa", "4242", None)
    assert taken.capture_id is not None
    assert (back.status, back.refunded) == ("partly_refunded", euros(400))
    assert back.refund_ids == (refund_id,)
    assert bank.look(payment_id) == back


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("4000000000000002", DeclineReason.DECLINED),
        ("4000000000009995", DeclineReason.OUT_OF_FUNDS),
        ("4000000000000069", DeclineReason.EXPIRED_CARD),
        ("4000000000000127", DeclineReason.WRONG_CODE),
        ("4000000000000119", DeclineReason.PROCESSING_ERROR),
    ],
)
def test_a_decline_comes_with_its_reason(bank, number, reason):
    payment_id = uuid.uuid4()
    with pytest.raises(CardDeclined) as declined:
        hold(bank, payment_id, number)

    assert declined.value.reason is reason
    assert bank.look(payment_id).reason is reason


def test_every_refusal_has_its_word(bank):
    off, taken = uuid.uuid4(), uuid.uuid4()
    assert bank.void(off).status is PaymentStatus.VOIDED
    hold(bank, taken)
    bank.capture(taken, euros(1000))

    with pytest.raises(PaymentVoided):
        hold(bank, off)
    with pytest.raises(PaymentVoided):
        bank.capture(off, euros(1000))
    with pytest.raises(PaymentCaptured):
        bank.void(taken)
    with pytest.raises(RefundTooLarge):
        bank.refund(taken, uuid.uuid4(), euros(1001))
    for act in (
        lambda: bank.capture(uuid.uuid4(), euros(1)),
        lambda: bank.refund(uuid.uuid4(), uuid.uuid4(), euros(1)),
    ):
        with pytest.raises(PaymentNotAuthorised):
            act()
    with pytest.raises(Refusal):
        hold(bank, taken, minor=999)


def test_a_lost_reply_is_unknown_until_somebody_looks(bank):
    payment_id = uuid.uuid4()
    with pytest.raises(NeighbourUnavailable):
        hold(bank, payment_id, "4000000000009003")

    assert bank.look(payment_id).status is PaymentStatus.AUTHORISED


def test_a_card_and_what_went_wrong_with_it_show_no_number(bank):
    card = Card("4000000000000002", "12/90", "8675", "Marta Ruiz")
    with pytest.raises(CardDeclined) as declined:
        bank.authorise(uuid.uuid4(), euros(1), card, reference="W1")

    for text in (repr(card), repr(declined.value), repr(declined.value.__cause__)):
        assert not any(each in text for each in ("4000000000000002", "8675", "12/90", "Marta"))
