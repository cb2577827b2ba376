"""What the ledger promises in both kinds of store, under many hands at once."""

import threading
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from common.errors import ServiceError
from common.money import Money
from payment_gateway import use_cases
from payment_gateway.models.cards import Card
from payment_gateway.models.payments import Kind

CARD = Card("4242424242424242", "12/30")
MANY = 20


def euros(minor):
    return Money(minor, "EUR")


def at_once(*acts):
    """Let all of them begin together; what each handed back, or the code that it was refused with."""
    start = threading.Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except ServiceError as error:
            return error.code

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


@pytest.fixture
def captured(gateway):
    """A payment of 10.00 that was taken."""
    payment_id = uuid.uuid4()
    use_cases.authorise(gateway, payment_id, euros(1000), CARD, "W1")
    use_cases.capture(gateway, payment_id, euros(1000))
    return payment_id


def test_twenty_refunds_at_once_never_give_back_more_than_was_taken(gateway, captured):
    refund = [
        lambda: use_cases.refund(gateway, captured, uuid.uuid4(), euros(300)) for _ in range(MANY)
    ]

    outcomes = at_once(*refund)

    assert Counter(each for each in outcomes if isinstance(each, str)) == {
        "exceeds_capture": MANY - 3
    }
    assert use_cases.look(gateway, captured).refunded == euros(900)


def test_one_refund_asked_for_by_twenty_is_one(gateway, captured):
    refund_id = uuid.uuid4()

    outcomes = at_once(
        *[lambda: use_cases.refund(gateway, captured, refund_id, euros(600)) for _ in range(MANY)]
    )

    assert [outcome.payment.refunded for outcome in outcomes] == [euros(600)] * MANY
    assert len(use_cases.look(gateway, captured).refunds) == 1


def test_one_payment_asked_for_by_twenty_is_held_and_taken_once(gateway):
    payment_id = uuid.uuid4()

    at_once(
        *[
            lambda: use_cases.authorise(gateway, payment_id, euros(1000), CARD, "W1")
            for _ in range(MANY)
        ]
    )
    taken = at_once(
        *[lambda: use_cases.capture(gateway, payment_id, euros(1000)) for _ in range(MANY)]
    )

    assert len({outcome.payment.capture.id for outcome in taken}) == 1
    kinds = [placed.entry.kind for placed in use_cases.entries(gateway, 0, 1000)]
    assert kinds == [Kind.AUTHORISE, Kind.CAPTURE]


def test_of_a_capture_and_a_void_at_once_one_wins_and_stays(gateway):
    for _ in range(10):
        payment_id = uuid.uuid4()
        use_cases.authorise(gateway, payment_id, euros(1000), CARD, "W1")
        taken, void = at_once(
            lambda payment_id=payment_id: use_cases.capture(gateway, payment_id, euros(1000)),
            lambda payment_id=payment_id: use_cases.void(gateway, payment_id),
        )

        assert (taken == "payment_voided") is not (void == "already_captured")


def test_a_reader_behind_the_last_place_misses_nothing_while_others_write(gateway):
    """A number taken early and committed late would be skipped by whoever read in between."""
    use_cases.void(gateway, uuid.uuid4())
    over, seen = threading.Event(), []

    def follow():
        last = False
        while not last:
            last = over.is_set()
            seen.extend(use_cases.entries(gateway, seen[-1].place if seen else 0, 7))
            last = last and len(seen) >= 1 + 6 * 25

    def write(_):
        for _ in range(25):
            use_cases.void(gateway, uuid.uuid4())

    reader = threading.Thread(target=follow)
    reader.start()
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(write, range(6)))
    over.set()
    reader.join(timeout=20)

    assert not reader.is_alive(), "the reader never saw them all"
    assert [placed.place for placed in seen] == list(range(1, 1 + 6 * 25 + 1))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entry SET amount_minor = 1",
        "DELETE FROM entry",
        "UPDATE entry SET reference = 'another' WHERE kind = 'capture'",
    ],
)
def test_what_stands_in_the_ledger_cannot_be_changed(gateway, captured, change):
    before = use_cases.entries(gateway, 0, 1000)

    with pytest.raises(DBAPIError, match="only grows"), gateway.store.writing() as connection:
        connection.execute(text(change))

    assert captured
    assert use_cases.entries(gateway, 0, 1000) == before


def test_the_database_itself_refuses_a_refund_beyond_the_capture(gateway, captured):
    """If the rule in the code should ever err, the ledger still does not hold such a thing."""
    use_cases.refund(gateway, captured, uuid.uuid4(), euros(600))
    row = {"entry_id": str(uuid.uuid4()), "payment_id": str(captured)}
    insert = text(
        "INSERT INTO entry (place, entry_id, payment_id, kind, amount_minor, currency, reference, made_at) "
        "VALUES (99, :entry_id, :payment_id, 'refund', 401, 'EUR', '', 0)"
    )

    with (
        pytest.raises(DBAPIError, match="more would go back"),
        gateway.store.writing() as connection,
    ):
        connection.execute(insert, row)


def test_a_payment_is_there_after_a_restart(gateway, captured, store):
    before = use_cases.look(gateway, captured)
    store.close()

    assert use_cases.look(gateway, captured) == before
    assert use_cases.capture(gateway, captured, euros(1000)).payment == before
