"""Making a shopper's account, as the books keep accounts."""

from typing import Protocol

from common.service_client import ADDRESS_HEADER, ServiceClient


class Accounts(Protocol):
    """Whoever keeps the accounts. Calls may raise NeighbourUnavailable and Refusal."""

    def sign_up(self, *, name: str, email: str, password: str, address: str) -> str:
        """Enter a shopper who comes from this address; the customer's id."""


class HttpAccounts:
    """The accounts as api-service keeps them."""

    def __init__(self, client: ServiceClient) -> None:
        """Nothing is opened yet."""
        self._client = client

    def sign_up(self, *, name: str, email: str, password: str, address: str) -> str:
        """The books count attempts by the address that they are told of."""
        body = {"full_name": name, "email": email, "password": password}
        reply = self._client.post("/api/signup", body, headers={ADDRESS_HEADER: address})
        return str(reply.content["user_id"])
