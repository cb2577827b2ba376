"""Orders with their lines and steps: entered once, read, and changed one version at a time."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, func, or_, select, update

from common.clock import milliseconds
from order_service.errors import NoSuchOrder
from order_service.models.order import Order
from order_service.models.parts import Step
from order_service.repository import counters, rows
from order_service.repository.tables import LINE, ORDER, STEP

_A_MINUTE = 60_000


def enter(connection: Connection, order: Order, *, asked: str, look_at: int | None) -> None:
    """A new order; its number was drawn in this transaction. `asked` is what a repeat is compared with."""
    row = rows.of_order(order) | {
        "asked": asked,
        "look_at": look_at,
        "place": counters.draw(connection, counters.CHANGE),
    }
    connection.execute(ORDER.insert().values(row))
    connection.execute(
        LINE.insert(),
        [rows.of_line(order.id, number, line) for number, line in enumerate(order.lines)],
    )
    _add_steps(connection, order.id, 0, order.history)


def claim(connection: Connection, order_id: uuid.UUID) -> bool:
    """Keep others from entering an order of this id until the transaction ends; whether there is none yet."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(order_id.int & (2**63 - 1))))
    return connection.execute(select(ORDER.c.id).where(ORDER.c.id == str(order_id))).first() is None


def find(connection: Connection, order_id: uuid.UUID) -> Order:
    """An order.

    Raises:
        NoSuchOrder: there is none.
    """
    row = connection.execute(select(ORDER).where(ORDER.c.id == str(order_id))).mappings().first()
    return _whole(connection, row)


def take(connection: Connection, order_id: uuid.UUID) -> Order:
    """An order for a change, held against other writers until the transaction ends.

    Raises:
        NoSuchOrder: there is none.
    """
    asked = select(ORDER).where(ORDER.c.id == str(order_id)).with_for_update()
    return _whole(connection, connection.execute(asked).mappings().first())


def asked_of(connection: Connection, order_id: uuid.UUID) -> str:
    """What the order of this id was entered with."""
    found: str = connection.execute(
        select(ORDER.c.asked).where(ORDER.c.id == str(order_id))
    ).scalar_one()
    return found


def keep(connection: Connection, before: Order, after: Order, *, look_at: int | None) -> None:
    """Write down what became of an order that was taken in this transaction; its place moves with it."""
    changes = rows.of_change(after) | {
        "look_at": look_at,
        "place": counters.draw(connection, counters.CHANGE),
    }
    connection.execute(update(ORDER).where(ORDER.c.id == str(after.id)).values(changes))
    _add_steps(connection, after.id, len(before.history), after.history[len(before.history) :])


def look_again(connection: Connection, order_id: uuid.UUID, at: int | None) -> None:
    """When the sweeper looks at an order again; None: not any more."""
    connection.execute(update(ORDER).where(ORDER.c.id == str(order_id)).values(look_at=at))


def to_look_at(connection: Connection, now: int, most: int) -> list[uuid.UUID]:
    """Orders that the sweeper has to look at, the most urgent first.

    One is put off by its own age at most, or by a minute: what is put off by twice that was so by a clock that ran
    ahead, and is due.
    """
    put_off = ORDER.c.look_at - now
    too_long = and_(put_off > 2 * _A_MINUTE, put_off > 2 * (now - ORDER.c.placed_at))
    found = connection.execute(
        select(ORDER.c.id)
        .where(ORDER.c.look_at.is_not(None), or_(ORDER.c.look_at <= now, too_long))
        .order_by(ORDER.c.look_at)
        .limit(most)
    ).scalars()
    return [uuid.UUID(each) for each in found]


def whole(connection: Connection, found: Sequence[RowMapping]) -> list[Order]:
    """Rows of the table as orders, with their lines and steps, in their order."""
    ids = [row["id"] for row in found]
    lines = _by_order(connection, LINE, LINE.c.line, ids)
    steps = steps_of(connection, ids)
    return [rows.order(row, lines[row["id"]], steps[row["id"]]) for row in found]


def steps_of(connection: Connection, ids: Sequence[str]) -> dict[str, list[RowMapping]]:
    """The steps that each of these orders took, in their order."""
    return _by_order(connection, STEP, STEP.c.step, ids)


def _whole(connection: Connection, row: RowMapping | None) -> Order:
    if row is None:
        raise NoSuchOrder
    return whole(connection, [row])[0]


def _by_order(
    connection: Connection, table: Any, place: Any, ids: Iterable[str]
) -> dict[str, list[RowMapping]]:
    found: dict[str, list[RowMapping]] = {each: [] for each in ids}
    if found:
        asked = select(table).where(table.c.order_id.in_(list(found))).order_by(place)
        for row in connection.execute(asked).mappings():
            found[row["order_id"]].append(row)
    return found


def _add_steps(
    connection: Connection, order_id: uuid.UUID, first: int, steps: Sequence[Step]
) -> None:
    if steps:
        entries = [
            {
                "order_id": str(order_id),
                "step": number,
                "status": step.status.value,
                "at": milliseconds(step.at),
                "by_name": step.by.name,
                "by_role": step.by.role,
                "why": step.why,
            }
            for number, step in enumerate(steps, start=first)
        ]
        connection.execute(STEP.insert(), entries)
