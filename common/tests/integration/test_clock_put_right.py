"""What a clock that ran ahead put off does not wait until that moment once the clock is put right."""

from datetime import UTC, datetime

from common import outbox
from common.errors import NeighbourUnavailable
from common.leases import Lease
from common.outbox import Relay
from common.testing.fakes import FrozenClock


def test_what_a_clock_that_ran_ahead_put_off_is_due_when_it_is_put_right(relayed):
    clock = FrozenClock(datetime(2026, 11, 20, 13, tzinfo=UTC))
    heard, away = [], [True]

    def deliver(event):
        if away:
            raise NeighbourUnavailable("away")
        heard.append(event.kind)

    def put(kind):
        with relayed.writing() as connection:
            outbox.put(connection, aggregate=kind, kind=kind, body={}, now=clock.now())

    put("tried once")
    Relay(relayed, deliver, clock, lease=Lease(relayed, "relay")).round()
    put("never tried")
    away.clear()

    clock.move(hours=-1)
    # another process, since who held the lease died
    Relay(relayed, deliver, clock, lease=Lease(relayed, "relay")).round()

    assert sorted(heard) == ["never tried", "tried once"]
