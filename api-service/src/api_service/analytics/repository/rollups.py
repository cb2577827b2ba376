"""Writes the rollups: the watermark, and the purchases that it passes."""

from dataclasses import dataclass

from sqlalchemy import Connection, text

from api_service.analytics.repository.statements import statement

_NEXT_STEP = statement("next_step")
_FOLDS = tuple(statement(f"fold_{name}") for name in ("sales", "tenders", "products", "buyers"))

_TABLES = (
    "sales_of_hour",
    "sales_of_day",
    "tender_of_day",
    "product_of_day",
    "product_of_month",
    "product_ever",
    "buyer_ever",
    "loyalty",
)


@dataclass(frozen=True, slots=True)
class Step:
    """What a step folds: the purchases of these transactions, `below` excluded."""

    old: int
    below: int


def watermark(connection: Connection) -> int:
    """The transaction below which every purchase is in the rollups."""
    found = connection.execute(text("SELECT folded_below::text FROM books.watermark"))
    return int(found.scalar_one())


def is_foreign(connection: Connection) -> bool:
    """Whether the watermark is another server's: it lies above a transaction that still runs here.

    So it is after a dump was restored elsewhere; new purchases would then hide below it.
    """
    found = connection.execute(
        text("SELECT folded_below > pg_snapshot_xmin(pg_current_snapshot()) FROM books.watermark")
    )
    return bool(found.scalar_one())


def lock_watermark(connection: Connection) -> int | None:
    """The watermark, ours to move until the transaction ends; None while somebody else folds."""
    found = connection.execute(
        text("SELECT folded_below::text FROM books.watermark FOR UPDATE SKIP LOCKED")
    ).scalar_one_or_none()
    return None if found is None else int(found)


def next_step(connection: Connection, old: int, *, most: int) -> Step | None:
    """The next step from a watermark on, of hardly more than `most` purchases; None if nothing is ripe.

    Only a single transaction with more purchases than that makes a larger step.
    """
    row = connection.execute(_NEXT_STEP, {"old": str(old), "most": most}).one()
    if row.first is None:
        return None
    if row.beyond is None:
        return Step(old, row.oldest_running)
    return Step(old, max(row.beyond, row.first + 1))


def fold(connection: Connection, step: Step) -> None:
    """Add a step's purchases to every rollup, and move the watermark."""
    for each in _FOLDS:
        connection.execute(each, {"old": str(step.old), "new": str(step.below)})
    _move(connection, step.below)


def clear(connection: Connection) -> None:
    """Empty the rollups; readers see them as they were until the transaction commits."""
    for table in _TABLES:
        # TRUNCATE would empty them under the eyes of readers with an older snapshot
        connection.execute(text(f"DELETE FROM books.{table}"))  # noqa: S608  # our own table names
    _move(connection, 0)


def _move(connection: Connection, watermark: int) -> None:
    connection.execute(
        text("UPDATE books.watermark SET folded_below = CAST(:watermark AS xid8)"),
        {"watermark": str(watermark)},
    )
