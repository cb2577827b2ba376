"""The ledger: entries to read and to append. Nothing here changes one, and the database would not let it."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    RowMapping,
    Table,
    Text,
    select,
    update,
)

from common.money import Money
from payment_gateway.models.cards import CardMark, Reason
from payment_gateway.models.payments import Entry, Kind

#: What brings the store from each version to the next, in this order for ever.
STEPS = ("0001_ledger.sql",)

_METADATA = MetaData()

_ENTRY = Table(
    "entry",
    _METADATA,
    Column("place", BigInteger, primary_key=True),
    Column("entry_id", Text),
    Column("payment_id", Text),
    Column("kind", Text),
    Column("amount_minor", BigInteger),
    Column("currency", Text),
    Column("reference", Text),
    Column("brand", Text),
    Column("last4", Text),
    Column("fingerprint", Text),
    Column("reason", Text),
    Column("made_at", BigInteger),
)

_LEDGER = Table(
    "ledger",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("last_place", BigInteger),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry where it stands in the ledger, and since when."""

    place: int
    entry: Entry
    at: datetime


def hold(connection: Connection) -> int:
    """Keep every other writer out until the transaction ends; the last place that is taken."""
    # SQLite's writers are alone from their first word on, and its SELECT knows no FOR UPDATE
    held: int = connection.execute(select(_LEDGER.c.last_place).with_for_update()).scalar_one()
    return held


def of_payment(connection: Connection, payment_id: uuid.UUID) -> list[Entry]:
    """What was entered under a payment's id, in its order."""
    rows = connection.execute(
        select(_ENTRY).where(_ENTRY.c.payment_id == str(payment_id)).order_by(_ENTRY.c.place)
    ).mappings()
    return [_entry(row) for row in rows]


def is_known(connection: Connection, entry_id: uuid.UUID) -> bool:
    """Whether an entry of this id stands anywhere in the ledger."""
    found = connection.execute(select(_ENTRY.c.place).where(_ENTRY.c.entry_id == str(entry_id)))
    return found.first() is not None


def append(connection: Connection, entry: Entry, place: int, *, now: int) -> None:
    """Write an entry at the place after the last, which the caller holds."""
    connection.execute(_ENTRY.insert(), _row(entry, place, now))
    connection.execute(update(_LEDGER).values(last_place=place))


def after(connection: Connection, place: int, limit: int) -> list[Placed]:
    """So many entries behind a place, in their order."""
    rows = connection.execute(
        select(_ENTRY).where(_ENTRY.c.place > place).order_by(_ENTRY.c.place).limit(limit)
    ).mappings()
    return [
        Placed(row["place"], _entry(row), datetime.fromtimestamp(row["made_at"] / 1000, UTC))
        for row in rows
    ]


def _row(entry: Entry, place: int, now: int) -> dict[str, object]:
    return {
        "place": place,
        "entry_id": str(entry.id),
        "payment_id": str(entry.payment_id),
        "kind": entry.kind.value,
        "amount_minor": entry.amount.minor if entry.amount else None,
        "currency": entry.amount.currency if entry.amount else None,
        "reference": entry.reference,
        "brand": entry.card.brand if entry.card else None,
        "last4": entry.card.last4 if entry.card else None,
        "fingerprint": entry.card.fingerprint if entry.card else None,
        "reason": entry.reason.value if entry.reason else None,
        "made_at": now,
    }


def _entry(row: RowMapping) -> Entry:
    return Entry(
        id=uuid.UUID(row["entry_id"]),
        payment_id=uuid.UUID(row["payment_id"]),
        kind=Kind(row["kind"]),
        amount=Money(row["amount_minor"], row["currency"]) if row["currency"] else None,
        reference=row["reference"],
        card=CardMark(row["brand"], row["last4"], row["fingerprint"]) if row["brand"] else None,
        reason=Reason(row["reason"]) if row["reason"] else None,
    )
