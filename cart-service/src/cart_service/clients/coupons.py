"""The books' word on coupons: whether one was used before."""

from typing import Protocol

from cart_service.models.basket import Line
from common.errors import NeighbourUnavailable
from common.service_client import Refusal, ServiceClient
from common.service_tokens import ServiceTokens

#: Whoever enters a code waits for this; at the checkout the books are asked again.
_PATIENCE_SECONDS = 1.0


class Coupons(Protocol):
    """Whoever knows which coupons were used."""

    def is_used(self, code: str, lines: tuple[Line, ...]) -> bool:
        """Whether a coupon that can be used once was, by a purchase; not known to be while nobody answers."""


class HttpCoupons:
    """The books, asked what these lines cost with the coupon."""

    def __init__(self, url: str, tokens: ServiceTokens) -> None:
        """Nothing is opened yet."""
        self._client = ServiceClient(
            "The books",
            url,
            audience="api-service",
            tokens=tokens,
            for_people=False,
            timeout_seconds=_PATIENCE_SECONDS,
        )

    def is_used(self, code: str, lines: tuple[Line, ...]) -> bool:
        """As the books' refusal says."""
        asked = [{"product_id": each.product_id, "quantity": each.quantity} for each in lines]
        try:
            self._client.post("/api/v1/price", {"lines": asked, "coupons": [code]})
        except Refusal as refusal:
            return refusal.code == "coupon_used"
        except NeighbourUnavailable:
            return False
        return False
