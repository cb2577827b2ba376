"""Books what was given back, each purchase once."""

from dataclasses import dataclass
from typing import assert_never

from api_service.collaborators import Collaborators
from api_service.errors import AlreadyRefunded, CannotRefund, PurchaseNotFound
from api_service.purchases.models.refunds import AskedRefund, Refund
from api_service.purchases.repository import refunds as repository
from api_service.purchases.repository.refunds import Outcome
from common import faults
from common.errors import IdempotencyKeyReused


@dataclass(frozen=True, slots=True)
class Refunded:
    """A refund in the books; `repeated` when an earlier request had booked it."""

    refund: Refund
    repeated: bool


def book_refund(books: Collaborators, asked: AskedRefund) -> Refunded:
    """Book that a web purchase was given back, all of it, once, and put its units back.

    Raises:
        AlreadyRefunded: another refund gave it back.
        CannotRefund: it was not sold on the web.
        PurchaseNotFound: it is not in the books (yet).
        IdempotencyKeyReused: the id belongs to another refund.
        DatabaseUnavailable: it is unknown whether it was booked; repeat it.
    """
    with books.database.transaction() as connection:
        outcome = repository.book(connection, asked, now=books.clock.now())
        if outcome is not Outcome.BOOKED:
            connection.rollback()
    faults.point("books.refund_after_commit")
    found = _found(books, asked, repeated=outcome is not Outcome.BOOKED)
    if found is not None:
        return found
    match outcome:
        case Outcome.REFUNDED_BEFORE | Outcome.REPEATED | Outcome.BOOKED:
            raise AlreadyRefunded("This purchase was given back before")
        case Outcome.NOT_OF_THE_WEB:
            raise CannotRefund("This purchase was not made on the web")
        case Outcome.UNKNOWN:
            raise PurchaseNotFound(f"No purchase has the id {asked.purchase_id}")
        case _:
            assert_never(outcome)


def _found(books: Collaborators, asked: AskedRefund, *, repeated: bool) -> Refunded | None:
    """The refund that was asked for, if it is in the books.

    Raises:
        IdempotencyKeyReused: what is there under its id is another.
    """
    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        known = repository.fingerprint(connection, asked.refund_id)
        refund = repository.find(connection, asked.refund_id)
    if refund is None:
        return None
    if known != asked.fingerprint():
        raise IdempotencyKeyReused("Another refund was booked under this key; it stays as it is")
    return Refunded(refund, repeated=repeated)
