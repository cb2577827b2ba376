"""Numbers that are drawn in the transaction that uses them: with it or not at all, so that none is missing."""

from sqlalchemy import Connection, select, update

from common.stores import insert
from order_service.repository.tables import COUNTER

#: Moves with every change of any order, so that a reader who goes on from its last place sees what changed since.
CHANGE = "change"
ORDER_NUMBER = "order"

#: The first order is W1001.
_BEFORE_FIRST = {ORDER_NUMBER: 1000}


def draw(connection: Connection, name: str) -> int:
    """The next number. Its row stays locked until the transaction ends: draw last, and CHANGE after all others."""
    connection.execute(
        insert(connection, COUNTER)
        .values(name=name, value=_BEFORE_FIRST.get(name, 0))
        .on_conflict_do_nothing()
    )
    drawn: int = connection.execute(
        update(COUNTER)
        .where(COUNTER.c.name == name)
        .values(value=COUNTER.c.value + 1)
        .returning(COUNTER.c.value)
    ).scalar_one()
    return drawn


def last(connection: Connection, name: str) -> int:
    """The number that was drawn last."""
    found = connection.execute(select(COUNTER.c.value).where(COUNTER.c.name == name)).scalar()
    return int(found or 0)
