"""What the shop's office asks the books to do: put first units on a shelf, let a shop send web orders."""

from typing import Protocol

from common.service_client import Reply, ServiceClient
from store_service.models.office import WebOrders


class Books(Protocol):
    """Whoever keeps the books. Calls may raise NeighbourUnavailable and Refusal."""

    def open_stock(self, branch_id: str, product_id: int, quantity: int) -> None:
        """Book a product's first units in a branch; the same again changes nothing."""

    def web_orders(self) -> WebOrders:
        """Which shop sends web orders."""

    def let_send(self, branch_id: str, etag: str) -> WebOrders:
        """Let another shop send them, if what was read still holds."""


class HttpBooks:
    """The books as api-service keeps them."""

    def __init__(self, client: ServiceClient) -> None:
        """Nothing is opened yet."""
        self._client = client

    def open_stock(self, branch_id: str, product_id: int, quantity: int) -> None:
        """For the person whose session it is: a manager opens stock of the own branch alone."""
        body = {"branch_id": branch_id, "product_id": product_id, "quantity": quantity}
        self._client.post("/api/v1/openings", body)

    def web_orders(self) -> WebOrders:
        """For the person whose session it is, who has to be a manager."""
        return _web_orders(self._client.get("/api/v1/web-orders"))

    def let_send(self, branch_id: str, etag: str) -> WebOrders:
        """For the person whose session it is, who has to be an owner."""
        body = {"fulfilled_by": branch_id}
        return _web_orders(self._client.put("/api/v1/web-orders", body, etag=etag))


def _web_orders(reply: Reply) -> WebOrders:
    return WebOrders(reply.content["fulfilled_by"], reply.etag or "")
