"""What is left of the goods in a basket, as the shop said a moment ago."""

from collections.abc import Collection
from datetime import datetime, timedelta

from cart_service.clients.shop import Shop
from common import logs
from common.clock import Clock
from common.errors import NeighbourUnavailable
from common.service_client import Refusal

#: How old the shop's word may be. The reservation decides; this only warns before somebody types a card.
_FRESH = timedelta(seconds=5)

#: More products than baskets show in a moment: nobody makes this process remember without end.
_MOST_REMEMBERED = 10_000

log = logs.get(__name__)


class RememberedStock:
    """How many of a product can be sent, while the shop's word is fresh; nothing of what it did not say.

    It may ask the shop, so never inside a transaction.
    """

    def __init__(self, shop: Shop, clock: Clock) -> None:
        """Nothing is known yet."""
        self._shop = shop
        self._clock = clock
        self._said: dict[int, tuple[datetime, int | None]] = {}

    def of(self, product_ids: Collection[int]) -> dict[int, int]:
        """How many there are of those of which it is known."""
        now = self._clock.now()
        if due := [each for each in product_ids if self._is_due(each, now)]:
            self._ask(due, now)
        said = {each: self._said.get(each, (now, None))[1] for each in product_ids}
        return {each: number for each, number in said.items() if number is not None}

    def doubt(self, product_ids: Collection[int]) -> None:
        """Somebody heard otherwise: the next look asks the shop."""
        for each in product_ids:
            self._said.pop(each, None)

    def _is_due(self, product_id: int, now: datetime) -> bool:
        said = self._said.get(product_id)
        # from the future, it was said before the clock was put right
        return said is None or not timedelta(0) <= now - said[0] < _FRESH

    def _ask(self, due: list[int], now: datetime) -> None:
        found: dict[int, int] = {}
        try:
            found = self._shop.stock(due)
        except (NeighbourUnavailable, Refusal) as error:
            log.warning("stock cannot be asked about", reason=str(error))
        if len(self._said) + len(due) > _MOST_REMEMBERED:
            self._said.clear()
        # silence is remembered too: while the shop is away nobody waits for it at every look
        self._said.update({each: (now, found.get(each)) for each in due})
