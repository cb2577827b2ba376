"""What the shop's office asks the books to do: put the first units of a product on a shelf."""

from typing import Protocol

from common.service_client import ServiceClient


class Books(Protocol):
    """Whoever keeps the books. Calls may raise NeighbourUnavailable and Refusal."""

    def open_stock(self, branch_id: str, product_id: int, quantity: int) -> None:
        """Book a product's first units in a branch; the same again changes nothing."""


class HttpBooks:
    """The books as api-service keeps them."""

    def __init__(self, client: ServiceClient) -> None:
        """Nothing is opened yet."""
        self._client = client

    def open_stock(self, branch_id: str, product_id: int, quantity: int) -> None:
        """For the person whose session it is: a manager opens stock of the own branch alone."""
        body = {"branch_id": branch_id, "product_id": product_id, "quantity": quantity}
        self._client.post("/api/v1/openings", body)
