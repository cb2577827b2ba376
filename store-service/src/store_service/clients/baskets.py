"""The basket over HTTP: cart-service keeps it, the shop puts things in and shows how many there are."""

import time
from typing import Any, Protocol

from common import idempotency
from common.errors import NeighbourUnavailable
from common.money import Money
from common.service_client import BROWSERS_BASKET_HEADER, Refusal, ServiceClient
from store_service.models.basket import Glance, Held

#: A page does not wait longer than this to say how much is in the basket.
_PATIENCE_SECONDS = 0.5
#: A basket that did not answer is left alone for so long; pages are shown without its number.
_LEFT_ALONE_SECONDS = 2.0


class Baskets(Protocol):
    """Whoever keeps the baskets. Calls may raise NeighbourUnavailable and Refusal, but for `glance`.

    A `basket_id` is that of the browser at hand, which becomes the account's own after a sign-in.
    """

    def glance(self, basket_id: str) -> Glance:
        """How many things lie in a basket, at once or not at all."""

    def add(self, basket_id: str, product_id: int, quantity: int, *, key: str) -> None:
        """Put so many units in; the same key again does nothing more."""

    def set_quantity(self, basket_id: str, product_id: int, quantity: int) -> None:
        """Have so many units in it; none takes the line out."""

    def contents(self, basket_id: str) -> dict[str, Any]:
        """The basket with its prices, as it answers it."""

    def as_document(
        self,
        path: str,
        basket_id: str,
        item: str | None = None,
        *,
        named: str = "",
        key: str | None = None,
    ) -> dict[str, Any]:
        """What the basket answers at one of document 003's addresses; without either id it chooses the basket.

        One that was `named` goes before the browser's. The same key again puts nothing more in.
        """


class HttpBaskets:
    """The baskets as cart-service serves them."""

    def __init__(self, client: ServiceClient) -> None:
        """Nothing is opened yet."""
        self._client = client
        self._asked_again_at = 0.0

    def glance(self, basket_id: str) -> Glance:
        """Nothing is in a basket that nobody was given yet."""
        if not basket_id:
            return Glance()
        if time.monotonic() < self._asked_again_at:
            return Glance(None)
        try:
            found = self._client.get(
                _path(basket_id), timeout_seconds=_PATIENCE_SECONDS, headers=_own(basket_id)
            ).content
        except NeighbourUnavailable:
            self._asked_again_at = time.monotonic() + _LEFT_ALONE_SECONDS
            return Glance(None)
        except Refusal:
            return Glance(None)
        return _glance(found)

    def add(self, basket_id: str, product_id: int, quantity: int, *, key: str) -> None:
        """A line more, or more of a line."""
        body = {"product_id": product_id, "quantity": quantity}
        path = f"{_path(basket_id)}/lines"
        self._client.post(path, body, idempotency_key=key, headers=_own(basket_id))
        self._asked_again_at = 0.0

    def set_quantity(self, basket_id: str, product_id: int, quantity: int) -> None:
        """A line with so many units."""
        path = f"{_path(basket_id)}/lines/{product_id}"
        self._client.put(path, {"quantity": quantity}, headers=_own(basket_id))

    def contents(self, basket_id: str) -> dict[str, Any]:
        """The basket with its prices, as it answers it."""
        path = _path(basket_id)
        found: dict[str, Any] = self._client.get(path, headers=_own(basket_id)).content
        return found

    def as_document(
        self,
        path: str,
        basket_id: str,
        item: str | None = None,
        *,
        named: str = "",
        key: str | None = None,
    ) -> dict[str, Any]:
        """Handed on as it came."""
        meant = named or basket_id
        headers = _own(basket_id) | ({"Basket-Id": meant} if meant else {})
        if key is not None:
            headers[idempotency.HEADER] = key  # an empty one too: the basket says what is wrong
        if item is None:
            found: dict[str, Any] = self._client.get(path, headers=headers).content
        else:
            found = self._client.post(path, {"item": item}, headers=headers).content
        return found


def _glance(found: dict[str, Any]) -> Glance:
    steps = {
        each: hint["text"] for hint in reversed(found["hints"]) for each in hint["product_ids"]
    }
    held = {
        line["product_id"]: Held(
            line["quantity"],
            Money(**line["list_total"]),
            Money(**line["total"]),
            steps.get(line["product_id"], ""),
        )
        for line in found["lines"]
    }
    return Glance(sum(each.quantity for each in held.values()), held)


def _own(basket_id: str) -> dict[str, str]:
    return {BROWSERS_BASKET_HEADER: basket_id} if basket_id else {}


def _path(basket_id: str) -> str:
    return f"/api/v1/baskets/{basket_id}"
