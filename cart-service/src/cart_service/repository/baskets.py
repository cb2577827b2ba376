"""Baskets and their lines, and the keys of acts that must happen once."""

import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, astuple
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, literal, select, update

from cart_service.errors import NoSuchBasket
from cart_service.models.basket import Basket, LeftOut, LeftOutLine, Line, SeenOffer
from cart_service.repository.tables import ACT, BASKET, LINE
from common import stores
from common.errors import IdempotencyKeyReused
from common.money import Money


def find(
    connection: Connection, basket_id: str, account_id: uuid.UUID | None, *, since: int
) -> Basket:
    """A basket as it lies there; one that nobody filled, or that has expired, is empty.

    Raises:
        NoSuchBasket: it is somebody else's.
    """
    row = connection.execute(select(BASKET).where(BASKET.c.id == basket_id)).mappings().first()
    if row is None:
        return Basket(basket_id)
    _refuse_another(row, account_id)
    return Basket(basket_id) if row["changed_at"] < since else _read(connection, row)


def coupons_of(connection: Connection, basket_id: str) -> tuple[str, ...]:
    """The codes in a basket, whosever it is."""
    found = connection.execute(select(BASKET.c.coupons).where(BASKET.c.id == basket_id))
    return tuple(json.loads(found.scalar_one_or_none() or "[]"))


def take(
    connection: Connection, basket_id: str, account_id: uuid.UUID | None, *, since: int, now: int
) -> Basket:
    """A basket for a change: made where it is missing, and held against other writers until the transaction ends.

    Raises:
        NoSuchBasket: it is somebody else's.
    """
    # changing a row that is there to what it is locks it, so that no sweeper takes it away in between
    insert = stores.insert(connection, BASKET).values(_fresh(basket_id, account_id, now))
    connection.execute(
        insert.on_conflict_do_update(index_elements=["id"], set_={"id": insert.excluded.id})
    )
    row = connection.execute(select(BASKET).where(BASKET.c.id == basket_id)).mappings().one()
    _refuse_another(row, account_id)
    if row["changed_at"] < since:
        connection.execute(delete(LINE).where(LINE.c.basket_id == basket_id))
        return Basket(basket_id)
    return _read(connection, row)


def keep(connection: Connection, before: Basket, after: Basket, *, now: int) -> None:
    """Write down what is different, and that somebody was here."""
    connection.execute(
        update(BASKET)
        .where(BASKET.c.id == after.id)
        .values(
            offers=json.dumps([astuple(each) for each in after.offers]),
            coupons=json.dumps(after.coupons),
            left_out=json.dumps(asdict(after.left_out)),
            changed_at=now,
        )
    )
    known = {line.product_id: (place, line) for place, line in enumerate(before.kept)}
    fresh = {line.product_id: (place, line) for place, line in enumerate(after.kept)}
    changed = [number for number, entry in known.items() if fresh.get(number) != entry]
    if changed:
        connection.execute(
            delete(LINE).where(LINE.c.basket_id == after.id, LINE.c.product_id.in_(changed))
        )
    rows = [
        _line_row(after.id, place, line)
        for number, (place, line) in fresh.items()
        if known.get(number) != (place, line)
    ]
    if rows:
        connection.execute(LINE.insert(), rows)


def of_account(connection: Connection, account_id: uuid.UUID) -> str | None:
    """The id of somebody's own basket, if they have one."""
    found: str | None = connection.execute(
        select(BASKET.c.id).where(BASKET.c.account_id == str(account_id))
    ).scalar_one_or_none()
    return found


def make_for_account(connection: Connection, account_id: uuid.UUID, *, now: int) -> str:
    """The id of somebody's own basket, which has one from now on."""
    _insert(connection, BASKET, _fresh(secrets.token_urlsafe(24), account_id, now))
    own: str = connection.execute(
        select(BASKET.c.id).where(BASKET.c.account_id == str(account_id))
    ).scalar_one()
    return own


def is_anybodys(connection: Connection, basket_id: str) -> bool:
    """Whether there is a basket of this id that belongs to no account."""
    found = connection.execute(select(BASKET.c.account_id).where(BASKET.c.id == basket_id)).first()
    return found is not None and found.account_id is None


def forget(connection: Connection, basket_id: str) -> None:
    """Without this basket; its lines go with it."""
    connection.execute(delete(BASKET).where(BASKET.c.id == basket_id))


def forget_older(connection: Connection, *, baskets: int, acts: int) -> int:
    """Without baskets and keys that nobody has touched since; how many baskets went."""
    connection.execute(delete(ACT).where(ACT.c.made_at < acts))
    gone = connection.execute(delete(BASKET).where(BASKET.c.changed_at < baskets))
    return gone.rowcount


def is_first(connection: Connection, basket_id: str, key: str, asked: str, *, now: int) -> bool:
    """Whether an act's key is new to this basket; it is entered with what was asked.

    Raises:
        IdempotencyKeyReused: something else was asked under it.
    """
    row = {"basket_id": basket_id, "act_key": key, "asked": asked, "made_at": now}
    if _insert(connection, ACT, row):
        return True
    earlier = connection.execute(
        select(ACT.c.asked).where(ACT.c.basket_id == basket_id, ACT.c.act_key == key)
    ).scalar_one()
    if earlier != asked:
        raise IdempotencyKeyReused
    return False


def tell_acts(connection: Connection, basket_id: str, other_id: str) -> None:
    """What was done to a basket under a key, another one knows as done too."""
    done = select(literal(other_id), ACT.c.act_key, ACT.c.asked, ACT.c.made_at).where(
        ACT.c.basket_id == basket_id
    )
    columns = ["basket_id", "act_key", "asked", "made_at"]
    statement = stores.insert(connection, ACT).from_select(columns, done)
    connection.execute(statement.on_conflict_do_nothing())


def _read(connection: Connection, row: RowMapping) -> Basket:
    lines = connection.execute(
        select(LINE).where(LINE.c.basket_id == row["id"]).order_by(LINE.c.place, LINE.c.product_id)
    ).mappings()
    return Basket(
        row["id"],
        tuple(
            Line(
                product_id=line["product_id"],
                quantity=line["quantity"],
                name=line["name"],
                seen=Money(line["seen_minor"], line["seen_currency"]),
                removed=line["removed"],
            )
            for line in lines
        ),
        tuple(SeenOffer(*each) for each in json.loads(row["offers"])),
        tuple(json.loads(row["coupons"])),
        _left_out(json.loads(row["left_out"])),
    )


def _left_out(kept: Mapping[str, Any]) -> LeftOut:
    lines = (LeftOutLine(**each) for each in kept.get("lines", ()))
    return LeftOut(tuple(lines), tuple(kept.get("coupons", ())))


def _refuse_another(row: RowMapping, account_id: uuid.UUID | None) -> None:
    if row["account_id"] != (str(account_id) if account_id else None):
        raise NoSuchBasket


def _fresh(basket_id: str, account_id: uuid.UUID | None, now: int) -> dict[str, Any]:
    owner = str(account_id) if account_id else None
    return {
        "id": basket_id,
        "account_id": owner,
        "offers": "[]",
        "coupons": "[]",
        "left_out": "{}",
        "changed_at": now,
    }


def _line_row(basket_id: str, place: int, line: Line) -> dict[str, Any]:
    return {
        "basket_id": basket_id,
        "product_id": line.product_id,
        "place": place,
        "quantity": line.quantity,
        "name": line.name,
        "seen_minor": line.seen.minor,
        "seen_currency": line.seen.currency,
        "removed": line.removed,
    }


def _insert(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert what is not there yet; whether it was missing."""
    statement = stores.insert(connection, table).values(dict(row)).on_conflict_do_nothing()
    return connection.execute(statement).rowcount > 0
