"""What all stores tell about web orders: the others' rows, as they serve them, and the books' own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from api_service.audit.models import bills
from api_service.audit.models.bills import Bill
from common.money import Money


class Source(StrEnum):
    """Whose facts they are; the value is what people call it."""

    LEDGER = "the payment gateway"
    ORDERS = "order-service"
    CHECKOUTS = "cart-service"


class Entered(StrEnum):
    """What an entry of the gateway's ledger is."""

    AUTHORISE = "authorise"
    DECLINE = "decline"
    CAPTURE = "capture"
    VOID = "void"
    REFUND = "refund"


#: An order in one of these has been paid and keeps its money.
_PAID = frozenset({"paid", "packed", "shipped", "delivered"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the gateway's ledger; `reference` is the order that it was for."""

    entry_id: str
    payment_id: str
    reference: str
    kind: Entered
    amount: Money | None
    """None where a payment was called off before it came."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Order:
    """A web order as order-service tells it."""

    id: str
    number: str
    status: str
    total: Money
    payment_id: str | None
    capture_id: str | None
    invoice_number: str | None
    paid_at: datetime | None
    changed_at: datetime
    bill: Bill | None = None
    """What its invoice shows; an older version does not tell."""
    dated_at: datetime | None = None
    """Of when its invoice is, likewise."""

    @property
    def keeps_its_money(self) -> bool:
        """Whether it is paid, and neither cancelled nor refunded."""
        return self.status in _PAID

    @property
    def was_paid(self) -> bool:
        """Whether it ever was."""
        return self.keeps_its_money or self.paid_at is not None


@dataclass(frozen=True, slots=True)
class Checkout:
    """A checkout as cart-service tells it; its id is its order's."""

    id: str
    state: str
    stepped_at: datetime
    """When it last went a step; being tried again is none."""
    reservation_id: str | None = None
    """Under which the books keep its goods; an older version does not tell."""

    @property
    def is_over(self) -> bool:
        """Whether nothing is to be done about it any more."""
        return self.state == "done" or self.came_to_nothing

    @property
    def came_to_nothing(self) -> bool:
        """Whether it ended without an order."""
        return self.state in {"declined", "sold_out", "cancelled"}


@dataclass(frozen=True, slots=True)
class Outbox:
    """What a service has not told the others yet."""

    of: str
    waiting: int
    parked: int
    oldest_seconds: float
    ahead_seconds: float = 0.0
    """How far in the future something was put there."""


@dataclass(frozen=True, slots=True)
class WebPurchase:
    """A purchase that a web order became; its id is the order's."""

    id: str
    total: Money | None
    """None where its row holds what is no amount."""
    capture_id: str | None
    at: datetime
    bill: Bill | None = None
    """What its receipt would show."""


@dataclass(frozen=True, slots=True)
class BookedRefund:
    """A refund in the books."""

    id: str
    purchase_id: str
    total: Money | None
    """None likewise."""
    entry_id: str
    at: datetime


def entry(read: Mapping[str, Any]) -> Entry:
    """A row of the ledger from its JSON."""
    return Entry(
        entry_id=str(read["entry_id"]),
        payment_id=str(read["payment_id"]),
        reference=str(read["reference"]),
        kind=Entered(read["kind"]),
        amount=_money(read["amount"]) if read["amount"] else None,
        at=_moment(read["at"]),
    )


def order(read: Mapping[str, Any]) -> Order:
    """An order from its JSON."""
    paid = [each["at"] for each in read["history"] if each["status"] == "paid"]
    total = _money(read["total"])
    return Order(
        id=str(read["id"]),
        number=str(read["number"]),
        status=str(read["status"]),
        total=total,
        payment_id=_name(read["payment_id"]),
        capture_id=_name(read["capture_id"]),
        invoice_number=_name(read["invoice_number"]),
        paid_at=_moment(paid[0]) if paid else None,
        changed_at=_moment(read["changed_at"]),
        bill=bills.bill(total.currency, read),
        dated_at=_moment(dated_at) if (dated_at := read.get("paid_at")) else None,
    )


def checkout(read: Mapping[str, Any]) -> Checkout:
    """A checkout from its JSON; one of an older version tells only when it was last tried."""
    stepped_at = read.get("stepped_at") or read["changed_at"]
    return Checkout(
        str(read["id"]),
        str(read["state"]),
        _moment(stepped_at),
        _name(read.get("reservation_id")),
    )


def outbox(of: str, read: Mapping[str, Any]) -> Outbox:
    """The state of a service's outbox from its JSON."""
    return Outbox(
        of,
        int(read["waiting"]),
        int(read["parked"]),
        float(read["oldest_seconds"] or 0),
        float(read.get("ahead_seconds") or 0),
    )


def _money(amount: Mapping[str, Any]) -> Money:
    return Money(amount["minor"], amount["currency"])


def _name(told: Any) -> str | None:
    return None if told is None else str(told)


def _moment(told: str) -> datetime:
    """A moment that can be compared with others: one that says its zone, or it would be anybody's guess.

    Raises:
        ValueError: it is none.
    """
    moment = datetime.fromisoformat(told)
    if moment.utcoffset() is None:
        raise ValueError(f"{told!r} does not say its zone")
    return moment
