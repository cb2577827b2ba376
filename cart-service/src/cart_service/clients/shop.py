"""The shop over HTTP: its whole catalogue, read when it has changed, and what is left of a few goods."""

from collections.abc import Sequence
from typing import Any, Protocol

from common.service_client import ServiceClient
from common.service_tokens import ServiceTokens

#: The catalogue of a large shop is some megabytes; nobody waits for it but a thread of its own.
_PATIENCE_SECONDS = 10.0

#: A shopper waits for this; a basket says nothing of stock rather than come late.
_STOCK_PATIENCE_SECONDS = 0.3


class Shop(Protocol):
    """Whoever keeps the catalogue. Every call may raise NeighbourUnavailable."""

    def catalogue(self, known: str | None) -> dict[str, Any] | None:
        """The catalogue as JSON has it; None if its revision is still the one that is known."""

    def stock(self, product_ids: Sequence[int]) -> dict[int, int]:
        """How many of each of these can be sent. May raise Refusal too."""


class HttpShop:
    """The catalogue as store-service answers it."""

    def __init__(self, url: str, tokens: ServiceTokens) -> None:
        """Nothing is opened yet."""
        # everybody shares the catalogue, so the service asks for it, whoever's request is at hand
        self._client = ServiceClient(
            "The shop",
            url,
            audience="store-service",
            tokens=tokens,
            for_people=False,
            timeout_seconds=_PATIENCE_SECONDS,
        )
        # with a breaker of its own: a shop that is slow to say what is left is not away
        self._quick = ServiceClient(
            "The shop",
            url,
            audience="store-service",
            tokens=tokens,
            for_people=False,
            timeout_seconds=_STOCK_PATIENCE_SECONDS,
        )

    def catalogue(self, known: str | None) -> dict[str, Any] | None:
        """All of it, of one revision."""
        etag = f'"catalogue-{known}"' if known else None
        reply = self._client.get("/api/v1/catalogue", etag=etag)
        read: dict[str, Any] | None = reply.content
        return read

    def stock(self, product_ids: Sequence[int]) -> dict[int, int]:
        """At once or not at all."""
        named = ",".join(str(each) for each in product_ids)
        levels = self._quick.get("/api/v1/stock", {"ids": named}).content["levels"]
        return {each["product_id"]: each["available"] for each in levels}
