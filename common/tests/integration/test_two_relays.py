"""Two processes that deliver the same event: one of them was held up for longer than its lease."""

from datetime import UTC, datetime

from common import outbox
from common.leases import Lease
from common.outbox import Relay
from common.testing.fakes import FrozenClock


def test_what_follows_from_a_delivery_happens_once(relayed):
    clock = FrozenClock(datetime(2026, 11, 20, 12, tzinfo=UTC))
    heard, followed = [], []
    with relayed.writing() as connection:
        outbox.put(connection, aggregate="an order", kind="paid", body={}, now=clock.now())

    def hear(event):
        heard.append(event.kind)
        return lambda _connection: followed.append("once")

    def hear_late(event):
        clock.move(seconds=30)
        Relay(relayed, hear, clock, lease=Lease(relayed, "relay")).round()
        return hear(event)

    Relay(relayed, hear_late, clock, lease=Lease(relayed, "relay")).round()

    assert heard == ["paid", "paid"]
    assert followed == ["once"]
