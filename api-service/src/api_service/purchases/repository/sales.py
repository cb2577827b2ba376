"""Every query on purchases."""

import uuid
from collections.abc import Iterable, Sequence
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
from api_service.purchases.models.sales import (
    Filters,
    Origin,
    Purchase,
    PurchaseLine,
    Sale,
    Tender,
    TenderKind,
)
from common import pricing
from common.database import broken_key
from common.money import Money

_RECORD_SALE = (Path(__file__).parents[1] / "sql" / "record_sale.sql").read_text()

_PURCHASE = """
SELECT purchase.id, purchase.branch_id, purchase.till_id, purchase.receipt_number, till.receipt_prefix,
  purchase.customer_id, purchase.cashier_id, purchase.origin, purchase.sold_at, purchase.currency, purchase.total_minor
FROM books.purchase LEFT JOIN catalog.published_till AS till ON till.id = purchase.till_id
"""


#: The keys that let a coupon be used once: by whoever has it, and by whoever had it.
_COUPON_ONCE = ("coupon_hold_pkey", "coupon_once")


class Outcome(Enum):
    """What became of the attempt to book a sale."""

    BOOKED = auto()
    REPEATED = auto()
    """The key is known: look at what it belongs to."""
    OUTDATED = auto()
    """The catalogue has changed since the sale was priced."""
    COUPON_USED = auto()
    """Another sale used a coupon that can be used once."""
    UNSTOCKED = auto()
    """The branch has no level yet for one of the products."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The outcome, and the receipt's number where the till gave one."""

    outcome: Outcome
    receipt_number: int | None = None


def record_sale(
    connection: Connection,
    sale: Sale,
    *,
    purchase_id: uuid.UUID,
    basket: pricing.PricedBasket,
    products: dict[int, Product],
    coupons: Sequence[pricing.Coupon],
    tenders: Sequence[Tender],
    sold_at: datetime,
    cashier_id: uuid.UUID | None,
    revision: int,
) -> Attempt:
    """Book a sale that was priced under a revision of the catalogue, in one statement."""
    values = {
        "id": str(purchase_id),
        "branch_id": sale.branch_id,
        "till_id": sale.till_id,
        "customer_id": str(sale.customer_of(purchase_id)),
        "cashier_id": str(cashier_id) if cashier_id else None,
        "origin": sale.origin,
        "sold_at": sold_at,
        "currency": basket.total.currency,
        "total": basket.total.minor,
        "fingerprint": sale.fingerprint(),
        "revision": revision,
        "tender_kinds": [tender.kind.value for tender in tenders],
        "tender_amounts": [tender.amount.minor for tender in tenders],
        "tender_givens": [tender.given.minor for tender in tenders],
    }
    values |= columns_of(basket, products, coupons)
    try:
        row = connection.exec_driver_sql(_RECORD_SALE, values).one()
    except IntegrityError as error:
        broken = broken_key(error)
        return Attempt(Outcome.COUPON_USED if broken in _COUPON_ONCE else Outcome.REPEATED)
    if row.done:
        return Attempt(Outcome.BOOKED, row.receipt_number)
    if row.known:
        return Attempt(Outcome.REPEATED)
    return Attempt(Outcome.UNSTOCKED if row.priced else Outcome.OUTDATED)


def add_levels(connection: Connection, branch_id: str, product_ids: Iterable[int]) -> None:
    """Give a branch a level of zero for products that it never had."""
    connection.execute(
        text(
            "INSERT INTO books.level (branch_id, product_id) "
            "SELECT :branch, product_id FROM unnest(CAST(:products AS bigint[])) AS product_id "
            "ORDER BY product_id ON CONFLICT DO NOTHING"
        ),
        {"branch": branch_id, "products": list(product_ids)},
    )


def fingerprint(connection: Connection, purchase_id: uuid.UUID) -> bytes | None:
    """What was asked for when this purchase was booked; None if it never was."""
    found = connection.execute(
        text("SELECT fingerprint FROM books.purchase WHERE id = :id"), {"id": purchase_id}
    ).scalar()
    return None if found is None else bytes(found)


def find(connection: Connection, purchase_id: uuid.UUID) -> Purchase | None:
    """One purchase with all that belongs to it."""
    rows = connection.execute(
        text(_PURCHASE + "WHERE purchase.id = :id"), {"id": purchase_id}
    ).all()
    found = _complete(connection, rows)
    return found[0] if found else None


def newest(
    connection: Connection,
    filters: Filters,
    *,
    after: tuple[datetime, uuid.UUID] | None,
    limit: int,
) -> list[Purchase]:
    """Purchases, newest sale first, from behind the place `after` on."""
    conditions = {
        "purchase.branch_id = :branch_id": filters.branch_id,
        "purchase.till_id = :till_id": filters.till_id,
        "purchase.customer_id = :customer_id": filters.customer_id,
        "purchase.sold_at >= :since": filters.since,
        "purchase.sold_at < :before": filters.before,
        "(purchase.sold_at, purchase.id) < (:after_moment, :after_id)": after,
    }
    wanted = [condition for condition, value in conditions.items() if value is not None]
    where = "WHERE " + " AND ".join(wanted) if wanted else ""
    rows = connection.execute(
        text(f"{_PURCHASE} {where} ORDER BY purchase.sold_at DESC, purchase.id DESC LIMIT :limit"),
        {
            "branch_id": filters.branch_id,
            "till_id": filters.till_id,
            "customer_id": filters.customer_id,
            "since": filters.since,
            "before": filters.before,
            "after_moment": after[0] if after else None,
            "after_id": after[1] if after else None,
            "limit": limit,
        },
    ).all()
    return _complete(connection, rows)


def _complete(connection: Connection, rows: Sequence[Any]) -> list[Purchase]:
    """Purchases from their rows, with the lines and tenders of all of them read at once."""
    if not rows:
        return []
    currency_of = {row.id: row.currency for row in rows}
    lines = _by_purchase(
        connection,
        "SELECT * FROM books.line WHERE purchase_id = ANY(:ids) ORDER BY line_number",
        rows,
    )
    discounts = _by_purchase(
        connection,
        "SELECT * FROM books.discount WHERE purchase_id = ANY(:ids) ORDER BY promotion_id",
        rows,
    )
    tenders = _by_purchase(
        connection,
        "SELECT * FROM books.tender WHERE purchase_id = ANY(:ids) ORDER BY tender_number",
        rows,
    )
    return [
        Purchase(
            id=row.id,
            branch_id=row.branch_id,
            till_id=row.till_id,
            receipt=receipt(row.receipt_prefix, row.receipt_number),
            customer_id=row.customer_id,
            cashier_id=row.cashier_id,
            origin=Origin(row.origin),
            sold_at=row.sold_at,
            total=Money(row.total_minor, row.currency),
            lines=tuple(
                _line(each, discounts.get(row.id, ()), currency_of[row.id])
                for each in lines.get(row.id, ())
            ),
            tenders=tuple(_tender(each, currency_of[row.id]) for each in tenders.get(row.id, ())),
        )
        for row in rows
    ]


def receipt(prefix: str | None, number: int | None) -> str | None:
    """A receipt number as it is printed, where a till gave one."""
    return f"{prefix}-{number:06d}" if prefix and number else None


def _by_purchase(
    connection: Connection, query: str, rows: Sequence[Any]
) -> dict[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = {}
    for row in connection.execute(text(query), {"ids": [row.id for row in rows]}):
        found.setdefault(row.purchase_id, []).append(row)
    return found


def _line(row: Any, discounts: Iterable[Any], currency: str) -> PurchaseLine:
    return PurchaseLine(
        line_number=row.line_number,
        product_id=row.product_id,
        description=row.description,
        quantity=row.quantity,
        unit_price=Money(row.unit_price_minor, currency),
        price_version=row.price_version,
        discount=Money(row.discount_minor, currency),
        discounts=tuple(
            Discount(
                each.promotion_id,
                each.promotion_version,
                each.name,
                Money(each.amount_minor, currency),
            )
            for each in discounts
            if each.line_number == row.line_number
        ),
        total=Money(row.total_minor, currency),
        vat_basis_points=row.vat_basis_points,
        vat=Money(row.vat_minor, currency),
    )


def _tender(row: Any, currency: str) -> Tender:
    return Tender(
        kind=TenderKind(row.kind),
        amount=Money(row.amount_minor, currency),
        given=Money(row.given_minor, currency),
    )
