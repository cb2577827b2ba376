"""A row that says which process does what only one may do, so that any number of replicas can offer to do it."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Lock

from sqlalchemy import BigInteger, Column, MetaData, Table, Text, delete, not_, or_, select

from common import stores
from common.clock import milliseconds
from common.stores import Store

_LEASE = Table(
    "lease",
    MetaData(),
    Column("name", Text, primary_key=True),
    Column("holder", Text),
    Column("ends_at", BigInteger),
)


class Lease:
    """One task's lease; its step is `common:leases.sql`.

    Who holds it does the task and takes it again before `seconds` are over; where the holder died, another follows
    after so long. A holder that was paused past its end may still be at it beside the next, so the task itself must
    bear being done twice. One that ends later than any can was taken by a clock that ran ahead, and is free.
    """

    def __init__(self, store: Store, name: str, *, holder: str = "", seconds: float = 10) -> None:
        """`holder` is how people recognise who has it; each process has an identity of its own beside that."""
        self._store = store
        self._name = name
        self._holder = holder
        self._milliseconds = int(seconds * 1000)
        self._lock = Lock()
        self._process = 0
        self._me = ""
        self._ends_at = 0

    def take(self, now: datetime) -> bool:
        """Whether this process holds it; where nobody does, it does from now on. Asks the store only when it must.

        Raises:
            DatabaseUnavailable: the store is away.
        """
        moment = milliseconds(now)
        with self._lock:
            self._know_myself()
            if self._milliseconds // 2 < self._ends_at - moment <= self._milliseconds:
                return True
            self._ends_at = 0
            if self._is_free(moment) and self._enter(moment):
                self._ends_at = moment + self._milliseconds
            return self._ends_at > 0

    def give_up(self) -> None:
        """Let another follow at once.

        Raises:
            DatabaseUnavailable: the store is away; the lease then runs out by itself.
        """
        with self._lock:
            self._ends_at = 0
            with self._store.writing() as connection:
                connection.execute(
                    delete(_LEASE).where(_LEASE.c.name == self._name, _LEASE.c.holder == self._me)
                )

    @contextmanager
    def held(self, now: datetime) -> Iterator[bool]:
        """`take` for as long as the block runs; it says whether it is ours.

        Raises:
            DatabaseUnavailable: as for `take`.
        """
        mine = self.take(now)
        try:
            yield mine
        finally:
            if mine:
                self.give_up()

    def _know_myself(self) -> None:
        if self._process != os.getpid():  # a fork takes along what its parent knew
            self._process = os.getpid()
            self._me = f"{self._holder}/{self._process}/{uuid.uuid4().hex}"
            self._ends_at = 0

    def _is_free(self, moment: int) -> bool:
        """Reading is cheap and waits for nobody: those who do not hold it ask again and again."""
        with self._store.reading() as connection:
            row = connection.execute(select(_LEASE).where(_LEASE.c.name == self._name)).first()
        if row is None or row.holder == self._me:
            return True
        return not moment < row.ends_at <= self._latest(moment)

    def _latest(self, moment: int) -> int:
        """The farthest that another may still hold it; twice its length, since machines' clocks differ a little."""
        return moment + 2 * self._milliseconds

    def _enter(self, moment: int) -> bool:
        is_held = _LEASE.c.ends_at.between(moment + 1, self._latest(moment))
        with self._store.writing() as connection:
            fresh = stores.insert(connection, _LEASE).values(
                name=self._name, holder=self._me, ends_at=moment + self._milliseconds
            )
            entered = connection.execute(
                fresh.on_conflict_do_update(
                    index_elements=["name"],
                    set_={"holder": fresh.excluded.holder, "ends_at": fresh.excluded.ends_at},
                    where=or_(_LEASE.c.holder == self._me, not_(is_held)),
                )
            )
        return entered.rowcount > 0
