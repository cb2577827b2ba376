"""The bytes of covers."""

from sqlalchemy import Connection, text


def find(connection: Connection, cover_id: str, width: int) -> bytes | None:
    """A cover in one of its widths."""
    found = connection.execute(
        text("SELECT bytes FROM catalog.cover_size WHERE cover_id = :id AND width = :width"),
        {"id": cover_id, "width": width},
    ).scalar_one_or_none()
    return None if found is None else bytes(found)


def smallest(connection: Connection, cover_ids: list[str]) -> dict[str, bytes]:
    """Each of these covers in its smallest width."""
    rows = connection.execute(
        text(
            "SELECT DISTINCT ON (cover_id) cover_id, bytes FROM catalog.cover_size "
            "WHERE cover_id = ANY(:ids) ORDER BY cover_id, width"
        ),
        {"ids": cover_ids},
    )
    return {row.cover_id: bytes(row.bytes) for row in rows}
