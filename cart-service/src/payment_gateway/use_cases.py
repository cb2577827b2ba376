"""What can be done with a payment: one function each, which owns its transaction."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from common import faults
from common.clock import milliseconds
from common.errors import IdempotencyKeyReused
from common.money import Money
from payment_gateway import repository
from payment_gateway.collaborators import ENTRIES, MINOR, Collaborators
from payment_gateway.errors import NoSuchPayment
from payment_gateway.models.cards import Card, Manner
from payment_gateway.models.payments import Entry, Kind, Payment
from payment_gateway.repository import Placed

#: How long the banks of some cards take to answer.
_SECONDS = {Manner.AT_ONCE: 0.0, Manner.SLOW: 2.0, Manner.TOO_LATE: 10.0, Manner.NEVER: 0.0}


@dataclass(frozen=True, slots=True)
class Done:
    """A payment as an act left it, which is what every repeat of that act hears too."""

    payment: Payment
    repeated: bool
    is_answered: bool = True
    """Whether anybody will hear of it."""


def authorise(
    gateway: Collaborators, payment_id: uuid.UUID, amount: Money, card: Card, reference: str
) -> Done:
    """Hold an amount on a card; a bank that takes its time does so once, after it has decided, and in a demo only.

    Raises:
        CardIsDeclined, PaymentIsVoid, AnotherPayment: as they say.
    """
    decline = card.judged(gateway.clock.now().date())
    mark = card.mark(gateway.card_key, payment_id)
    done = _act(
        gateway,
        payment_id,
        lambda found: found.authorise(amount, mark, reference, decline),
    )
    done.payment.refuse_if_declined()
    if done.repeated:
        return done
    # elsewhere anybody who pays could keep all threads waiting, and the shop from its bank
    manner = card.manner if gateway.settings.demo else Manner.AT_ONCE
    if seconds := _SECONDS[manner]:
        gateway.wait(seconds)
    return replace(done, is_answered=manner is not Manner.NEVER)


def capture(gateway: Collaborators, payment_id: uuid.UUID, amount: Money) -> Done:
    """Take what is held, once.

    Raises:
        NotAuthorised, PaymentIsVoid, ExceedsAuthorised, AnotherPayment: as they say.
    """
    return _act(gateway, payment_id, lambda found: found.take(amount))


def void(gateway: Collaborators, payment_id: uuid.UUID) -> Done:
    """Call a payment off, also one that never arrived: if it comes later, it is refused.

    Raises:
        AlreadyCaptured: the money was taken.
    """
    return _act(gateway, payment_id, Payment.call_off)


def refund(
    gateway: Collaborators, payment_id: uuid.UUID, refund_id: uuid.UUID, amount: Money
) -> Done:
    """Give back some of what was taken, once under the refund's id.

    Raises:
        NoSuchPayment, PaymentIsVoid, NotAuthorised, ExceedsCapture: as they say.
        IdempotencyKeyReused: the id belongs to another refund.
    """
    return _act(gateway, payment_id, lambda found: found.give_back(refund_id, amount))


def look(gateway: Collaborators, payment_id: uuid.UUID) -> Payment:
    """The payment as it is.

    Raises:
        NoSuchPayment: nothing ever arrived under this id.
    """
    with gateway.store.reading() as connection:
        payment = Payment.of(payment_id, repository.of_payment(connection, payment_id))
    if not payment.exists:
        raise NoSuchPayment
    return payment


def entries(gateway: Collaborators, after: int, limit: int) -> list[Placed]:
    """So many entries of the ledger behind a place."""
    with gateway.store.reading() as connection:
        return repository.after(connection, after, limit)


def _act(gateway: Collaborators, payment_id: uuid.UUID, rule: Callable[[Payment], Entry]) -> Done:
    """Let a rule decide on the payment as it is while nobody else writes; the payment as the rule's entry left it."""
    with gateway.store.writing() as connection:
        last_place = repository.hold(connection)
        known = repository.of_payment(connection, payment_id)
        entry = rule(Payment.of(payment_id, known))
        repeated = entry in known
        if not repeated:
            if entry.kind is Kind.REFUND and repository.is_known(connection, entry.id):
                raise IdempotencyKeyReused
            now = milliseconds(gateway.clock.now())
            repository.append(connection, entry, last_place + 1, now=now)
            faults.point("gateway.before_commit")
    if repeated:
        return Done(Payment.of(payment_id, known[: known.index(entry) + 1]), repeated)
    faults.point("gateway.after_commit")
    _count(entry)
    return Done(Payment.of(payment_id, [*known, entry]), repeated)


def _count(entry: Entry) -> None:
    currency = entry.amount.currency if entry.amount else ""
    ENTRIES.labels(entry.kind.value, entry.reason.value if entry.reason else "", currency).inc()
    if entry.amount:
        MINOR.labels(entry.kind.value, currency).inc(entry.amount.minor)
