"""Counts of codes that were tried, under what tells nobody who tried them."""

from datetime import UTC, datetime

from sqlalchemy import Connection, delete, select, update

from cart_service.models.guesses import Guesses
from cart_service.repository.tables import GUESSES
from common import stores
from common.clock import milliseconds


def take(connection: Connection, subject: str) -> Guesses | None:
    """What is counted under a subject, held against others who count until the transaction ends."""
    # changing a row that is there to what it is locks it
    insert = stores.insert(connection, GUESSES).values(
        subject=subject, attempts=0, began_at=0, last_at=0
    )
    connection.execute(
        insert.on_conflict_do_update(
            index_elements=["subject"], set_={"subject": insert.excluded.subject}
        )
    )
    row = connection.execute(select(GUESSES).where(GUESSES.c.subject == subject)).one()
    if row.attempts == 0:
        return None
    return Guesses(row.attempts, _moment(row.began_at), _moment(row.last_at))


def keep(connection: Connection, subject: str, guesses: Guesses) -> None:
    """Write down what is counted."""
    connection.execute(
        update(GUESSES)
        .where(GUESSES.c.subject == subject)
        .values(
            attempts=guesses.count,
            began_at=milliseconds(guesses.began_at),
            last_at=milliseconds(guesses.last_at),
        )
    )


def take_back(connection: Connection, subject: str) -> None:
    """Uncount one that was a good code."""
    connection.execute(
        update(GUESSES)
        .where(GUESSES.c.subject == subject, GUESSES.c.attempts > 0)
        .values(attempts=GUESSES.c.attempts - 1)
    )


def forget_older(connection: Connection, *, before: int) -> None:
    """Without what no limit looks back at any more."""
    connection.execute(delete(GUESSES).where(GUESSES.c.last_at < before))


def _moment(kept: int) -> datetime:
    return datetime.fromtimestamp(kept / 1000, UTC)
