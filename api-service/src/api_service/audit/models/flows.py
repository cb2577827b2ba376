"""Web orders put together from every store's rows: one flow is an order with all that was done about it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from api_service.audit.models.facts import (
    BookedRefund,
    Checkout,
    Entered,
    Entry,
    Order,
    Outbox,
    Source,
    WebPurchase,
)
from common.money import Money

#: So long a flow may take to come to rest.
SETTLED = timedelta(seconds=60)

#: So far may the clocks of the stores be ahead of this one.
_AHEAD = timedelta(seconds=60)


@dataclass(slots=True)
class Flow:
    """An order with its checkout, payments, purchase and refunds, as far as the stores know of it."""

    id: str
    currency: str
    order: Order | None = None
    checkout: Checkout | None = None
    entries: list[Entry] = field(default_factory=list)
    purchases: list[WebPurchase] = field(default_factory=list)
    refunds: list[BookedRefund] = field(default_factory=list)
    pinned_at: datetime | None = None
    """Since when the books keep its checkout's goods until somebody lets go of them, if they do."""

    @property
    def row(self) -> str:
        """Its name as people know it."""
        return f"order {self.order.number} ({self.id})" if self.order else f"order {self.id}"

    @property
    def captures(self) -> list[Entry]:
        """What the gateway took."""
        return [each for each in self.entries if each.kind is Entered.CAPTURE]

    @property
    def repayments(self) -> list[Entry]:
        """What the gateway gave back."""
        return [each for each in self.entries if each.kind is Entered.REFUND]

    @property
    def held(self) -> list[Entry]:
        """What the bank holds still: authorised, and neither taken nor called off."""
        over = {
            each.payment_id for each in self.entries if each.kind in {Entered.CAPTURE, Entered.VOID}
        }
        return [
            each
            for each in self.entries
            if each.kind is Entered.AUTHORISE and each.payment_id not in over
        ]

    @property
    def kept(self) -> Money:
        """What the gateway took and did not give back."""
        return amount_of(self.captures, self.currency) - amount_of(self.repayments, self.currency)

    @property
    def due(self) -> Money:
        """What it should have kept."""
        if self.order and self.order.keeps_its_money:
            return self.order.total
        return Money.zero(self.currency)

    @property
    def moments(self) -> list[datetime]:
        """When something happened in it, in any of the stores."""
        return [
            *(each.at for each in self.entries),
            *(each.at for each in self.purchases),
            *(each.at for each in self.refunds),
            *([self.order.changed_at] if self.order else []),
            *([self.order.paid_at] if self.order and self.order.paid_at else []),
            *([self.checkout.stepped_at] if self.checkout else []),
            *([self.pinned_at] if self.pinned_at else []),
        ]


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read of all stores; `missing` says of those that could not be asked why."""

    asked_at: datetime
    currency: str
    entries: Sequence[Entry] = ()
    orders: Sequence[Order] = ()
    checkouts: Sequence[Checkout] = ()
    outboxes: Sequence[Outbox] = ()
    purchases: Sequence[WebPurchase] = ()
    refunds: Sequence[BookedRefund] = ()
    pinned: Mapping[str, datetime] = field(default_factory=dict)
    """Reservations that somebody has to let go of, each with when it became so."""
    rest: timedelta = SETTLED
    """What changed in so long a time is not judged yet."""
    missing: Mapping[Source, str] = field(default_factory=dict)
    asking: timedelta = timedelta(0)
    """How long asking everybody took; what was read last may have happened meanwhile."""

    @property
    def settled(self) -> datetime:
        """What happened until then has to be consistent by now."""
        return self.asked_at - self.rest

    @property
    def believed(self) -> datetime:
        """Nothing can have happened after that."""
        return self.asked_at + self.asking + _AHEAD

    def rests(self, *moments: datetime) -> bool:
        """Whether the last of these moments is long enough ago; one that has not come yet is no excuse to wait for."""
        return not any(self.settled < moment <= self.believed for moment in moments)

    def is_settled(self, flow: Flow) -> bool:
        """Whether nothing has happened in a flow for long enough."""
        return self.rests(*flow.moments)

    def flows(self) -> list[Flow]:
        """Every flow, by the order's number as far as there is one."""
        found: dict[str, Flow] = {}

        def flow(key: str) -> Flow:
            return found.setdefault(key, Flow(key, self.currency))

        for order in self.orders:
            flow(order.id).order = order
        for checkout in self.checkouts:
            flow(checkout.id).checkout = checkout
            flow(checkout.id).pinned_at = self.pinned.get(checkout.reservation_id or "")
        for entry in self.entries:
            flow(entry.reference).entries.append(entry)
        for purchase in self.purchases:
            flow(purchase.id).purchases.append(purchase)
        for refund in self.refunds:
            flow(refund.purchase_id).refunds.append(refund)
        return sorted(found.values(), key=lambda each: each.row)


def amount_of(entries: Iterable[Entry], currency: str) -> Money:
    """What entries of the ledger make together."""
    return Money.total((each.amount for each in entries if each.amount), currency)


def payments(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """The ledger's entries by payment."""
    found: dict[str, list[Entry]] = {}
    for each in entries:
        found.setdefault(each.payment_id, []).append(each)
    return found
