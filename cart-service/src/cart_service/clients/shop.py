"""The shop over HTTP: its whole catalogue, read when it has changed."""

from typing import Any, Protocol

from common.service_client import Reply, ServiceClient
from common.service_tokens import ServiceTokens

_PAGE = 1000

#: A catalogue that changes between two pages is read again from its first page, so often.
_READINGS = 3


class Shop(Protocol):
    """Whoever keeps the catalogue. Every call may raise NeighbourUnavailable."""

    def catalogue(self, known: str | None) -> dict[str, Any] | None:
        """The catalogue as JSON has it; None if its revision is still the one that is known."""


class BooksShop:
    """The catalogue as api-service answers it, page by page."""

    def __init__(self, url: str, tokens: ServiceTokens) -> None:
        """Nothing is opened yet."""
        # everybody shares the catalogue, so the service asks for it, whoever's request is at hand
        self._client = ServiceClient(
            "The shop", url, audience="api-service", tokens=tokens, for_people=False
        )

    def catalogue(self, known: str | None) -> dict[str, Any] | None:
        """Every page of the products, the promotions and the company, of one revision."""
        etag = f'"products-{known}"' if known else None
        query: dict[str, Any] = {"limit": _PAGE}
        for _ in range(_READINGS):
            first = self._client.get("/api/v1/products", query, etag=etag)
            if first.status == 304:
                return None
            pages = [first]
            while pages[-1].content["next"] and pages[-1].etag == first.etag:
                cursor = pages[-1].content["next"]
                pages.append(self._client.get("/api/v1/products", query | {"cursor": cursor}))
            promotions = self._client.get("/api/v1/promotions")
            if pages[-1].etag == first.etag and _revision(promotions) == _revision(first):
                break
        return {
            "revision": _revision(first),
            "company": self._client.get("/api/v1/branches").content["company"],
            "products": [each for page in pages for each in page.content["products"]],
            "promotions": promotions.content["promotions"],
        }


def _revision(reply: Reply) -> str:
    """The revision of the catalogue that an answer was read at: the end of its tag, "products-17"."""
    return (reply.etag or "").strip('"').rpartition("-")[2]
