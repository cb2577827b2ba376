"""What was put with a transaction arrives, in order for each aggregate, whatever happens in between."""

import threading
import uuid
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from common import metrics, outbox
from common.errors import NeighbourFailed, NeighbourUnavailable
from common.leases import Lease
from common.outbox import Relay
from common.service_client import Refusal
from common.stores import open_store
from common.testing.fakes import FrozenClock

STEPS = ("common:leases.sql", *outbox.OUTBOX_STEPS)
LONGER_THAN_ANY_PAUSE = 30


class Neighbour:
    """Hears events; says no, or nothing at all, to those that a test names by their body's word."""

    def __init__(self):
        self.heard = []
        self.answers = {}
        self.attempts = []

    def __call__(self, event):
        word = event.body["word"]
        self.attempts.append((word, event.attempts))
        answer = self.answers.get(word)
        if isinstance(answer, Exception):
            raise answer
        self.heard.append(word)
        return answer


@pytest.fixture
def store(store_url):
    opened = open_store(store_url, application="tests", package="common", steps=STEPS)
    yield opened
    opened.close()


@pytest.fixture
def clock():
    return FrozenClock(datetime(2026, 11, 20, 12, tzinfo=UTC))


@pytest.fixture
def neighbour():
    return Neighbour()


@pytest.fixture
def relay(store, clock, neighbour):
    return Relay(store, neighbour, clock, lease=Lease(store, "relay"))


@pytest.fixture
def put(store, clock):
    def put_several(aggregate, *words):
        with store.writing() as connection:
            return [
                outbox.put(
                    connection,
                    aggregate=aggregate,
                    kind="said",
                    body={"word": word},
                    now=clock.now(),
                )
                for word in words
            ]

    return put_several


@pytest.fixture
def told(store, clock):
    def facts():
        with store.reading() as connection:
            return outbox.facts(connection, clock.now())

    return facts


def rounds(relay, clock, number):
    for _ in range(number):
        relay.round()
        clock.move(seconds=LONGER_THAN_ANY_PAUSE)


def test_what_was_put_arrives_in_order_and_once(relay, put, neighbour, told):
    put("an order", "placed", "paid", "packed")
    assert told()["waiting"] == 3

    assert [relay.round() for _ in range(4)] == [1, 1, 1, 0]
    assert neighbour.heard == ["placed", "paid", "packed"]
    assert told() == {"waiting": 0, "parked": 0, "oldest_seconds": 0, "ahead_seconds": 0}


def test_what_a_transaction_undid_is_never_heard(relay, store, clock, neighbour):
    def put_and_fail():
        with store.writing() as connection:
            outbox.put(connection, aggregate="a", kind="said", body={"word": "x"}, now=clock.now())
            raise KeyError("nothing")

    with pytest.raises(KeyError):
        put_and_fail()
    relay.round()

    assert neighbour.heard == []


def test_a_neighbour_that_is_away_is_waited_for_with_growing_pauses(relay, put, neighbour, clock):
    put("an order", "placed", "paid")
    neighbour.answers["placed"] = NeighbourUnavailable("away")
    tried_at = []
    while len(tried_at) < 3 * outbox.PATIENCE:
        before = len(neighbour.attempts)
        relay.round()
        if len(neighbour.attempts) > before:
            tried_at.append(clock.now())
        clock.move(seconds=0.2)
    pauses = [(later - before).total_seconds() for before, later in pairwise(tried_at)]

    assert pauses[0] < 0.5
    assert pauses[1] < pauses[3] < pauses[5]
    assert 6 < pauses[-1] < 10.3
    assert neighbour.heard == []

    del neighbour.answers["placed"]
    rounds(relay, clock, 3)
    assert neighbour.heard == ["placed", "paid"]


def test_other_aggregates_flow_while_one_waits(relay, put, neighbour):
    put("first", "stuck", "behind it")
    put("second", "free", "free too")
    neighbour.answers["stuck"] = NeighbourUnavailable("away")

    relay.round()
    relay.round()

    assert neighbour.heard == ["free", "free too"]


def test_what_is_refused_too_often_is_parked_and_only_its_aggregate_waits(
    relay, put, neighbour, clock, told
):
    put("first", "poison", "behind it")
    put("second", "free")
    neighbour.answers["poison"] = Refusal(422, {"code": "invalid_request"})

    rounds(relay, clock, 8)

    assert [word for word, _ in neighbour.attempts].count("poison") == outbox.PATIENCE
    assert neighbour.heard == ["free"]
    found = told()
    assert (found["waiting"], found["parked"]) == (1, 1)
    assert found["oldest_seconds"] == 8 * LONGER_THAN_ANY_PAUSE
    exposed = metrics.exposition().decode()
    assert {"outbox_parked 1.0", "outbox_waiting 1.0"} <= set(exposed.splitlines())


def test_failures_and_refusals_have_a_patience_each(relay, put, neighbour, clock, told):
    put("first", "poison")
    failed, refused = NeighbourFailed("The books failed over it"), Refusal(422, {})
    for answer, times in ((failed, outbox.PATIENCE_WITH_MISTAKES), (refused, outbox.PATIENCE)):
        neighbour.answers["poison"] = answer
        rounds(relay, clock, times - 1)
    assert told()["parked"] == 0
    neighbour.answers["poison"] = failed
    rounds(relay, clock, 3)
    assert told()["parked"] == 1
    assert len(neighbour.attempts) == outbox.PATIENCE_WITH_MISTAKES + outbox.PATIENCE - 1


def test_what_was_parked_is_tried_again_when_somebody_says_so(
    relay, put, neighbour, clock, store, told
):
    put("first", "poison", "behind it")
    neighbour.answers["poison"] = Refusal(422, {})
    rounds(relay, clock, 8)
    del neighbour.answers["poison"]
    with store.writing() as connection:
        assert outbox.try_again(connection, clock.now()) == 1

    rounds(relay, clock, 2)

    assert neighbour.heard == ["poison", "behind it"]
    assert told()["parked"] == 0


@pytest.mark.parametrize("status", [401, 403, 408, 425, 429])
def test_what_says_nothing_of_the_event_parks_nothing(relay, put, neighbour, clock, status, told):
    put("first", "held up", "behind it")
    neighbour.answers["held up"] = Refusal(status, {})
    rounds(relay, clock, 8)
    assert (told()["waiting"], told()["parked"]) == (2, 0)
    assert f"outbox_oldest_seconds {7 * LONGER_THAN_ANY_PAUSE:.1f}" in metrics.exposition().decode()

    del neighbour.answers["held up"]
    rounds(relay, clock, 2)
    assert neighbour.heard == ["held up", "behind it"]


def test_a_mistake_of_ours_over_one_event_does_not_end_the_relay(
    relay, put, neighbour, clock, told
):
    put("first", "breaks")
    put("second", "free")
    neighbour.answers["breaks"] = KeyError("order_id")

    rounds(relay, clock, 6)

    assert neighbour.heard == ["free"]
    assert told()["parked"] == 1


def test_what_a_delivery_leads_to_is_written_as_the_event_is_taken_out(
    relay, put, neighbour, clock, told
):
    put("first", "refund")

    def then(connection):
        outbox.put(
            connection, aggregate="first", kind="said", body={"word": "book"}, now=clock.now()
        )
        if len(neighbour.heard) == 1:
            raise KeyError("nothing")

    neighbour.answers["refund"] = then
    relay.round()
    assert told()["waiting"] == 1

    rounds(relay, clock, 3)

    assert neighbour.heard == ["refund", "refund", "book"]
    assert told()["waiting"] == 0


def test_an_event_keeps_its_id_over_all_attempts(store, clock, put):
    heard = []

    def deliver(event):
        heard.append(event.id)
        if len(heard) < 3:
            raise NeighbourUnavailable

    (event_id,) = put("first", "once")
    rounds(Relay(store, deliver, clock, lease=Lease(store, "relay")), clock, 3)

    assert heard == [event_id] * 3
    assert uuid.UUID(event_id)


def test_of_two_processes_one_delivers(store, clock, neighbour, put):
    relays = [Relay(store, neighbour, clock, lease=Lease(store, "relay")) for _ in range(2)]
    put("first", "a", "b")

    assert [each.round() for each in relays] == [1, 0]
    clock.move(seconds=60)  # the first has died
    assert [each.round() for each in reversed(relays)] == [1, 0]
    assert neighbour.heard == ["a", "b"]


def test_aggregates_are_delivered_beside_each_other(store, clock, put):
    both = threading.Barrier(2, timeout=5)
    put("first", "a")
    put("second", "b")

    def deliver(_):
        both.wait()

    assert Relay(store, deliver, clock, lease=Lease(store, "relay")).round() == 2


def test_the_thread_delivers_what_is_put_while_it_runs_and_gives_the_lease_up(
    store, clock, neighbour, put
):
    arrived = threading.Event()

    def deliver(event):
        neighbour(event)
        if len(neighbour.heard) == 3:
            arrived.set()

    relay = Relay(store, deliver, clock, lease=Lease(store, "relay"), seconds=0.01)
    relay.start()
    put("first", "a", "b")
    put("first", "c")

    assert arrived.wait(10)
    relay.stop()
    relay.join(10)
    assert neighbour.heard == ["a", "b", "c"]
    assert Lease(store, "relay").take(clock.now())
