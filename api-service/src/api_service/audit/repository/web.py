"""The books' own rows of web orders: what was booked as sold, what was given back, and what is kept for them."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, text

from api_service.audit.models.amounts import amount
from api_service.audit.models.bills import Bill, BillLine, Offer
from api_service.audit.models.facts import BookedRefund, WebPurchase
from api_service.audit.repository.statements import statement

_PURCHASES = text(statement("web_purchases"))
_REFUNDS = text(statement("web_refunds"))
_PINNED = text(statement("web_pinned"))


def purchases(connection: Connection) -> list[WebPurchase]:
    """Purchases that came from web orders; their ids are the orders'."""
    rows = connection.execute(_PURCHASES)
    lines = _lines(connection)
    return [
        WebPurchase(
            str(row.id),
            amount(row.total_minor, row.currency),
            row.capture_id,
            row.recorded_at,
            Bill.of_lines(row.currency, lines.get(row.id, ())),
        )
        for row in rows
    ]


def refunds(connection: Connection) -> list[BookedRefund]:
    """Refunds of web purchases, which are all that there are."""
    rows = connection.execute(_REFUNDS)
    return [
        BookedRefund(
            str(row.id),
            str(row.purchase_id),
            amount(row.total_minor, row.currency),
            row.gateway_refund_id,
            row.refunded_at,
        )
        for row in rows
    ]


def pinned(connection: Connection) -> dict[str, datetime]:
    """Reservations that no time ends, each with when that became so."""
    rows = connection.execute(_PINNED)
    return {str(row.id): row.changed_at for row in rows}


def _lines(connection: Connection) -> dict[UUID, list[BillLine]]:
    """What was sold with each; order-service keeps names without the spaces around them."""
    offers = _offers(connection)
    rows = connection.execute(
        text(
            "SELECT line.purchase_id, line_number, product_id, description, quantity, unit_price_minor, "
            "discount_minor, total_minor, vat_basis_points, vat_minor "
            "FROM books.line JOIN books.web_purchase AS web ON web.purchase_id = line.purchase_id"
        )
    )
    found: dict[UUID, list[BillLine]] = defaultdict(list)
    for purchase_id, number, product_id, name, *figures in rows:
        given = offers.get((purchase_id, number), ())
        line = (product_id, name.strip(), *figures, tuple(sorted(given)))
        found[purchase_id].append(BillLine._make(line))
    return found


def _offers(connection: Connection) -> dict[tuple[UUID, int], list[Offer]]:
    """What promotions took off them, by purchase and line."""
    rows = connection.execute(
        text(
            "SELECT discount.purchase_id, line_number, promotion_id, promotion_version, name, amount_minor "
            "FROM books.discount JOIN books.web_purchase AS web ON web.purchase_id = discount.purchase_id"
        )
    )
    found: dict[tuple[UUID, int], list[Offer]] = defaultdict(list)
    for purchase_id, number, promotion_id, version, name, minor in rows:
        found[purchase_id, number].append(Offer(promotion_id, version, name.strip(), minor))
    return found
