"""Counts codes of coupons that are tried, each before it is known whether it is a good one."""

import math

from cart_service.collaborators import Collaborators
from cart_service.models import guesses as limits
from cart_service.models.guesses import first
from cart_service.repository import guesses
from cart_service.use_cases.baskets import Whose
from common import logs
from common.clock import milliseconds
from common.errors import TooManyRequests
from common.limits import Limit

log = logs.get(__name__)


def count(cart: Collaborators, whose: Whose, address: str) -> tuple[str, ...]:
    """Count a try in a transaction of its own, so that it stays counted; what it is counted under.

    Raises:
        TooManyRequests: there were too many; Retry-After says when to go on.
    """
    key = cart.settings.secret_key.get_secret_value()
    now = cart.clock.now()
    subjects = []
    for limit, who in (
        (limits.OF_ONE_BASKET, whose.account_id or whose.basket_id),
        (limits.FROM_ADDRESS, address),
    ):
        subject = limit.subject(key, who).hex()
        with cart.store.writing() as connection:
            before = guesses.take(connection, subject)
            again = before.again_at(limit, now) if before else None
            if again is None:
                fresh = before.and_one_more(limit, now) if before else first(now)
                guesses.keep(connection, subject, fresh)
        if again is not None:
            raise _too_many(limit, math.ceil((again - now).total_seconds()), address)
        subjects.append(subject)
    return tuple(subjects)


def take_back(cart: Collaborators, subjects: tuple[str, ...]) -> None:
    """Uncount what was a good code."""
    with cart.store.writing() as connection:
        for subject in subjects:
            guesses.take_back(connection, subject)


def sweep(cart: Collaborators) -> None:
    """Forget what no limit looks back at any more."""
    longest = max(
        limit.window + limit.pause for limit in (limits.OF_ONE_BASKET, limits.FROM_ADDRESS)
    )
    with cart.store.writing() as connection:
        guesses.forget_older(connection, before=milliseconds(cart.clock.now() - longest))


def _too_many(limit: Limit, seconds: int, address: str) -> TooManyRequests:
    log.warning("attempts throttled", limit=limit.name, address=address)
    return TooManyRequests(
        "Too many codes did not work. Wait some minutes, then try again; the basket is as it was",
        headers={"Retry-After": str(max(1, seconds))},
    )
