"""Every query on notices."""

import uuid
from datetime import datetime

from sqlalchemy import Connection, text

from api_service.notices.models import Notice


def keep(connection: Connection, notice: Notice, notice_id: uuid.UUID, *, now: datetime) -> bool:
    """Keep a notice; False where its id is known."""
    kept = connection.execute(
        text(
            "INSERT INTO books.notice (id, kind, about, addressed_to, body, fingerprint, taken_at) "
            "VALUES (:id, :kind, :about, :to, CAST(:body AS jsonb), :fingerprint, :now) "
            "ON CONFLICT (id) DO NOTHING"
        ),
        {
            "id": notice_id,
            "kind": notice.kind.value,
            "about": notice.about,
            "to": notice.to,
            "body": notice.written_body(),
            "fingerprint": notice.fingerprint(),
            "now": now,
        },
    )
    return bool(kept.rowcount)


def taken(connection: Connection, notice_id: uuid.UUID) -> tuple[bytes, datetime]:
    """What was asked for under an id that is known, and when."""
    row = connection.execute(
        text("SELECT fingerprint, taken_at FROM books.notice WHERE id = :id"), {"id": notice_id}
    ).one()
    return bytes(row.fingerprint), row.taken_at
