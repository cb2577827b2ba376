"""The books' own rows of web orders: what was booked as sold, what was given back, and what is kept for them."""

from datetime import datetime

from sqlalchemy import Connection, text

from api_service.audit.models.facts import BookedRefund, WebPurchase
from common.money import Money


def purchases(connection: Connection) -> list[WebPurchase]:
    """Purchases that came from web orders; their ids are the orders'."""
    rows = connection.execute(
        text(
            "SELECT purchase.id, total_minor, currency, capture_id, recorded_at FROM books.purchase "
            "LEFT JOIN books.web_purchase AS web ON web.purchase_id = purchase.id WHERE origin = 'web'"
        )
    )
    return [
        WebPurchase(
            str(row.id), Money(row.total_minor, row.currency), row.capture_id, row.recorded_at
        )
        for row in rows
    ]


def refunds(connection: Connection) -> list[BookedRefund]:
    """Refunds of web purchases, which are all that there are."""
    rows = connection.execute(
        text(
            "SELECT id, purchase_id, total_minor, currency, gateway_refund_id, refunded_at "
            "FROM books.refund"
        )
    )
    return [
        BookedRefund(
            str(row.id),
            str(row.purchase_id),
            Money(row.total_minor, row.currency),
            row.gateway_refund_id,
            row.refunded_at,
        )
        for row in rows
    ]


def pinned(connection: Connection) -> dict[str, datetime]:
    """Reservations that no time ends, each with when that became so."""
    rows = connection.execute(
        text("SELECT id, changed_at FROM books.reservation WHERE state = 'pinned'")
    )
    return {str(row.id): row.changed_at for row in rows}
