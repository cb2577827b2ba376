"""Reads what was sold and the catalogue of its time, and remembers up to where it was priced again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from api_service.audit.models.proof import Past, PastRule, Sold, SoldLine
from api_service.audit.repository.statements import statement
from common import pricing

_NEXT_STEP = text(statement("next_proof"))
_LEFT = text(
    "SELECT count(*) FROM books.purchase WHERE transaction_id >= CAST(:below AS xid8) "
    "AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())"
)
_HISTORY = text(
    "SELECT id::text FROM books.purchase WHERE transaction_id >= CAST(:old AS xid8) "
    "AND transaction_id < CAST(:below AS xid8) AND origin = 'import' "
    "AND NOT EXISTS (SELECT FROM books.audit_proof AS proof WHERE proof.purchase_id = purchase.id)"
)
_UNPROVED = text(statement("unproved"))
_PRICED_BY_US = text(
    "SELECT id::text FROM books.purchase WHERE id = ANY(CAST(:ids AS uuid[])) AND origin <> 'import' "
    "ORDER BY transaction_id, id LIMIT :most"
)
_DIGESTS = text(statement("digests"))
_PURCHASES = text(statement("sold_purchases"))
_LINES = text(statement("sold_lines"))

#: Purchases whose lines are in memory at once.
_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Mark:
    """Purchases of transactions below it were priced again, so many of them."""

    below: int
    proved: int


@dataclass(frozen=True, slots=True)
class Step:
    """The purchases to price again next: those of transactions from the mark on, `below` excluded."""

    old: int
    below: int
    left: int
    """How many that could be proved now are behind it."""


def mark(connection: Connection) -> Mark:
    """Up to where purchases were priced again; from the beginning after a dump was restored to another server."""
    row = connection.execute(
        text(
            "SELECT proved_below::text AS below, proved, "
            "proved_below > pg_snapshot_xmin(pg_current_snapshot()) AS is_foreign FROM books.audit_mark"
        )
    ).one()
    return Mark(0, 0) if row.is_foreign else Mark(int(row.below), row.proved)


def move_mark(connection: Connection, to: Mark) -> None:
    """Remember up to where purchases were priced again."""
    connection.execute(
        text("UPDATE books.audit_mark SET proved_below = CAST(:below AS xid8), proved = :proved"),
        {"below": str(to.below), "proved": to.proved},
    )


def next_step(connection: Connection, old: int, *, most: int) -> Step:
    """From a mark on, hardly more than `most` purchases; only a single transaction with more makes a larger step."""
    row = connection.execute(_NEXT_STEP, {"old": str(old), "most": most}).one()
    if row.beyond is None:
        return Step(old, max(old, row.oldest_running), 0)
    below = max(row.beyond, row.first + 1)
    return Step(old, below, connection.execute(_LEFT, {"below": str(below)}).scalar_one())


def past(connection: Connection) -> Past:
    """Every version of every price, promotion and VAT rate."""
    prices = {
        (row.product_id, row.version): row.amount_minor
        for row in connection.execute(
            text("SELECT product_id, version, amount_minor FROM catalog.published_price")
        )
    }
    rates: dict[int, list[tuple[datetime, int]]] = {}
    for product_id, made_at, basis_points in connection.execute(
        text(
            "SELECT product_id, made_at, basis_points FROM catalog.published_rate_history ORDER BY id"
        )
    ):
        rates.setdefault(product_id, []).append((made_at, basis_points))
    rules = [
        PastRule(pricing.promotion_of(dict(row)), row["made_at"], row["archived_at"])
        for row in connection.execute(
            text("SELECT * FROM catalog.published_promotion_history")
        ).mappings()
    ]
    return Past(prices, rules, rates)


def sold_in(connection: Connection, step: Step) -> Iterator[Sold]:
    """The purchases of a step that were priced by us, read as they are wanted."""
    ids: list[str] = list(
        connection.execute(
            text(
                "SELECT id::text FROM books.purchase WHERE transaction_id >= CAST(:old AS xid8) "
                "AND transaction_id < CAST(:below AS xid8) AND origin <> 'import' "
                "ORDER BY transaction_id"
            ),
            {"old": str(step.old), "below": str(step.below)},
        ).scalars()
    )
    yield from sold(connection, ids)


def sold(connection: Connection, ids: Sequence[str]) -> Iterator[Sold]:
    """These purchases with their lines, discounts and coupons.

    Ids stay text and rows plain tuples: a UUID and a named row of each line took longer than pricing it.
    """
    for first in range(0, len(ids), _CHUNK):
        chunk = list(ids[first : first + _CHUNK])
        lines: dict[str, list[SoldLine]] = {}
        for row in connection.execute(_LINES, {"ids": chunk}):
            purchase_id, number, product_id, quantity, version = row[:5]
            total, rate, vat, department, reserved = row[5:10]
            given = zip(*row[10:], strict=True) if row[10] else ()
            lines.setdefault(purchase_id, []).append(
                SoldLine(
                    number,
                    product_id,
                    quantity,
                    version,
                    total,
                    rate,
                    vat,
                    department,
                    reserved,
                    frozenset(given),
                )
            )
        for purchase_id, moment, priced_at, currency, coupons in connection.execute(
            _PURCHASES, {"ids": chunk}
        ):
            of_it = lines.get(purchase_id, [])
            yield Sold(purchase_id, moment, priced_at, currency, frozenset(coupons), of_it)


def doubts(connection: Connection) -> list[str]:
    """Purchases below the mark that did not price again to their cents, the oldest first."""
    found = connection.execute(
        text("SELECT purchase_id::text FROM books.audit_doubt ORDER BY found_at, purchase_id")
    )
    return list(found.scalars())


def unproved(connection: Connection, mark: Mark, *, most: int) -> list[str]:
    """Purchases below the mark that should have been proved and never were; it looks at every one there is."""
    found = connection.execute(_UNPROVED, {"below": str(mark.below), "most": most})
    return list(found.scalars())


def priced_by_us(connection: Connection, ids: Sequence[str], *, most: int) -> list[str]:
    """Those of some purchases that are there and did not come from elsewhere, the oldest first."""
    found = connection.execute(_PRICED_BY_US, {"ids": list(ids), "most": most})
    return list(found.scalars())


def history(connection: Connection, old: int, below: int) -> list[str]:
    """Purchases from elsewhere of transactions from `old` to `below` without a proof; they are not priced again."""
    found = connection.execute(_HISTORY, {"old": str(old), "below": str(below)})
    return list(found.scalars())


def digests(connection: Connection, ids: Sequence[str]) -> dict[str, int]:
    """What the rows of these purchases come to, of those that have no proof yet."""
    found: dict[str, int] = {}
    for first in range(0, len(ids), _CHUNK):
        rows = connection.execute(_DIGESTS, {"ids": list(ids[first : first + _CHUNK])})
        found.update((purchase_id, digest) for purchase_id, digest in rows)
    return found


def keep_proofs(connection: Connection, proofs: Mapping[str, int]) -> None:
    """Remember what the rows of purchases came to; the first time counts."""
    connection.execute(
        text(
            "INSERT INTO books.audit_proof (purchase_id, digest) "
            "SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:digests AS bigint[])) ON CONFLICT DO NOTHING"
        ),
        {"ids": list(proofs), "digests": list(proofs.values())},
    )


def keep_promotions(connection: Connection) -> None:
    """Remember what each version of a promotion says; the first time counts."""
    connection.execute(
        text(
            "INSERT INTO books.audit_promotion_proof (promotion_id, version, digest) "
            "SELECT promotion_id, version, digest FROM books.audit_promotion ON CONFLICT DO NOTHING"
        )
    )


def keep_doubts(connection: Connection, ids: Iterable[str], *, cleared: Iterable[str]) -> None:
    """Remember purchases that did not price again, and forget those that do now."""
    connection.execute(
        text(
            "INSERT INTO books.audit_doubt (purchase_id) SELECT unnest(CAST(:ids AS uuid[])) "
            "ON CONFLICT DO NOTHING"
        ),
        {"ids": list(ids)},
    )
    connection.execute(
        text("DELETE FROM books.audit_doubt WHERE purchase_id = ANY(CAST(:ids AS uuid[]))"),
        {"ids": list(cleared)},
    )
