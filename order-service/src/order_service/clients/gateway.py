"""The payment gateway over HTTP: what became of a payment, and money that goes back."""

import uuid
from dataclasses import dataclass
from typing import Any, Protocol

from common.money import Money
from common.service_client import Refusal, ServiceClient
from order_service.clients import bodies
from order_service.models.parts import Card


@dataclass(frozen=True, slots=True)
class GatewayPayment:
    """A payment as the gateway tells it."""

    status: str
    capture_id: str | None
    captured: Money | None
    card: Card
    refund_ids: tuple[str, ...] = ()

    @property
    def is_captured(self) -> bool:
        """Whether its money was taken and kept."""
        return self.status == "captured"

    @property
    def is_pending(self) -> bool:
        """Whether its money may still be taken."""
        return self.status == "authorised"


class Gateway(Protocol):
    """Whoever takes the money. Every call may raise NeighbourUnavailable, and Refusal with its problem."""

    def look(self, payment_id: uuid.UUID) -> GatewayPayment | None:
        """What became of a payment; None where it never arrived."""

    def void(self, payment_id: uuid.UUID) -> None:
        """Call it off for good, so that the card is free again; refused where the money was taken."""

    def refund(self, payment_id: uuid.UUID, refund_id: uuid.UUID, amount: Money) -> str:
        """Give money back, once under this id; the gateway's own id of it."""


class HttpGateway:
    """The gateway as `payment-gateway` answers it."""

    def __init__(self, client: ServiceClient) -> None:
        """`client` asks in the service's own name."""
        self._client = client

    def look(self, payment_id: uuid.UUID) -> GatewayPayment | None:
        """GET it."""
        try:
            return _payment(self._client.get(f"/api/v1/payments/{payment_id}").content)
        except Refusal as refusal:
            if refusal.code == "no_such_payment":
                return None
            raise

    def void(self, payment_id: uuid.UUID) -> None:
        """POST it; it is known by the payment's id."""
        self._client.post(f"/api/v1/payments/{payment_id}/void", {})

    def refund(self, payment_id: uuid.UUID, refund_id: uuid.UUID, amount: Money) -> str:
        """POST it; the last of the refunds that the gateway names then is this one."""
        reply = self._client.post(
            f"/api/v1/payments/{payment_id}/refunds",
            {"amount": bodies.money(amount)},
            idempotency_key=str(refund_id),
        )
        return _payment(reply.content).refund_ids[-1]


def _payment(read: dict[str, Any]) -> GatewayPayment:
    captured, card = read.get("captured"), read.get("card") or {}
    return GatewayPayment(
        status=str(read["status"]),
        capture_id=read.get("capture_id"),
        captured=Money(captured["minor"], captured["currency"]) if captured else None,
        card=Card(str(card.get("brand", "")), str(card.get("last4", ""))),
        refund_ids=tuple(read.get("refund_ids") or ()),
    )
