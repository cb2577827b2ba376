"""Every query on what is counted against guessing."""

import uuid
from datetime import datetime

from sqlalchemy import Connection, text

from common.limits import Limit

# An attempt beyond the limit moves neither the count nor the time: who keeps trying waits no longer for it.
_COUNT = text(
    """
    INSERT INTO books.throttle AS throttle (subject, attempts, began_at, last_at) VALUES (:subject, 1, :now, :now)
    ON CONFLICT (subject) DO UPDATE SET
      attempts = CASE
        WHEN throttle.attempts >= :most AND throttle.last_at > :now - :pause THEN :most + 1
        WHEN throttle.attempts >= :most OR throttle.began_at <= :now - :window THEN 1
        ELSE throttle.attempts + 1 END,
      began_at = CASE
        WHEN throttle.attempts >= :most AND throttle.last_at > :now - :pause THEN throttle.began_at
        WHEN throttle.attempts >= :most OR throttle.began_at <= :now - :window THEN :now
        ELSE throttle.began_at END,
      last_at = CASE
        WHEN throttle.attempts >= :most AND throttle.last_at > :now - :pause THEN throttle.last_at
        ELSE :now END
    RETURNING attempts, last_at
    """
)


def count(connection: Connection, limit: Limit, subject: bytes, now: datetime) -> datetime | None:
    """Count an attempt, before it is known whether it is a good one; when the next may come, if this was one too many.

    One statement, so parallel attempts in however many processes are counted exactly.
    """
    row = connection.execute(
        _COUNT,
        {
            "subject": subject,
            "now": now,
            "most": limit.attempts,
            "window": limit.window,
            "pause": limit.pause,
        },
    ).one()
    if row.attempts <= limit.attempts:
        return None
    again: datetime = row.last_at + limit.pause
    return again


def take_back(connection: Connection, subject: bytes) -> None:
    """Uncount an attempt that was a good one."""
    connection.execute(
        text(
            "UPDATE books.throttle SET attempts = attempts - 1 WHERE subject = :subject AND attempts > 0"
        ),
        {"subject": subject},
    )


def clear(connection: Connection, subject: bytes) -> None:
    """Forget all attempts."""
    connection.execute(
        text("DELETE FROM books.throttle WHERE subject = :subject"), {"subject": subject}
    )


def is_known_address(connection: Connection, account_id: uuid.UUID, address: str) -> bool:
    """Whether somebody signed in to the account from there before."""
    found = connection.execute(
        text(
            "SELECT EXISTS (SELECT FROM books.account_address "
            "WHERE account_id = :account_id AND address = :address)"
        ),
        {"account_id": account_id, "address": address},
    )
    return bool(found.scalar_one())


def know_address(
    connection: Connection, account_id: uuid.UUID, address: str, now: datetime
) -> None:
    """Remember that somebody signed in to the account from there."""
    connection.execute(
        text(
            "INSERT INTO books.account_address (account_id, address, used_at) VALUES (:account_id, :address, :now) "
            "ON CONFLICT (account_id, address) DO UPDATE SET used_at = excluded.used_at"
        ),
        {"account_id": account_id, "address": address, "now": now},
    )


def sweep(connection: Connection, *, before: datetime, addresses_before: datetime) -> None:
    """Forget what no limit looks back at any more, a part at a time."""
    connection.execute(
        text(
            "DELETE FROM books.throttle WHERE subject IN (SELECT subject FROM books.throttle "
            "WHERE last_at < :before ORDER BY last_at LIMIT 500 FOR UPDATE SKIP LOCKED)"
        ),
        {"before": before},
    )
    connection.execute(
        text(
            "DELETE FROM books.account_address WHERE (account_id, address) IN ("
            "SELECT account_id, address FROM books.account_address WHERE used_at < :before "
            "LIMIT 500 FOR UPDATE SKIP LOCKED)"
        ),
        {"before": addresses_before},
    )
