"""Codes of coupons that were tried and hold nothing: how many may be."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from common.limits import Limit

_QUARTER = timedelta(minutes=15)

#: One basket, or the account's: a code that is hard to read has ten attempts.
OF_ONE_BASKET = Limit("coupons of one basket", 10, _QUARTER, _QUARTER)
#: One address with all its baskets together, of which anybody makes as many as they like; a household shares one.
FROM_ADDRESS = Limit("coupons from an address", 30, _QUARTER, _QUARTER)


@dataclass(frozen=True, slots=True)
class Guesses:
    """How many there were since the first and the last of them."""

    count: int
    began_at: datetime
    last_at: datetime

    def again_at(self, limit: Limit, now: datetime) -> datetime | None:
        """When the next may come, where there were too many. Who keeps trying waits no longer for it."""
        again = self.last_at + limit.pause
        return again if self.count >= limit.attempts and now < again else None

    def and_one_more(self, limit: Limit, now: datetime) -> "Guesses":
        """With another; after a pause, and in another window, it is the first."""
        if self.count >= limit.attempts or self.began_at + limit.window <= now:
            return first(now)
        return replace(self, count=self.count + 1, last_at=now)


def first(now: datetime) -> Guesses:
    """The only one so far."""
    return Guesses(1, now, now)
