"""Keeping the rollups: purchases that no running transaction can come before are folded into them, once each."""

from api_service.analytics.repository import rollups
from common import logs
from common.database import Database
from common.errors import DatabaseUnavailable

log = logs.get(__name__)

#: Purchases in one step: some seconds' work, so that no step keeps the server from cleaning up for long.
_STEP = 200_000

#: A single transaction that booked millions has to be folded in one statement.
_STATEMENT_SECONDS = 1800


def folding_database(url: str) -> Database:
    """A way to the database for a fold, whose statements may take longer than any request's."""
    return Database(
        url, application="api-service-fold", pool_size=1, statement_seconds=_STATEMENT_SECONDS
    )


def fold(database: Database, *, most: int = _STEP) -> int:
    """Fold all that is ripe, step by step; gives the number of steps, 0 also while somebody else folds.

    Each step is a transaction of its own: whatever ends it, all of it is in the rollups or none.

    Raises:
        DatabaseUnavailable: the server is away; the steps before it stay.
    """
    if _was_restored(database):
        log.warning("rebuilding", reason="the watermark is another server's")
        return rebuild(database, most=most)
    steps = 0
    while _is_ripe(database) and _fold_step(database, most=most):
        steps += 1
    return steps


def rebuild(database: Database, *, most: int = _STEP) -> int:
    """Fold everything anew, in one transaction: until it ends, readers see the rollups as they were.

    Raises:
        DatabaseUnavailable: the server is away, or somebody else folds at this moment; nothing was changed.
    """
    steps = 0
    with database.transaction() as connection:
        if rollups.lock_watermark(connection) is None:
            raise DatabaseUnavailable("Another process folds; repeat it in a moment")
        rollups.clear(connection)
        old = 0
        while step := rollups.next_step(connection, old, most=most):
            rollups.fold(connection, step)
            old = step.below
            steps += 1
    return steps


def _was_restored(database: Database) -> bool:
    with database.statements() as connection:
        return rollups.is_foreign(connection)


def _is_ripe(database: Database) -> bool:
    # A lock alone would change the marker that caches go by, so nothing is locked while there is nothing to do.
    with database.statements() as connection:
        old = rollups.watermark(connection)
        return rollups.next_step(connection, old, most=1) is not None


def _fold_step(database: Database, *, most: int) -> bool:
    # READ COMMITTED is enough, and never fails on the row that somebody else has just moved: the step's transactions
    # are all over when `next_step` says so, so every later statement of this transaction sees the same purchases.
    with database.transaction() as connection:
        old = rollups.lock_watermark(connection)
        step = None if old is None else rollups.next_step(connection, old, most=most)
        if step is None:
            return False
        rollups.fold(connection, step)
        return True
