"""Two processes that deliver the same event: one of them was held up for longer than its lease."""

from datetime import UTC, datetime

import pytest

from common import outbox
from common.leases import Lease
from common.outbox import Relay
from common.stores import open_store
from common.testing.fakes import FrozenClock

STEPS = ("common:leases.sql", *outbox.OUTBOX_STEPS)


@pytest.fixture
def store(store_url):
    opened = open_store(store_url, application="tests", package="common", steps=STEPS)
    yield opened
    opened.close()


def test_what_follows_from_a_delivery_happens_once(store):
    clock = FrozenClock(datetime(2026, 11, 20, 12, tzinfo=UTC))
    heard, followed = [], []
    with store.writing() as connection:
        outbox.put(connection, aggregate="an order", kind="paid", body={}, now=clock.now())

    def hear(event):
        heard.append(event.kind)
        return lambda _connection: followed.append("once")

    def hear_late(event):
        clock.move(seconds=30)
        Relay(store, hear, clock, lease=Lease(store, "relay")).round()
        return hear(event)

    Relay(store, hear_late, clock, lease=Lease(store, "relay")).round()

    assert heard == ["paid", "paid"]
    assert followed == ["once"]
