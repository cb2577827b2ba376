"""Counts attempts at what should not be guessed, each before it is known whether it is a good one."""

import math
import uuid

from api_service.collaborators import Collaborators
from api_service.people.repository import throttles
from common import logs
from common.errors import TooManyRequests
from common.limits import Limit

log = logs.get(__name__)


def count(
    books: Collaborators,
    limit: Limit,
    *whose: object,
    account_id: uuid.UUID | None = None,
    address: str | None = None,
) -> bytes:
    """Count an attempt in a statement of its own, so that it stays counted; what it is counted under.

    `account_id` and `address` are for the log; `whose` never is, for it may be what somebody mistyped.

    Raises:
        TooManyRequests: there were too many; Retry-After says when to go on.
    """
    subject = limit.subject(_key(books), *whose)
    now = books.clock.now()
    with books.database.statements() as connection:
        again = throttles.count(connection, limit, subject, now)
    if again is not None:
        seconds = max(1, math.ceil((again - now).total_seconds()))
        log.warning(
            "attempts throttled",
            limit=limit.name,
            account_id=str(account_id) if account_id else None,
            address=address,
        )
        raise TooManyRequests(
            "There were too many attempts. Wait some minutes, then try again",
            headers={"Retry-After": str(seconds)},
        )
    return subject


def take_back(books: Collaborators, *subjects: bytes) -> None:
    """Uncount attempts that were good ones, or that we could not judge."""
    with books.database.statements() as connection:
        for subject in subjects:
            throttles.take_back(connection, subject)


def clear(books: Collaborators, subject: bytes) -> None:
    """Forget the attempts before a good one."""
    with books.database.statements() as connection:
        throttles.clear(connection, subject)


def _key(books: Collaborators) -> str:
    return books.settings.secret_key.get_secret_value()
