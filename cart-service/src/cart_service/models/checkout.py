"""A checkout: how a basket becomes an order, step by step, and how what was begun is undone."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from cart_service.models.buyer import Address, Customer
from cart_service.models.reservation import Reservation
from common.money import Money

_IDS = uuid.UUID("0d1f3f0a-6f0e-4a55-9d0c-6d2b2a3a7c11")

#: An authorised payment of a younger checkout still becomes an order by itself; of an older one it is called off.
_GOES_FORWARD = timedelta(seconds=30)


class State(StrEnum):
    """How far a checkout has come; the last four are for good."""

    OPEN = "open"
    RESERVED = "reserved"
    AUTHORISED = "authorised"
    PLACED = "placed"
    CAPTURED = "captured"
    DONE = "done"
    DECLINED = "declined"
    SOLD_OUT = "sold_out"
    CANCELLED = "cancelled"


class Why(StrEnum):
    """Why it did not become an order. A declined card has the bank's reason instead."""

    SOLD_OUT = "sold_out"
    LAPSED = "lapsed"
    """The goods were held for too short a time."""
    PRICE_CHANGED = "price_changed"
    COUPON_USED = "coupon_used"
    """A coupon that can be used once was."""
    COUPON_ENDED = "coupon_ended"
    """A coupon does not hold any more."""
    NOT_SOLD = "not_sold"
    """The shop does not sell something of it any more, or nothing on the web at all."""
    INTERRUPTED = "interrupted"
    """Something broke before the money was taken."""
    REFUNDED = "refunded"
    """The order was called off while it was paid for: the money goes back."""


_ENDS = frozenset({State.DONE, State.DECLINED, State.SOLD_OUT, State.CANCELLED})

#: From where each way of not becoming an order may be taken.
_MAY_END = {
    State.DECLINED: {State.RESERVED},
    State.SOLD_OUT: {State.OPEN, State.AUTHORISED},
    State.CANCELLED: {
        State.OPEN,
        State.RESERVED,
        State.AUTHORISED,
        State.PLACED,
        State.CAPTURED,
    },
}


class ImpossibleStep(Exception):
    """A checkout was asked to take a step that does not follow from where it is: a mistake of ours."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many of a product, under the name that the shopper saw."""

    product_id: int
    quantity: int
    name: str


@dataclass(frozen=True, slots=True)
class Checkout:
    """One attempt to pay for a basket. Its id is the order's; those of its reservation and payment follow from it.

    `state` is what has surely happened. The call that follows from it may have been made already: each may be repeated,
    and each may be undone without knowing. Once `ending` is set it only goes back, until all is undone.
    """

    id: uuid.UUID
    basket_id: str
    account_id: uuid.UUID | None
    key: str
    attempt: int
    asked: str
    """What was asked for, so that a repeat is told from another wish under the same key."""
    wanted: tuple[Wanted, ...]
    coupons: tuple[str, ...]
    """The codes that take something off."""
    total: Money
    customer: Customer
    address: Address
    card_brand: str
    card_last4: str
    begun_at: datetime
    driven_until: datetime
    """Before that somebody is at work on it, who need not be disturbed."""
    state: State = State.OPEN
    ending: State | None = None
    why: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)
    """What the neighbour that refused said about it: what is short, what it costs now."""
    reservation: Reservation | None = None
    capture_id: uuid.UUID | None = None
    order_number: str = ""
    order_token: str = field(default="", repr=False)
    place: int = 0
    version: int = 0

    @property
    def reservation_id(self) -> uuid.UUID:
        """Under which the books hold the goods."""
        return uuid.uuid5(self.id, f"reservation.{self.attempt}")

    @property
    def payment_id(self) -> uuid.UUID:
        """Under which the gateway knows the payment."""
        return uuid.uuid5(self.id, f"payment.{self.attempt}")

    @property
    def refund_id(self) -> uuid.UUID:
        """Under which the money goes back, once."""
        return uuid.uuid5(self.id, f"refund.{self.attempt}")

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end."""
        return self.state in _ENDS

    @property
    def units(self) -> int:
        """How many things are wanted."""
        return sum(each.quantity for each in self.wanted)

    @property
    def goods(self) -> Reservation:
        """What the books hold for it.

        Raises:
            ImpossibleStep: they hold nothing yet.
        """
        if self.reservation is None:
            raise ImpossibleStep(f"nothing is reserved for a checkout that is {self.state}")
        return self.reservation

    def goes_forward(self, now: datetime) -> bool:
        """Whether a payment that is authorised still becomes an order."""
        return now - self.begun_at < _GOES_FORWARD

    def reserved(self, reservation: Reservation) -> "Checkout":
        """The books hold the goods."""
        return replace(self._after(State.OPEN), state=State.RESERVED, reservation=reservation)

    def authorised(self) -> "Checkout":
        """The bank holds the money."""
        return replace(self._after(State.RESERVED), state=State.AUTHORISED)

    def placed(self, number: str, token: str) -> "Checkout":
        """The order is there, not paid yet."""
        after = self._after(State.AUTHORISED)
        return replace(after, state=State.PLACED, order_number=number, order_token=token)

    def captured(self, capture_id: uuid.UUID) -> "Checkout":
        """The money was taken: from here on it is an order, also where it was about to be undone."""
        if self.state is not State.PLACED:
            raise ImpossibleStep(f"nothing can be taken for a checkout that is {self.state}")
        return replace(self, state=State.CAPTURED, capture_id=capture_id, ending=None, why="")

    def done(self) -> "Checkout":
        """The order is paid."""
        return replace(self._after(State.CAPTURED), state=State.DONE)

    def ends(self, ending: State, why: str, **told: Any) -> "Checkout":
        """It becomes no order: from now on everything is undone."""
        allowed = _MAY_END.get(ending, set())
        if self.state not in allowed or self.ending is not None:
            raise ImpossibleStep(f"a checkout that is {self.state} does not become {ending}")
        if self.state is State.CAPTURED and why != Why.REFUNDED:
            raise ImpossibleStep("money that was taken goes forward, or back by a refund")
        return replace(self, ending=ending, why=why, told=told)

    def undone(self) -> "Checkout":
        """Nothing is left of it but that it was."""
        if self.ending is None or self.is_over:
            raise ImpossibleStep(f"there is nothing to undo of a checkout that is {self.state}")
        return replace(self, state=self.ending)

    def _after(self, state: State) -> "Checkout":
        if self.state is not state or self.ending is not None:
            raise ImpossibleStep(f"that follows {state}, and this one is {self.state}")
        return self


def id_of(basket_id: str, key: str, attempt: int) -> uuid.UUID:
    """The checkout's id: the same key means another checkout in another's basket."""
    return uuid.uuid5(_IDS, f"{basket_id} {attempt} {key}")
