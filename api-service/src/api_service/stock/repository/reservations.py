"""Every query on reservations.

Whoever changes one locks its row first, then its levels in product order, then its coupons.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from api_service.catalogue.models import Product
from api_service.prices.models import Discount
from api_service.prices.repository import columns_of
from api_service.stock.models.reservations import (
    Asked,
    Place,
    Reservation,
    ReservationState,
    ReservedLine,
)
from common import pricing
from common.database import broken_key
from common.money import Money

_RESERVE = (Path(__file__).parents[1] / "sql" / "reserve.sql").read_text()

#: The key that lets a coupon be held once.
_COUPON_ONCE = "coupon_hold_pkey"


class Outcome(Enum):
    """What became of the attempt to reserve; all but the first leave nothing behind."""

    KEPT = auto()
    REPEATED = auto()
    """The key is known: look at what it belongs to."""
    OUTDATED = auto()
    """The catalogue has changed since the lines were priced."""
    NO_PLACE = auto()
    """There is no branch to sell in the name of, or none to send from."""
    SHORT = auto()
    """Not all of it is available."""
    COUPON_USED = auto()
    """Somebody has a coupon that can be used once."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The outcome, where it is sent from, and what there is too little of."""

    outcome: Outcome
    place: Place | None = None
    short: tuple[dict[str, int], ...] = ()


def reserve(
    connection: Connection,
    asked: Asked,
    *,
    reservation_id: uuid.UUID,
    basket: pricing.PricedBasket,
    products: dict[int, Product],
    coupons: Sequence[pricing.Coupon],
    now: datetime,
    expires_at: datetime,
    revision: int,
) -> Attempt:
    """Keep what was priced under a revision of the catalogue; the caller undoes what was not KEPT."""
    values = {
        "id": str(reservation_id),
        "fingerprint": asked.fingerprint(),
        "currency": basket.total.currency,
        "total": basket.total.minor,
        "coupons": list(asked.coupons),
        "now": now,
        "expires_at": expires_at,
        "revision": revision,
    } | columns_of(basket, products, coupons)
    try:
        row = connection.exec_driver_sql(_RESERVE, values).one()
    except IntegrityError as error:
        if broken_key(error) == _COUPON_ONCE:
            return Attempt(Outcome.COUPON_USED)
        raise
    return _attempt(row)


def _attempt(row: Any) -> Attempt:
    if row.done:
        return Attempt(Outcome.KEPT, Place(row.fulfilled_by, row.sold_by))
    if row.known:
        return Attempt(Outcome.REPEATED)
    if not row.priced:
        return Attempt(Outcome.OUTDATED)
    if row.fulfilled_by is None or row.sold_by is None:
        return Attempt(Outcome.NO_PLACE)
    return Attempt(Outcome.SHORT, short=tuple(row.short))


def fingerprint(connection: Connection, reservation_id: uuid.UUID) -> bytes | None:
    """What was asked for under this id; None where nothing was, or it was released before it came."""
    found = connection.execute(
        text("SELECT fingerprint FROM books.reservation WHERE id = :id"), {"id": reservation_id}
    ).scalar()
    return None if found is None else bytes(found)


def find(
    connection: Connection, reservation_id: uuid.UUID, *, lock: bool = False
) -> Reservation | None:
    """One reservation as it is now; with `lock` nobody else changes it before the transaction ends."""
    row = connection.execute(
        text(
            "SELECT id, state, fulfilled_by, sold_by, currency, total_minor, coupons, expires_at "
            "FROM books.reservation WHERE id = :id" + (" FOR NO KEY UPDATE" if lock else "")
        ),
        {"id": reservation_id},
    ).one_or_none()
    if row is None:
        return None
    place = Place(row.fulfilled_by, row.sold_by) if row.fulfilled_by and row.sold_by else None
    return Reservation(
        id=row.id,
        state=ReservationState(row.state),
        place=place,
        lines=_lines(connection, row.id, row.currency) if place else (),
        total=Money(row.total_minor, row.currency) if place else None,
        coupons=tuple(row.coupons),
        expires_at=row.expires_at,
    )


def refuse(connection: Connection, reservation_id: uuid.UUID, *, now: datetime) -> None:
    """Note that a reservation which never came shall not come; one that came meanwhile stays as it is."""
    connection.execute(
        text(
            "INSERT INTO books.reservation (id, state, reserved_at, changed_at) "
            "VALUES (:id, 'released', :now, :now) ON CONFLICT (id) DO NOTHING"
        ),
        {"id": reservation_id, "now": now},
    )


def set_state(
    connection: Connection, reservation_id: uuid.UUID, state: ReservationState, *, now: datetime
) -> None:
    """Note what became of a reservation whose row is locked."""
    connection.execute(
        text("UPDATE books.reservation SET state = :state, changed_at = :now WHERE id = :id"),
        {"id": reservation_id, "state": state.value, "now": now},
    )


def give_up(connection: Connection, reservation_id: uuid.UUID) -> None:
    """Let others have the units and coupons of a reservation whose row is locked."""
    connection.execute(
        text(
            """
            WITH locked AS MATERIALIZED (
              SELECT level.branch_id, level.product_id, line.quantity
              FROM books.reservation
              JOIN books.reservation_line AS line ON line.reservation_id = reservation.id
              JOIN books.level ON level.branch_id = reservation.fulfilled_by AND level.product_id = line.product_id
              WHERE reservation.id = :id
              ORDER BY level.product_id
              FOR NO KEY UPDATE OF level
            )
            UPDATE books.level SET reserved = level.reserved - locked.quantity
            FROM locked WHERE level.branch_id = locked.branch_id AND level.product_id = locked.product_id
            """
        ),
        {"id": reservation_id},
    )
    connection.execute(
        text("DELETE FROM books.coupon_hold WHERE reservation_id = :id AND purchase_id IS NULL"),
        {"id": reservation_id},
    )


def next_to_expire(connection: Connection, *, now: datetime) -> uuid.UUID | None:
    """The longest overdue reservation that nobody else is at, its row locked."""
    found = connection.execute(
        text(
            "SELECT id FROM books.reservation WHERE state = 'held' AND expires_at <= :now "
            "ORDER BY expires_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED"
        ),
        {"now": now},
    ).scalar()
    return None if found is None else uuid.UUID(str(found))


def _lines(
    connection: Connection, reservation_id: uuid.UUID, currency: str
) -> tuple[ReservedLine, ...]:
    discounts: dict[int, list[Discount]] = {}
    for row in connection.execute(
        text(
            "SELECT * FROM books.reservation_discount WHERE reservation_id = :id ORDER BY promotion_id"
        ),
        {"id": reservation_id},
    ):
        discounts.setdefault(row.line_number, []).append(
            Discount(
                row.promotion_id, row.promotion_version, row.name, Money(row.amount_minor, currency)
            )
        )
    rows = connection.execute(
        text(
            "SELECT * FROM books.reservation_line WHERE reservation_id = :id ORDER BY line_number"
        ),
        {"id": reservation_id},
    )
    return tuple(
        ReservedLine(
            product_id=row.product_id,
            code=row.code,
            name=row.description,
            department=row.department,
            quantity=row.quantity,
            unit_price=Money(row.unit_price_minor, currency),
            price_version=row.price_version,
            discounts=tuple(discounts.get(row.line_number, ())),
            discount=Money(row.discount_minor, currency),
            total=Money(row.total_minor, currency),
            vat_basis_points=row.vat_basis_points,
            vat=Money(row.vat_minor, currency),
        )
        for row in rows
    )
