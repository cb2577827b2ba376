"""Many orders at once: lists, figures, and the facts that an auditor reads."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from common.database import like
from common.money import Money
from order_service.models.fact import Fact, LineFact
from order_service.models.order import Order
from order_service.models.status import REVENUE, Status
from order_service.models.wanted import Found, Takings, Wanted
from order_service.repository.orders import steps_of, whole
from order_service.repository.rows import FACT, LINE_FACT, PREFIX, fact, line_fact
from order_service.repository.tables import LINE, ORDER


def listed(
    connection: Connection,
    wanted: Wanted,
    *,
    branch_id: str | None,
    placed: tuple[int | None, int | None],
    most: int,
) -> Found:
    """A page of the orders that are wanted, newest first, placed within these moments."""
    conditions = _matching(wanted, branch_id, placed)
    number = ORDER.c.number
    if wanted.after is not None:
        rows = _rows(connection, [*conditions, number > wanted.after], number.asc(), most)[::-1]
    else:
        older = [number < wanted.before] if wanted.before is not None else []
        rows = _rows(connection, [*conditions, *older], number.desc(), most)
    if not rows:
        return Found(())
    first, last = rows[0]["number"], rows[-1]["number"]
    return Found(
        tuple(whole(connection, rows)),
        older=last if _is_any(connection, [*conditions, number < last]) else None,
        newer=first if _is_any(connection, [*conditions, number > first]) else None,
    )


def of_shopper(
    connection: Connection, account_id: uuid.UUID | None, opened: Iterable[uuid.UUID], most: int
) -> list[Order]:
    """The orders of an account, and those that a browser opened, newest first."""
    ids = [str(each) for each in opened]
    own = [ORDER.c.account_id == str(account_id)] if account_id else []
    if not ids and not own:
        return []
    condition = or_(ORDER.c.id.in_(ids), *own)
    return whole(connection, _rows(connection, [condition], ORDER.c.number.desc(), most))


def counts(connection: Connection, branch_id: str | None) -> Mapping[Status, int]:
    """How many orders there are in each state."""
    asked = select(ORDER.c.status, func.count()).where(*_of_branch(branch_id)).group_by("status")
    found = {Status(status): count for status, count in connection.execute(asked)}
    return {status: found.get(status, 0) for status in Status}


def takings(
    connection: Connection, branch_id: str | None, since: int, until: int, currency: str
) -> Takings:
    """What was paid within these moments and is kept."""
    asked = select(func.count(), func.coalesce(func.sum(ORDER.c.total_minor), 0)).where(
        ORDER.c.paid_at >= since,
        ORDER.c.paid_at < until,
        ORDER.c.currency == currency,
        ORDER.c.status.in_([each.value for each in REVENUE]),
        *_of_branch(branch_id),
    )
    count, minor = connection.execute(asked).one()
    return Takings(count, Money(int(minor), currency))


def facts(connection: Connection, place: int, most: int) -> list[Fact]:
    """What an auditor reads of orders, by their last change, from the one after this place on."""
    asked = select(*FACT).where(ORDER.c.place > place).order_by(ORDER.c.place).limit(most)
    found = connection.execute(asked).mappings().all()
    ids = [row["id"] for row in found]
    lines, steps = _line_facts(connection, ids), steps_of(connection, ids)
    return [fact(row, lines[row["id"]], steps[row["id"]]) for row in found]


def _line_facts(connection: Connection, ids: Sequence[str]) -> dict[str, list[LineFact]]:
    found: dict[str, list[LineFact]] = {each: [] for each in ids}
    asked = select(*LINE_FACT).where(LINE.c.order_id.in_(ids)).order_by(LINE.c.line)
    for order_id, *columns in connection.execute(asked):
        found[order_id].append(line_fact(*columns))
    return found


def _rows(
    connection: Connection, conditions: list[ColumnElement[bool]], order: Any, most: int
) -> list[Any]:
    asked = select(ORDER).where(*conditions).order_by(order).limit(most)
    return list(connection.execute(asked).mappings().all())


def _is_any(connection: Connection, conditions: list[ColumnElement[bool]]) -> bool:
    return connection.execute(select(ORDER.c.id).where(*conditions).limit(1)).first() is not None


def _of_branch(branch_id: str | None) -> list[ColumnElement[bool]]:
    if branch_id is None:
        return []
    return [or_(ORDER.c.branch_id == branch_id, ORDER.c.branch_id.is_(None))]


def _matching(
    wanted: Wanted, branch_id: str | None, placed: tuple[int | None, int | None]
) -> list[ColumnElement[bool]]:
    since, until = placed
    conditions = _of_branch(branch_id)
    if wanted.status is not None:
        conditions.append(ORDER.c.status == wanted.status.value)
    if since is not None:
        conditions.append(ORDER.c.placed_at >= since)
    if until is not None:
        conditions.append(ORDER.c.placed_at < until)
    conditions += [_has(word) for word in wanted.words.split()]
    return conditions


def _has(word: str) -> ColumnElement[bool]:
    """A word of an order: its number, its invoice's, or part of a name or an e-mail."""
    part = f"%{like(word.lower())}%"
    number = word.upper().removeprefix(PREFIX)
    either = [
        func.lower(ORDER.c.name).like(part, escape="\\"),
        func.lower(ORDER.c.email).like(part, escape="\\"),
        ORDER.c.invoice_number == word,
    ]
    if number.isascii() and number.isdecimal() and len(number) < 16:
        either.append(ORDER.c.number == int(number))
    return and_(or_(*either))
