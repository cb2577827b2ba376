"""The payment gateway: an interface that a real one can stand behind, and the one over HTTP that the suite brings."""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from common.money import Money
from common.service_client import Refusal, ServiceClient
from common.service_tokens import ServiceTokens

#: A bank may think for some seconds; whoever waits longer asks for the payment instead.
_PATIENCE_SECONDS = 5.0


class PaymentStatus(StrEnum):
    """How far a payment has come."""

    AUTHORISED = "authorised"
    DECLINED = "declined"
    CAPTURED = "captured"
    VOIDED = "voided"
    REFUNDED = "refunded"
    PARTLY_REFUNDED = "partly_refunded"


class DeclineReason(StrEnum):
    """Why a card was declined."""

    DECLINED = "declined"
    OUT_OF_FUNDS = "out_of_funds"
    EXPIRED_CARD = "expired_card"
    WRONG_CODE = "wrong_code"
    PROCESSING_ERROR = "processing_error"


@dataclass(frozen=True, slots=True)
class Card:
    """What a shopper typed. It goes to the gateway and nowhere else: neither repr nor a log line shows it."""

    number: str = field(repr=False)
    expiry: str = field(repr=False)
    """As MM/YY."""
    code: str = field(repr=False)
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment as the gateway's ledger has it."""

    id: uuid.UUID
    status: PaymentStatus
    authorised: Money | None
    captured: Money | None
    refunded: Money | None
    reason: DeclineReason | None
    brand: str
    last4: str
    capture_id: uuid.UUID | None
    refund_ids: tuple[uuid.UUID, ...]


class CardDeclined(Exception):
    """The bank said no, and always will under this payment's id."""

    def __init__(self, reason: DeclineReason) -> None:
        """Say why."""
        super().__init__(reason.value)
        self.reason = reason


class PaymentVoided(Exception):
    """The payment was called off, for good; nothing was taken, and nothing can be."""


class PaymentNotAuthorised(Exception):
    """There is no authorised payment under this id to capture or refund."""


class PaymentCaptured(Exception):
    """The money was taken already: it can be refunded, no longer voided."""


class RefundTooLarge(Exception):
    """With this refund more would go back than was taken; nothing was refunded."""


class Gateway(Protocol):
    """Whoever moves the money. Every act may be repeated under the same ids, and then changes nothing.

    Every call may raise NeighbourUnavailable: what came of it is unknown, so `look`, and never guess.
    """

    def authorise(
        self, payment_id: uuid.UUID, amount: Money, card: Card, *, reference: str
    ) -> Payment:
        """Hold an amount on a card. Raises CardDeclined, PaymentVoided."""

    def capture(self, payment_id: uuid.UUID, amount: Money) -> Payment:
        """Take what was held. Raises PaymentNotAuthorised, PaymentVoided."""

    def void(self, payment_id: uuid.UUID) -> Payment:
        """Call a payment off, also one that never arrived: it can never be authorised then. Raises PaymentCaptured."""

    def refund(self, payment_id: uuid.UUID, refund_id: uuid.UUID, amount: Money) -> Payment:
        """Give back what was taken, under the refund's own id. Raises PaymentNotAuthorised, RefundTooLarge."""

    def look(self, payment_id: uuid.UUID) -> Payment | None:
        """The payment as it is; None if it never arrived."""


class HttpGateway:
    """The gateway as the suite's own answers it."""

    def __init__(self, url: str, tokens: ServiceTokens) -> None:
        """Nothing is opened yet."""
        # the shop's business with its bank, whoever's request is at hand
        self._client = ServiceClient(
            "The payment gateway",
            url,
            audience="payment-gateway",
            tokens=tokens,
            for_people=False,
            timeout_seconds=_PATIENCE_SECONDS,
        )

    def authorise(
        self, payment_id: uuid.UUID, amount: Money, card: Card, *, reference: str
    ) -> Payment:
        """Hold an amount on a card.

        Raises:
            CardDeclined, PaymentVoided: as they say.
            NeighbourUnavailable: what came of it is unknown.
        """
        typed = {
            "number": card.number,
            "expiry": card.expiry,
            "code": card.code,
            "name": card.name,
        }
        body = {"amount": _json(amount), "card": typed, "reference": reference}
        return self._act(payment_id, "authorise", body)

    def capture(self, payment_id: uuid.UUID, amount: Money) -> Payment:
        """Take what was held.

        Raises:
            PaymentNotAuthorised, PaymentVoided: as they say.
            NeighbourUnavailable: what came of it is unknown.
        """
        return self._act(payment_id, "capture", {"amount": _json(amount)})

    def void(self, payment_id: uuid.UUID) -> Payment:
        """Call a payment off.

        Raises:
            PaymentCaptured: it is too late for that.
            NeighbourUnavailable: what came of it is unknown.
        """
        return self._act(payment_id, "void", {})

    def refund(self, payment_id: uuid.UUID, refund_id: uuid.UUID, amount: Money) -> Payment:
        """Give back what was taken.

        Raises:
            PaymentNotAuthorised, RefundTooLarge: as they say.
            NeighbourUnavailable: what came of it is unknown.
        """
        return self._act(payment_id, "refunds", {"amount": _json(amount)}, key=str(refund_id))

    def look(self, payment_id: uuid.UUID) -> Payment | None:
        """The payment as it is; None if it never arrived.

        Raises:
            NeighbourUnavailable: nobody says.
        """
        try:
            return _payment(self._client.get(f"/api/v1/payments/{payment_id}").content)
        except Refusal as refusal:
            if refusal.code == "no_such_payment":
                return None
            raise

    def _act(
        self, payment_id: uuid.UUID, act: str, body: dict[str, Any], *, key: str = ""
    ) -> Payment:
        path = f"/api/v1/payments/{payment_id}/{act}"
        try:
            # authorise, capture and void are known by the payment's id; the key says that a repeat is harmless
            reply = self._client.post(
                path, body, idempotency_key=key or f"{payment_id}.{act}", repeat=True
            )
        except Refusal as refusal:
            if told := _told(refusal):
                raise told from refusal
            raise
        return _payment(reply.content)


def _told(refusal: Refusal) -> Exception | None:
    """The refusal in this interface's words; what it has no word for is a mistake of ours."""
    match refusal.code:
        case "card_declined":
            return CardDeclined(DeclineReason(refusal.problem["reason"]))
        case "payment_voided":
            return PaymentVoided()
        case "not_authorised" | "no_such_payment":
            return PaymentNotAuthorised()
        case "already_captured":
            return PaymentCaptured()
        case "exceeds_capture":
            return RefundTooLarge()
    return None


def _payment(read: dict[str, Any]) -> Payment:
    card = read["card"] or {"brand": "", "last4": ""}
    return Payment(
        id=uuid.UUID(read["id"]),
        status=PaymentStatus(read["status"]),
        authorised=_money(read["authorised"]),
        captured=_money(read["captured"]),
        refunded=_money(read["refunded"]),
        reason=DeclineReason(read["reason"]) if read["reason"] else None,
        brand=card["brand"],
        last4=card["last4"],
        capture_id=uuid.UUID(read["capture_id"]) if read["capture_id"] else None,
        refund_ids=tuple(uuid.UUID(each) for each in read["refund_ids"]),
    )


def _money(read: dict[str, Any] | None) -> Money | None:
    return Money(read["minor"], read["currency"]) if read else None


def _json(amount: Money) -> dict[str, Any]:
    return {"minor": amount.minor, "currency": amount.currency}
