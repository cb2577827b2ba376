"""What a transaction decided that others must hear: written with it, delivered afterwards, at least once, in order."""

import json
import random
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Event as Signal
from threading import Thread
from typing import Any

from prometheus_client import Gauge
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    case,
    delete,
    func,
    select,
    update,
)

from common import faults, logs, request_ids
from common.clock import Clock, milliseconds
from common.errors import DatabaseUnavailable, NeighbourFailed, NeighbourUnavailable
from common.leases import Lease
from common.service_client import Refusal
from common.stores import Store

#: What brings a store its outbox, in this order.
OUTBOX_STEPS = ("common:outbox.sql", "common:outbox_failures.sql")

#: So often a neighbour may refuse an event before it is parked.
PATIENCE = 5

#: And so often it may answer 500: that may pass, and else takes a while to be put right.
PATIENCE_WITH_MISTAKES = 20

_LONGEST_PAUSE = 10.0
_FIRST_PAUSE = 0.25
_FIRST_PAUSE_REFUSED = 1.0
_BESIDE_EACH_OTHER = 4
_AT_ONCE = 40

#: Answers of 4xx that say nothing about the event, but of whoever brings it (our key, our clock) or of the moment.
_NOT_YET = {401, 403, 408, 425, 429}

_WAITING = Gauge("outbox_waiting", "Events not delivered yet", multiprocess_mode="mostrecent")
_PARKED = Gauge(
    "outbox_parked", "Events that were refused too often", multiprocess_mode="mostrecent"
)
_OLDEST = Gauge(
    "outbox_oldest_seconds",
    "How long the oldest event that is not parked has waited",
    multiprocess_mode="mostrecent",
)

_OUTBOX = Table(
    "outbox",
    MetaData(),
    Column("place", BigInteger, primary_key=True),
    Column("id", Text),
    Column("aggregate", Text),
    Column("kind", Text),
    Column("body", Text),
    Column("put_at", BigInteger),
    Column("next_at", BigInteger),
    Column("attempts", Integer),
    Column("refusals", Integer),
    Column("failures", Integer),
    Column("parked_at", BigInteger),
    Column("why", Text),
)

log = logs.get(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """What is delivered; `id` stays the same over all attempts, of which there were `attempts` before this one."""

    id: str
    aggregate: str
    kind: str
    body: dict[str, Any]
    attempts: int


#: Runs in the transaction that takes an event out.
Then = Callable[[Connection], None]

#: Hands an event over; returning means that it arrived. What it returns is done as the event is taken out.
Deliver = Callable[[Event], Then | None]


def put(
    connection: Connection, *, aggregate: str, kind: str, body: Mapping[str, Any], now: datetime
) -> str:
    """An event's id; it is delivered once the connection's transaction has ended well, and else never was.

    Events of one aggregate are delivered one after the other, in the order in which they were put.
    """
    event_id = str(uuid.uuid4())
    moment = milliseconds(now)
    connection.execute(
        _OUTBOX.insert().values(
            id=event_id,
            aggregate=aggregate,
            kind=kind,
            body=json.dumps(body),
            put_at=moment,
            next_at=moment,
            attempts=0,
            refusals=0,
            failures=0,
            why="",
        )
    )
    return event_id


def facts(connection: Connection, now: datetime) -> dict[str, Any]:
    """How many events wait (behind a parked one too) and are parked, how old the oldest is, how far ahead the last."""
    asked = select(
        func.count().label("all"),
        func.count(_OUTBOX.c.parked_at).label("parked"),
        func.min(case((_OUTBOX.c.parked_at.is_(None), _OUTBOX.c.put_at))).label("oldest"),
        func.max(_OUTBOX.c.put_at).label("newest"),
    )
    row = connection.execute(asked).one()
    at = milliseconds(now)
    return {
        "waiting": row.all - row.parked,
        "parked": row.parked,
        "oldest_seconds": max(0, at - (row.oldest or at)) / 1000,
        "ahead_seconds": max(0, (row.newest or at) - at) / 1000,
    }


def try_again(connection: Connection, now: datetime) -> int:
    """Give every parked event its patience back, as after the cause was put right; how many there were."""
    freed = connection.execute(
        update(_OUTBOX)
        .where(_OUTBOX.c.parked_at.is_not(None))
        .values(parked_at=None, refusals=0, failures=0, next_at=milliseconds(now))
    )
    return freed.rowcount


class Relay(Thread):
    """Delivers what lies in a store's outbox, from one process at a time; its steps are those in OUTBOX_STEPS.

    An event is delivered at least once, by two where one was held up past its lease; what follows from it happens once.
    Who is away, or takes nothing from us now, is waited for without end; one that refuses an event is asked PATIENCE
    times, one that fails over it PATIENCE_WITH_MISTAKES times. Then the event is parked: what its aggregate put later
    waits behind it, others go on.
    """

    def __init__(
        self, store: Store, deliver: Deliver, clock: Clock, *, lease: Lease, seconds: float = 0.25
    ) -> None:
        """Looks for events every so many seconds; nothing is opened before `start`."""
        super().__init__(name="relay", daemon=True)
        self._store = store
        self._deliver = deliver
        self._clock = clock
        self._lease = lease
        self._seconds = seconds
        self._stopped = Signal()

    def run(self) -> None:
        """Deliver, wait, deliver; a store that is away is waited for."""
        while not self._stopped.is_set():
            delivered = 0
            try:
                delivered = self.round()
            except DatabaseUnavailable as error:
                log.warning("outbox waits", reason=error.detail)
            except Exception:  # a relay that ended would be noticed by nobody
                log.exception("outbox stumbled")
            if not delivered:
                self._stopped.wait(self._seconds)
        try:
            self._lease.give_up()
        except DatabaseUnavailable as error:
            log.warning("lease runs out by itself", reason=error.detail)

    def stop(self) -> None:
        """Let the deliveries that run end, and no other begin."""
        self._stopped.set()

    def round(self) -> int:
        """Try the first event of every aggregate that has one due; how many were delivered.

        Raises:
            DatabaseUnavailable: the store is away.
        """
        now = self._clock.now()
        if not self._lease.take(now):
            return 0
        with self._store.reading() as connection:
            due = _due(connection, milliseconds(now))
            _show(facts(connection, now))
        if len(due) < 2:
            return sum(map(self._try, due))
        with ThreadPoolExecutor(_BESIDE_EACH_OTHER, "relay") as beside:
            return sum(beside.map(self._try, due))

    def _try(self, row: Row[Any]) -> bool:
        """Whether the event arrived."""
        if self._stopped.is_set() or not self._lease.take(self._clock.now()):
            return False
        event = Event(row.id, row.aggregate, row.kind, json.loads(row.body), row.attempts)
        request_ids.take_or_make(event.id)
        try:
            then = self._deliver(event)
            faults.point("outbox.after_delivery")
            self._take_out(row, then)
        except NeighbourFailed as error:
            self._count(row, error.detail, "failures", PATIENCE_WITH_MISTAKES)
        except (NeighbourUnavailable, DatabaseUnavailable) as error:
            self._wait(row, error.detail)
        except Refusal as refusal:
            if refusal.status in _NOT_YET:
                self._wait(row, refusal.detail)
            else:
                self._count(row, f"{refusal.status} {refusal.code}: {refusal.detail}")
        except Exception as error:  # a mistake over one event must not hold up the others
            log.exception("delivery failed", kind=event.kind, event_id=event.id)
            self._count(row, repr(error))
        else:
            return True
        return False

    def _take_out(self, row: Row[Any], then: Then | None) -> None:
        with self._store.writing() as connection:
            taken = connection.execute(delete(_OUTBOX).where(_OUTBOX.c.place == row.place))
            if then is not None and taken.rowcount == 1:
                then(connection)

    def _wait(self, row: Row[Any], why: str) -> None:
        self._note(row, why, pause=_FIRST_PAUSE * 2 ** min(row.attempts, 10))

    def _count(
        self, row: Row[Any], why: str, what: str = "refusals", patience: int = PATIENCE
    ) -> None:
        before: int = getattr(row, what)
        parked = before + 1 >= patience
        if parked:
            log.error(
                "event parked", kind=row.kind, aggregate=row.aggregate, event_id=row.id, why=why
            )
        self._note(
            row,
            why,
            pause=_FIRST_PAUSE_REFUSED * 2**before,
            parked_at=milliseconds(self._clock.now()) if parked else None,
            **{what: before + 1},
        )

    def _note(self, row: Row[Any], why: str, *, pause: float, **what: int | None) -> None:
        # some less, so that what failed together does not come back together
        pause = min(pause, _LONGEST_PAUSE) * random.uniform(0.7, 1)  # noqa: S311  # nothing secret
        next_at = milliseconds(self._clock.now()) + int(pause * 1000)
        with self._store.writing() as connection:
            connection.execute(
                update(_OUTBOX)
                .where(_OUTBOX.c.place == row.place)
                .values(attempts=row.attempts + 1, next_at=next_at, why=why[:500], **what)
            )


def _due(connection: Connection, moment: int) -> list[Row[Any]]:
    """The first event of each aggregate, where it is due and not parked."""
    earlier = _OUTBOX.alias("earlier")
    places = select(func.min(earlier.c.place)).where(earlier.c.aggregate == _OUTBOX.c.aggregate)
    first = places.scalar_subquery()
    # what is farther ahead than any pause was written by a clock that ran ahead
    waits = _OUTBOX.c.next_at.between(moment + 1, moment + int(2 * _LONGEST_PAUSE * 1000))
    found = connection.execute(
        select(_OUTBOX)
        .where(_OUTBOX.c.parked_at.is_(None), ~waits, _OUTBOX.c.place == first)
        .order_by(_OUTBOX.c.place)
        .limit(_AT_ONCE)
    )
    return list(found.all())


def _show(found: Mapping[str, Any]) -> None:
    _WAITING.set(found["waiting"])
    _PARKED.set(found["parked"])
    _OLDEST.set(found["oldest_seconds"])
