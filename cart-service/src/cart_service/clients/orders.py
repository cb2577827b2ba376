"""The orders as a checkout knows them: placed, paid, or called off; and how one stands long after it."""

import uuid
from dataclasses import dataclass, field
from typing import Any, Protocol

from cart_service.models.checkout import Checkout
from common.service_client import Refusal, ServiceClient
from common.service_tokens import ServiceTokens

#: A shopper waits for this; the confirmation says nothing of it rather than come late.
_STATUS_PATIENCE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order as order-service answers it; whoever has its token may look at it."""

    id: uuid.UUID
    number: str
    token: str = field(repr=False)


class ReservationLapsed(Exception):
    """The goods were let go before the order was placed; it is none."""


class OrderCancelled(Exception):
    """Somebody called the order off; it takes no payment."""


class Orders(Protocol):
    """Whoever keeps the orders. Every call may raise NeighbourUnavailable, and may be repeated."""

    def place(self, checkout: Checkout) -> PlacedOrder:
        """Make the order that the checkout is for. Raises ReservationLapsed, OrderCancelled."""

    def pay(self, checkout: Checkout) -> None:
        """Tell that it is paid. Raises OrderCancelled."""

    def cancel(self, order_id: uuid.UUID) -> None:
        """Call it off, if there is one."""

    def status(self, order_id: uuid.UUID) -> str:
        """How it stands now: `paid`, `shipped`, `cancelled`. May raise Refusal too."""


class HttpOrders:
    """The orders as order-service answers them."""

    def __init__(self, url: str, tokens: ServiceTokens) -> None:
        """Nothing is opened yet."""
        self._client = ServiceClient(
            "The orders", url, audience="order-service", tokens=tokens, for_people=False
        )
        # with a breaker of its own: orders that are slow to say how one stands still take new ones
        self._quick = ServiceClient(
            "The orders",
            url,
            audience="order-service",
            tokens=tokens,
            for_people=False,
            timeout_seconds=_STATUS_PATIENCE_SECONDS,
        )

    def place(self, checkout: Checkout) -> PlacedOrder:
        """Make the order.

        Raises:
            ReservationLapsed: as it says.
            OrderCancelled: an earlier attempt made it, and somebody called it off meanwhile.
            Refusal: the orders will not have it.
            NeighbourUnavailable: whether there is one is unknown.
        """
        body = {
            "id": str(checkout.id),
            "reservation": checkout.goods.content,
            "customer": checkout.customer.as_json(),
            "address": checkout.address.as_json(),
            "payment_id": str(checkout.payment_id),
            "card": _card(checkout),
        }
        try:
            reply = self._client.post(
                "/api/v1/orders", body, idempotency_key=str(checkout.id), repeat=True
            )
        except Refusal as refusal:
            match refusal.problem.get("reason"):
                case "reservation_lapsed":
                    raise ReservationLapsed from refusal
                case "called_off":
                    raise OrderCancelled from refusal
            raise
        read = reply.content
        return PlacedOrder(uuid.UUID(read["id"]), read["number"], read.get("access_token", ""))

    def pay(self, checkout: Checkout) -> None:
        """Tell that it is paid.

        Raises:
            OrderCancelled: as it says.
            NeighbourUnavailable: whether it was heard is unknown.
        """
        total = checkout.goods.total
        body = {
            "payment_id": str(checkout.payment_id),
            "capture_id": str(checkout.capture_id),
            "amount": {"minor": total.minor, "currency": total.currency},
            "card": _card(checkout),
        }
        try:
            self._client.post(
                f"/api/v1/orders/{checkout.id}/payment",
                body,
                idempotency_key=str(checkout.payment_id),
                repeat=True,
            )
        except Refusal as refusal:
            if refusal.code == "order_cancelled":
                raise OrderCancelled from refusal
            raise

    def cancel(self, order_id: uuid.UUID) -> None:
        """Call it off, if there is one.

        Raises:
            NeighbourUnavailable: whether it was heard is unknown.
        """
        try:
            self._client.post(
                f"/api/v1/orders/{order_id}/cancel",
                {},
                idempotency_key=f"{order_id}.cancel",
                repeat=True,
            )
        except Refusal as refusal:
            if refusal.status != 404:
                raise

    def status(self, order_id: uuid.UUID) -> str:
        """At once or not at all."""
        return str(self._quick.get(f"/api/v1/orders/{order_id}").content["status"])


def _card(checkout: Checkout) -> dict[str, Any]:
    return {"brand": checkout.card_brand, "last4": checkout.card_last4}
