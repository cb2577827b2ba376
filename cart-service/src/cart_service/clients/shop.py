"""The shop over HTTP: its whole catalogue, read when it has changed."""

from typing import Any, Protocol

from common.service_client import ServiceClient
from common.service_tokens import ServiceTokens

#: The catalogue of a large shop is some megabytes; nobody waits for it but a thread of its own.
_PATIENCE_SECONDS = 10.0


class Shop(Protocol):
    """Whoever keeps the catalogue. Every call may raise NeighbourUnavailable."""

    def catalogue(self, known: str | None) -> dict[str, Any] | None:
        """The catalogue as JSON has it; None if its revision is still the one that is known."""


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

    def catalogue(self, known: str | None) -> dict[str, Any] | None:
        """All of it, of one revision."""
        etag = f'"catalogue-{known}"' if known else None
        reply = self._client.get("/api/v1/catalogue", etag=etag)
        read: dict[str, Any] | None = reply.content
        return read
