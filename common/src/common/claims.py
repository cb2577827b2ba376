"""An act under a key whose work reaches beyond one transaction: done once, answered every time with the same bytes."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    and_,
    delete,
    select,
    update,
)

from common import stores
from common.clock import Clock, milliseconds
from common.errors import IdempotencyKeyReused, ServiceError
from common.idempotency import StillRunning
from common.stores import Store

#: So long the same key gets the same answer; callers are told so.
KEPT_SECONDS = 24 * 3600

_CLAIM = Table(
    "claim",
    MetaData(),
    Column("scope", Text, primary_key=True),
    Column("claim_key", Text, primary_key=True),
    Column("fingerprint", Text),
    Column("holder", Text),
    Column("locked_until", BigInteger),
    Column("made_at", BigInteger),
    Column("status", Integer),
    Column("body", Text),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given the first time, and is given again."""

    status: int
    body: str

    @classmethod
    def of(cls, content: BaseModel, status: int = 200) -> "Kept":
        """The answer that `common.api.answer` would give."""
        return cls(status, content.model_dump_json(by_alias=True))


#: The last step of an act: its effect, written in the transaction that keeps the answer.
Finish = Callable[[Connection], Kept]


class Claims:
    """The keys of one store; its step is `common:claims.sql`."""

    def __init__(self, store: Store, clock: Clock, *, seconds: float = 30) -> None:
        """A claim holds for so many seconds, longer than an act takes; then its process is taken for dead."""
        self._store = store
        self._clock = clock
        self._milliseconds = int(seconds * 1000)

    def run(self, scope: str, key: str, asked: bytes, act: Callable[[], Finish]) -> Kept:
        """The answer to what was asked under a key; `scope` says who asks for what.

        `act` calls others, each under an id that follows from the key, and returns the last step. An act whose process
        died is done again from its beginning, so what it did so far must bear that. What `act` refuses (4xx) is not
        kept: the next request is looked at anew. To keep a refusal, return it.

        Raises:
            IdempotencyKeyReused: something else was asked under the key.
            StillRunning: another request with it is being worked on.
        """
        mine = and_(
            _CLAIM.c.scope == scope,
            _CLAIM.c.claim_key == key,
            _CLAIM.c.holder == (holder := uuid.uuid4().hex),
            _CLAIM.c.status.is_(None),
        )
        with self._store.writing() as connection:
            kept = self._claim(connection, scope, key, _fingerprint(asked), holder)
        if kept is not None:
            return kept
        try:
            finish = act()
            with self._store.writing() as connection:
                return _complete(connection, mine, finish(connection))
        except Exception as error:
            self._let_go(mine, is_refused=isinstance(error, ServiceError) and error.status < 500)
            raise

    def forget_older(self, connection: Connection, now: datetime) -> int:
        """Without the keys that need not be known any more; how many there were."""
        before = milliseconds(now) - KEPT_SECONDS * 1000
        return connection.execute(delete(_CLAIM).where(_CLAIM.c.made_at < before)).rowcount

    def _claim(
        self, connection: Connection, scope: str, key: str, fingerprint: str, holder: str
    ) -> Kept | None:
        """What was answered; None where the key is ours to work on now."""
        now = milliseconds(self._clock.now())
        fresh = {"holder": holder, "locked_until": now + self._milliseconds}
        row = {"scope": scope, "claim_key": key, "fingerprint": fingerprint, "made_at": now}
        statement = stores.insert(connection, _CLAIM).values(**row, **fresh)
        if connection.execute(statement.on_conflict_do_nothing()).rowcount:
            return None
        # locked, so that of two who find it stale one goes on
        at = and_(_CLAIM.c.scope == scope, _CLAIM.c.claim_key == key)
        found: Row[Any] | None = connection.execute(
            select(_CLAIM).where(at).with_for_update()
        ).first()
        if found is None:  # let go in this moment
            raise StillRunning(headers={"Retry-After": "1"})
        if found.fingerprint != fingerprint:
            raise IdempotencyKeyReused
        if found.status is not None:
            return Kept(found.status, found.body)
        if found.locked_until > now:
            raise StillRunning(headers={"Retry-After": "1"})
        connection.execute(update(_CLAIM).where(at).values(**fresh))
        return None

    def _let_go(self, mine: ColumnElement[bool], *, is_refused: bool) -> None:
        """Nothing was done, and the key is free; or nobody knows, and whoever repeats the request goes on at once."""
        with self._store.writing() as connection:
            if is_refused:
                connection.execute(delete(_CLAIM).where(mine))
            else:
                connection.execute(update(_CLAIM).where(mine).values(locked_until=0))


def _complete(connection: Connection, mine: ColumnElement[bool], kept: Kept) -> Kept:
    done = connection.execute(update(_CLAIM).where(mine).values(status=kept.status, body=kept.body))
    if done.rowcount == 0:  # it took too long, and another took over: the effect is theirs to write
        raise StillRunning(headers={"Retry-After": "1"})
    return kept


def _fingerprint(asked: bytes) -> str:
    return hashlib.sha256(asked).hexdigest()
