"""The books' word on coupons: which of those that can be used once were, and what this service remembers of it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Protocol

from common import logs
from common.clock import Clock
from common.errors import NeighbourUnavailable
from common.pricing import Coupon
from common.service_client import Refusal, ServiceClient
from common.service_tokens import ServiceTokens

#: Whoever looks at a basket waits for this; at the checkout the books are asked again.
_PATIENCE_SECONDS = 1.0

#: How old the word may be that a coupon was not used. That one was holds for good.
_FRESH = timedelta(seconds=5)

#: More codes than shoppers try in a moment: nobody makes this process remember without end.
_MOST_REMEMBERED = 10_000

log = logs.get(__name__)


class Coupons(Protocol):
    """Whoever knows which coupons were used."""

    def used(self, codes: Collection[str]) -> frozenset[tuple[int, str]]:
        """Promotion and code of those that a purchase used up. Raises NeighbourUnavailable."""


class KeptCoupons(Protocol):
    """Where it outlives this process that a coupon was used."""

    def used(self, coupons: Iterable[Coupon]) -> frozenset[str]:
        """The codes of those of them that are kept as used."""

    def keep(self, used: Iterable[tuple[int, str]]) -> None:
        """Keep these, each by its promotion and code."""


class HttpCoupons:
    """The books, asked about codes."""

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

    def used(self, codes: Collection[str]) -> frozenset[tuple[int, str]]:
        """As the books say."""
        found = self._client.post("/api/v1/coupons/look-up", {"codes": list(codes)}).content
        return frozenset((each["id"], each["code"]) for each in found["coupons"] if each["used"])


class RememberedCoupons:
    """Which coupons were used, as far as the books said so. While they do not answer, their last word stands.

    It asks them, so never inside a transaction that writes.
    """

    def __init__(self, books: Coupons, kept: KeptCoupons, clock: Clock) -> None:
        """Nothing is known yet."""
        self._books = books
        self._outlives = kept
        self._clock = clock
        self._asked_at: dict[str, datetime] = {}

    def used(self, coupons: Iterable[Coupon], *, anew: bool = False) -> frozenset[str]:
        """The codes of those of these coupons that can be used once, and were; with `anew` memory does not do."""
        once = {each.code: each for each in coupons if each.single_use}
        if not once:
            return frozenset()
        known = self._outlives.used(once.values())
        now = self._clock.now()
        due = [code for code in once if code not in known and (anew or self._is_due(code, now))]
        return known | self._ask(due, once, now) if due else known

    def doubt(self, codes: Iterable[str]) -> None:
        """Somebody heard that these were used: the next look asks the books."""
        for code in codes:
            self._asked_at.pop(code, None)

    def _is_due(self, code: str, now: datetime) -> bool:
        asked_at = self._asked_at.get(code)
        # in the future, it was before the clock was put right
        return asked_at is None or not timedelta(0) <= now - asked_at < _FRESH

    def _ask(self, codes: list[str], once: dict[str, Coupon], now: datetime) -> frozenset[str]:
        if len(self._asked_at) + len(codes) > _MOST_REMEMBERED:
            self._asked_at.clear()
        # noted before they answer: while they are away nobody waits for them at every look
        self._asked_at.update(dict.fromkeys(codes, now))
        try:
            found = self._books.used(codes)
        except (NeighbourUnavailable, Refusal) as error:
            log.warning("coupons cannot be asked about", reason=str(error))
            return frozenset()
        fresh = {(once[code].id, code) for code in codes} & found
        if fresh:
            self._outlives.keep(fresh)
        return frozenset(code for _, code in fresh)
