"""Checkouts: kept before every call and after it, one alive per basket, each version written once."""

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, case, func, or_, select, update

from cart_service.models.buyer import Address, Customer
from cart_service.models.checkout import Checkout, State, Wanted
from cart_service.models.reservation import Reservation
from cart_service.repository.tables import CHECKOUT, CHECKOUT_PLACE
from common.clock import milliseconds
from common.money import Money

#: Clocks of two machines may differ by so much. What is dated farther ahead was written by one that was put right
#: since, and until when it is somebody's says nothing any more.
_CLOCKS_DIFFER = timedelta(seconds=10)


class Overtaken(Exception):
    """Somebody else has taken this checkout further meanwhile."""


class Kept(NamedTuple):
    """A checkout as the auditor wants it."""

    checkout: Checkout
    changed_at: datetime
    """When it was written last, also by somebody who only tried in vain."""
    stepped_at: datetime
    """When its state or its ending changed last."""


def add(connection: Connection, checkout: Checkout, now: datetime) -> Checkout:
    """Keep one that has just begun; the basket's row is held, so no other of it can begin."""
    fresh = _written(connection, checkout, now) | {
        "id": str(checkout.id),
        "basket_id": checkout.basket_id,
        "account_id": str(checkout.account_id) if checkout.account_id else None,
        "act_key": checkout.key,
        "attempt": checkout.attempt,
        "asked": checkout.asked,
        "wanted": json.dumps(
            [[each.product_id, each.quantity, each.name] for each in checkout.wanted]
        ),
        "coupons": json.dumps(checkout.coupons),
        "total_minor": checkout.total.minor,
        "currency": checkout.total.currency,
        "customer": json.dumps(checkout.customer.as_json()),
        "address": json.dumps(checkout.address.as_json()),
        "card_brand": checkout.card_brand,
        "card_last4": checkout.card_last4,
        "begun_at": milliseconds(checkout.begun_at),
        "stepped_at": milliseconds(now),
    }
    connection.execute(CHECKOUT.insert().values(fresh))
    return replace(checkout, version=checkout.version + 1)


def keep(connection: Connection, checkout: Checkout, now: datetime) -> Checkout:
    """Keep how far it has come; the answer is what the next step starts from.

    Raises:
        Overtaken: it is another version now than the one that was read.
    """
    kept = connection.execute(
        update(CHECKOUT)
        .where(CHECKOUT.c.id == str(checkout.id), CHECKOUT.c.version == checkout.version)
        .values(_written(connection, checkout, now) | {"stepped_at": _stepped_at(checkout, now)})
    )
    if kept.rowcount != 1:
        raise Overtaken
    return replace(checkout, version=checkout.version + 1)


def find(connection: Connection, checkout_id: uuid.UUID) -> Checkout | None:
    """The one of an id."""
    return _first(connection, CHECKOUT.c.id == str(checkout_id))


def alive_of(connection: Connection, basket_id: str) -> Checkout | None:
    """The one that is under way for a basket."""
    return _first(connection, CHECKOUT.c.basket_id == basket_id, CHECKOUT.c.ended_at.is_(None))


def latest_of(connection: Connection, basket_id: str, key: str) -> Checkout | None:
    """The last attempt under a key."""
    return _first(connection, CHECKOUT.c.basket_id == basket_id, CHECKOUT.c.act_key == key)


def done_of(connection: Connection, basket_id: str, since: datetime) -> Checkout | None:
    """What was bought last from a basket, if it was not long ago."""
    return _first(
        connection,
        CHECKOUT.c.basket_id == basket_id,
        CHECKOUT.c.state == State.DONE,
        CHECKOUT.c.begun_at >= milliseconds(since),
    )


def last_of_account(connection: Connection, account_id: uuid.UUID) -> Checkout | None:
    """What somebody bought last, from whichever basket."""
    return _first(
        connection, CHECKOUT.c.account_id == str(account_id), CHECKOUT.c.state == State.DONE
    )


def left_alone(connection: Connection, now: datetime, limit: int) -> list[Checkout]:
    """Those that nobody is at work on, and that have not come to their end."""
    left = or_(
        CHECKOUT.c.driven_until < milliseconds(now),
        CHECKOUT.c.changed_at > milliseconds(now + _CLOCKS_DIFFER),
    )
    rows = connection.execute(
        select(CHECKOUT)
        .where(CHECKOUT.c.ended_at.is_(None), left)
        .order_by(CHECKOUT.c.driven_until)
        .limit(limit)
    ).mappings()
    return [_read(row) for row in rows]


def alive(connection: Connection) -> tuple[int, datetime | None]:
    """How many have not come to their end, and when the first of them began."""
    row = connection.execute(
        select(func.count(), func.min(CHECKOUT.c.begun_at)).where(CHECKOUT.c.ended_at.is_(None))
    ).one()
    return row[0], None if row[1] is None else moment(row[1])


def facts(connection: Connection, after: int, limit: int) -> list[Kept]:
    """All of them in the order of their last change."""
    rows = connection.execute(
        select(CHECKOUT).where(CHECKOUT.c.place > after).order_by(CHECKOUT.c.place).limit(limit)
    ).mappings()
    # 0 where a process of the version before, which knew no steps, wrote the row
    return [
        Kept(_read(row), moment(row["changed_at"]), moment(row["stepped_at"] or row["changed_at"]))
        for row in rows
    ]


def moment(kept: int) -> datetime:
    """A moment as the store wrote it."""
    return datetime.fromtimestamp(kept / 1000, UTC)


def _written(connection: Connection, checkout: Checkout, now: datetime) -> dict[str, Any]:
    """What a step changes. The place is drawn in the same transaction, so readers by place miss no change."""
    place = connection.execute(
        update(CHECKOUT_PLACE)
        .values(last=CHECKOUT_PLACE.c.last + 1)
        .returning(CHECKOUT_PLACE.c.last)
    ).scalar_one()
    goods = checkout.reservation
    return {
        "place": place,
        "state": checkout.state.value,
        "ending": checkout.ending.value if checkout.ending else None,
        "why": checkout.why,
        "told": json.dumps(checkout.told),
        "reservation": json.dumps(goods.content) if goods else None,
        "capture_id": str(checkout.capture_id) if checkout.capture_id else None,
        "order_number": checkout.order_number,
        "order_token": checkout.order_token,
        "changed_at": milliseconds(now),
        "driven_until": milliseconds(checkout.driven_until),
        "ended_at": milliseconds(now) if checkout.is_over else None,
        "version": checkout.version + 1,
    }


def _stepped_at(checkout: Checkout, now: datetime) -> ColumnElement[int]:
    """Now, where what is kept stands elsewhere: trying a step again must not make an old checkout look young."""
    ending = checkout.ending.value if checkout.ending else ""
    stands = (CHECKOUT.c.state == checkout.state.value) & (
        func.coalesce(CHECKOUT.c.ending, "") == ending
    )
    before = func.coalesce(func.nullif(CHECKOUT.c.stepped_at, 0), CHECKOUT.c.changed_at)
    return case((stands, before), else_=milliseconds(now))


def _first(connection: Connection, *where: Any) -> Checkout | None:
    newest = (CHECKOUT.c.begun_at.desc(), CHECKOUT.c.attempt.desc())
    found = connection.execute(select(CHECKOUT).where(*where).order_by(*newest).limit(1))
    row = found.mappings().first()
    return None if row is None else _read(row)


def _read(row: RowMapping) -> Checkout:
    return Checkout(
        id=uuid.UUID(row["id"]),
        basket_id=row["basket_id"],
        account_id=_id(row["account_id"]),
        key=row["act_key"],
        attempt=row["attempt"],
        asked=row["asked"],
        wanted=tuple(Wanted(*each) for each in json.loads(row["wanted"])),
        coupons=tuple(json.loads(row["coupons"])),
        total=Money(row["total_minor"], row["currency"]),
        customer=Customer.read(json.loads(row["customer"])),
        address=Address(**json.loads(row["address"])),
        card_brand=row["card_brand"],
        card_last4=row["card_last4"],
        begun_at=moment(row["begun_at"]),
        state=State(row["state"]),
        ending=State(row["ending"]) if row["ending"] else None,
        why=row["why"],
        told=json.loads(row["told"]),
        reservation=Reservation.read(json.loads(row["reservation"]))
        if row["reservation"]
        else None,
        capture_id=_id(row["capture_id"]),
        order_number=row["order_number"],
        order_token=row["order_token"],
        driven_until=moment(row["driven_until"]),
        place=row["place"],
        version=row["version"],
    )


def _id(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None
