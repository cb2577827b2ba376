"""The books over HTTP: whose shop this is, the goods that are held for an order, and what is booked for it."""

import time
import uuid
from threading import Lock
from typing import Protocol

from common.errors import NeighbourUnavailable
from common.service_client import Refusal, ServiceClient
from order_service.clients import bodies
from order_service.models.order import Order
from order_service.models.parts import Seller

#: As the books say that goods are not held: not any more, or never.
_LAPSED = ("reservation_lapsed", "reservation_not_found")

#: The company changes its name once in years.
_COMPANY_SECONDS = 60.0


class NotHeld(Exception):
    """The goods of a reservation are not held any more."""


class Books(Protocol):
    """Whoever keeps the books. Every call may raise NeighbourUnavailable, and Refusal with the books' problem."""

    def company(self) -> Seller:
        """The company, as its invoices show it; what was known a while ago has to do while the books are away."""

    def branch_name(self, branch_id: str) -> str:
        """What a branch is called; its id where the books have none of it."""

    def pin(self, reservation_id: uuid.UUID) -> None:
        """Hold the goods until somebody lets go of them.

        Raises:
            NotHeld: they are not held any more.
        """

    def release(self, reservation_id: uuid.UUID) -> None:
        """Let go of the goods."""

    def book(self, order: Order) -> None:
        """Enter the purchase."""

    def send_receipt(self, order: Order, link: str) -> None:
        """Have the customer sent a receipt."""

    def check_stock(self, order: Order) -> None:
        """Have somebody look at what is left on the shelf."""

    def book_refund(self, order: Order) -> None:
        """Enter that the money went back, and the goods to their shelf."""


class HttpBooks:
    """The books as api-service answers them."""

    def __init__(self, client: ServiceClient) -> None:
        """`client` asks in the service's own name: what is told to the books is nobody's request."""
        self._client = client
        self._known: tuple[float, Seller, dict[str, str]] | None = None
        self._lock = Lock()

    def company(self) -> Seller:
        """As it is called now."""
        return self._company()[0]

    def branch_name(self, branch_id: str) -> str:
        """As it is called now."""
        return self._company()[1].get(branch_id, branch_id)

    def _company(self) -> tuple[Seller, dict[str, str]]:
        """It and its branches, from `/api/v1/branches`, remembered for a minute."""
        with self._lock:
            known = self._known
        if known is not None and time.monotonic() - known[0] < _COMPANY_SECONDS:
            return known[1:]
        try:
            content = self._client.get("/api/v1/branches").content
        except NeighbourUnavailable:
            if known is None:
                raise
            return known[1:]
        read = content["company"]
        names = ("name", "address", "vat_id", "currency", "time_zone")
        seller = Seller(**{name: str(read[name]) for name in names})
        branches = {str(each["id"]): str(each["name"]) for each in content["branches"]}
        with self._lock:
            self._known = (time.monotonic(), seller, branches)
        return seller, branches

    def pin(self, reservation_id: uuid.UUID) -> None:
        """PUT its pin."""
        try:
            self._client.put(f"/api/v1/reservations/{reservation_id}/pin", {}, repeat=True)
        except Refusal as refusal:
            if refusal.code in _LAPSED:
                raise NotHeld from refusal
            raise

    def release(self, reservation_id: uuid.UUID) -> None:
        """DELETE it."""
        self._client.delete(f"/api/v1/reservations/{reservation_id}")

    def book(self, order: Order) -> None:
        """POST the purchase; the books take it once."""
        self._client.post(
            "/api/v1/web-purchases", bodies.purchase(order), idempotency_key=str(order.id)
        )

    def send_receipt(self, order: Order, link: str) -> None:
        """POST the notice; the books take it once."""
        body = bodies.receipt(order, link)
        self._client.post("/api/v1/notices", body, idempotency_key=str(order.receipt_id))

    def check_stock(self, order: Order) -> None:
        """POST the notice; the books take it once."""
        body = bodies.stock_alert(order)
        self._client.post("/api/v1/notices", body, idempotency_key=str(order.alert_id))

    def book_refund(self, order: Order) -> None:
        """POST the refund; the books take it once."""
        body = bodies.refund(order)
        self._client.post("/api/v1/refunds", body, idempotency_key=body["refund_id"])
