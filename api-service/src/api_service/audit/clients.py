"""The other stores' facts over HTTP, read page by page from behind a place on."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

from api_service.audit.models import facts
from api_service.audit.models.facts import Checkout, Entry, Order, Outbox, Source
from common.errors import NeighbourUnavailable
from common.service_client import Refusal, ServiceClient
from common.service_tokens import ServiceTokens

Fact = TypeVar("Fact")

_PAGE = 1000

#: A page of a thousand rows is some hundred milliseconds; nobody but the auditor waits for it.
_PATIENCE_SECONDS = 5.0


class CouldNotAsk(Exception):
    """A service did not tell its facts; the words say why."""


class Stores(Protocol):
    """Whoever keeps web orders. Every call may raise CouldNotAsk."""

    def ledger(self) -> list[Entry]:
        """Every entry of the gateway's ledger."""

    def orders(self) -> list[Order]:
        """Every order."""

    def checkouts(self) -> list[Checkout]:
        """Every checkout."""

    def outbox(self, source: Source) -> Outbox | None:
        """What a service has not told the others yet; None if it has no outbox."""


class HttpStores:
    """The stores as their owners serve them."""

    def __init__(self, urls: dict[Source, str], tokens: ServiceTokens) -> None:
        """`urls` are empty where nobody said; nothing is opened yet."""
        self._clients = {
            source: ServiceClient(
                source.value,
                url,
                audience=_AUDIENCES[source],
                tokens=tokens,
                for_people=False,
                timeout_seconds=_PATIENCE_SECONDS,
            )
            for source, url in urls.items()
            if url
        }

    def ledger(self) -> list[Entry]:
        """Every entry of the gateway's ledger."""
        return self._all(Source.LEDGER, "ledger", facts.entry)

    def orders(self) -> list[Order]:
        """Every order; one that changed while the pages were read is there as it was last."""
        found = self._all(Source.ORDERS, "orders", facts.order)
        return list({order.id: order for order in found}.values())

    def checkouts(self) -> list[Checkout]:
        """Every checkout, likewise."""
        found = self._all(Source.CHECKOUTS, "checkouts", facts.checkout)
        return list({checkout.id: checkout for checkout in found}.values())

    def outbox(self, source: Source) -> Outbox | None:
        """What a service has not told the others yet."""
        try:
            content = self._get(source, "outbox", {})
        except Refusal as refusal:
            if refusal.status == 404:
                return None
            raise CouldNotAsk(f"{source.value} refuses: {refusal.detail}") from refusal
        return _read(source, lambda: facts.outbox(source.value, content))

    def _all(self, source: Source, name: str, read: Callable[[Any], Fact]) -> list[Fact]:
        return _read(source, lambda: [read(each) for each in self._rows(source, name)])

    def _rows(self, source: Source, name: str) -> Iterator[Any]:
        after: int | None = 0
        while after is not None:
            try:
                content = self._get(source, name, {"after": after, "limit": _PAGE})
            except Refusal as refusal:
                raise CouldNotAsk(f"{source.value} refuses: {refusal.detail}") from refusal
            yield from content["facts"]
            after = content["next"]

    def _get(self, source: Source, name: str, query: dict[str, Any]) -> Any:
        client = self._clients.get(source)
        if client is None:
            raise CouldNotAsk(f"nobody said where {source.value} answers")
        try:
            return client.get(f"/api/v1/facts/{name}", query).content
        except NeighbourUnavailable as error:
            raise CouldNotAsk(f"{source.value} does not answer") from error


_AUDIENCES = {
    Source.LEDGER: "payment-gateway",
    Source.ORDERS: "order-service",
    Source.CHECKOUTS: "cart-service",
}


def _read(source: Source, act: Callable[[], Fact]) -> Fact:
    try:
        return act()
    except (ArithmeticError, KeyError, TypeError, ValueError) as error:
        raise CouldNotAsk(f"{source.value} answers what nobody understands: {error!r}") from error
