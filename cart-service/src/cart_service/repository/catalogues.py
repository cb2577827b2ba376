"""The last catalogue that the shop gave, kept so that a restart while the shop is away still shows baskets."""

import json
from typing import Any

from sqlalchemy import Connection, delete, select, update

from cart_service.repository.tables import CATALOGUE


def kept(connection: Connection) -> tuple[dict[str, Any], int] | None:
    """What was kept and when the shop last vouched for it; None where nothing ever was."""
    row = connection.execute(select(CATALOGUE.c.content, CATALOGUE.c.vouched_at)).first()
    return None if row is None else (json.loads(row.content), row.vouched_at)


def keep(connection: Connection, version: str, content: dict[str, Any], *, now: int) -> None:
    """This one instead of the one before."""
    connection.execute(delete(CATALOGUE))
    connection.execute(
        CATALOGUE.insert().values(
            id=1, version=version, content=json.dumps(content), vouched_at=now
        )
    )


def vouched(connection: Connection, version: str, *, now: int) -> None:
    """The shop says that this version still holds."""
    connection.execute(
        update(CATALOGUE).where(CATALOGUE.c.version == version).values(vouched_at=now)
    )
