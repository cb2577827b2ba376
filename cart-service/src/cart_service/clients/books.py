"""The books as a checkout knows them: they price goods, hold them, and let them go."""

import uuid
from collections.abc import Sequence
from typing import Any, Protocol

from cart_service.models.checkout import Wanted
from cart_service.models.reservation import Reservation
from common.money import Money
from common.service_client import Refusal, ServiceClient
from common.service_tokens import ServiceTokens


class WrongTotal(Exception):
    """The goods cost something else now; `problem` says what. Nothing is held."""

    def __init__(self, problem: dict[str, Any]) -> None:
        """Keep what the books said."""
        super().__init__("wrong_total")
        self.problem = problem


class SoldOut(Exception):
    """There is less of something than was wanted; nothing is held."""

    def __init__(self, short: list[dict[str, Any]]) -> None:
        """`short` says of which product how many were wanted, and how many there are."""
        super().__init__("sold_out")
        self.short = short


class CouponUsed(Exception):
    """Coupons that can be used once were, or are being used at this moment; nothing is held."""

    def __init__(self, codes: Sequence[str] = ()) -> None:
        """`codes` are theirs, where the books say so."""
        super().__init__("coupon_used")
        self.codes = tuple(codes)


class CouponEnded(Exception):
    """A coupon does not hold any more; nothing is held."""


class NotSold(Exception):
    """Something of it is not sold on the web, or nothing is at all; nothing is held."""


class Lapsed(Exception):
    """This reservation was let go before; its id holds nothing any more."""


class Books(Protocol):
    """Whoever knows prices and levels. Every call may raise NeighbourUnavailable, and may be repeated."""

    def reserve(
        self,
        reservation_id: uuid.UUID,
        wanted: Sequence[Wanted],
        coupons: Sequence[str],
        total: Money,
    ) -> Reservation:
        """Hold the goods at this total. Raises WrongTotal, SoldOut, CouponUsed, CouponEnded, NotSold, Lapsed."""

    def release(self, reservation_id: uuid.UUID) -> None:
        """Let the goods go, also those that are reserved later under this id."""


class HttpBooks:
    """The books as api-service answers them."""

    def __init__(self, url: str, tokens: ServiceTokens) -> None:
        """Nothing is opened yet."""
        # the shop's own act, whoever's request is at hand
        self._client = ServiceClient(
            "The books", url, audience="api-service", tokens=tokens, for_people=False
        )

    def reserve(
        self,
        reservation_id: uuid.UUID,
        wanted: Sequence[Wanted],
        coupons: Sequence[str],
        total: Money,
    ) -> Reservation:
        """Hold the goods at this total.

        Raises:
            WrongTotal, SoldOut, CouponUsed, CouponEnded, NotSold, Lapsed: as they say.
            NeighbourUnavailable: whether they are held is unknown.
        """
        body = {
            "lines": [
                {"product_id": each.product_id, "quantity": each.quantity} for each in wanted
            ],
            "coupons": list(coupons),
            "total": {"minor": total.minor, "currency": total.currency},
        }
        try:
            reply = self._client.post(
                "/api/v1/reservations", body, idempotency_key=str(reservation_id), repeat=True
            )
        except Refusal as refusal:
            raise _told(refusal) from refusal
        return Reservation.read(reply.content)

    def release(self, reservation_id: uuid.UUID) -> None:
        """Let the goods go.

        Raises:
            NeighbourUnavailable: whether they are still held is unknown.
        """
        self._client.delete(f"/api/v1/reservations/{reservation_id}", repeat=True)


def _told(refusal: Refusal) -> Exception:
    match refusal.code:
        case "wrong_total":
            return WrongTotal(refusal.problem)
        case "sold_out":
            return SoldOut(list(refusal.problem.get("short", [])))
        case "coupon_used":
            return CouponUsed(refusal.problem.get("coupons", ()))
        case "unknown_coupon":
            return CouponEnded()
        case "reservation_lapsed":
            return Lapsed()
    # a product that is gone, an amount in another currency, a web that is shut: none is for the shopper to put right
    return NotSold(refusal.detail) if refusal.status in (409, 422) else refusal
