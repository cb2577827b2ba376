"""An order: what was bought, where it stands, and the rules by which it goes on. Every change is a new version."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from common.money import Money
from order_service.errors import ImpossibleStep, OrderCancelled, PaidOtherwise, WrongSum
from order_service.models.parts import (
    Address,
    By,
    Customer,
    Line,
    Origin,
    Payment,
    Refund,
    Seller,
    Step,
    Vat,
)
from order_service.models.status import Status

#: What the ids of an order's own acts are made from.
_REFUND, _RECEIPT, _ALERT = "refund", "receipt", "stock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A web order."""

    id: uuid.UUID
    number: str
    origin: Origin
    status: Status
    version: int = 1
    customer: Customer
    address: Address | None
    lines: tuple[Line, ...]
    total: Money
    vat: tuple[Vat, ...]
    reservation_id: uuid.UUID | None = None
    pinned: bool = False
    """Whether its reservation is held until somebody lets go of it."""
    branch_id: str | None = None
    """From where it is sent."""
    payment: Payment | None = None
    refund: Refund | None = None
    seller: Seller
    invoice_number: str | None = None
    placed_at: datetime
    paid_at: datetime | None = None
    changed_at: datetime
    history: tuple[Step, ...]

    @property
    def units(self) -> int:
        """How many things were bought."""
        return sum(line.quantity for line in self.lines)

    @property
    def is_lapsed(self) -> bool:
        """Whether it was cancelled because its goods were not held any more."""
        return self.status is Status.CANCELLED and self.history[-1].why == LAPSED

    @property
    def came_to_nothing(self) -> bool:
        """Whether it was cancelled before anybody paid."""
        return self.status is Status.CANCELLED and self.paid_at is None

    @property
    def can_be_cancelled(self) -> bool:
        """Whether there is still time."""
        return Status.CANCELLED in self.status.next_by_hand

    def reached(self, status: Status) -> Step | None:
        """The step by which it got there; None while it has not."""
        return next((step for step in self.history if step.status is status), None)

    def as_placed(self) -> "Order":
        """As it was when it was placed, which is what every repeat of that hears."""
        first = self.history[0]
        return replace(
            self,
            status=first.status,
            version=1,
            pinned=False,
            payment=replace(self.payment, capture_id=None) if self.payment else None,
            refund=None,
            invoice_number=None,
            paid_at=None,
            changed_at=first.at,
            history=(first,),
        )

    def act_id(self, what: str) -> uuid.UUID:
        """The id of something that happens to it once."""
        return uuid.uuid5(self.id, what)

    def pinned_now(self) -> "Order":
        """With its goods held until somebody lets go of them; that is no step of its own."""
        return replace(self, pinned=True)

    def paid(self, payment: Payment, amount: Money, invoice_number: str, step: Step) -> "Order":
        """Paid by a capture, with the invoice that belongs to it; its card stays the one that was agreed on."""
        agreed = self.check_payment(payment, amount)
        return replace(
            self._moved(step),
            payment=replace(agreed, capture_id=payment.capture_id),
            paid_at=step.at,
            invoice_number=invoice_number,
        )

    def check_payment(self, payment: Payment, amount: Money) -> Payment:
        """The payment that was agreed on, if this capture may pay it.

        Raises:
            PaidOtherwise: another payment was agreed on, or none, or another capture has paid it.
            OrderCancelled: it came too late.
            WrongSum: it is too much or too little.
        """
        agreed = self.payment
        if agreed is None or agreed.id != payment.id:
            raise PaidOtherwise
        if self.paid_at is not None:
            raise PaidOtherwise
        if self.status is Status.CANCELLED:
            raise OrderCancelled
        if amount != self.total:
            raise WrongSum(total={"minor": self.total.minor, "currency": self.total.currency})
        return agreed

    def is_paid_by(self, payment: Payment) -> bool:
        """Whether this very capture has paid it before."""
        return (
            self.paid_at is not None
            and self.payment is not None
            and (self.payment.id, self.payment.capture_id) == (payment.id, payment.capture_id)
        )

    def moved_by_hand(self, to: Status, step: Step) -> "Order":
        """One step further, as somebody says.

        Raises:
            ImpossibleStep: it does not go there from where it is.
        """
        if to not in self.status.next_by_hand:
            possible = [each.value for each in self.status.next_by_hand]
            raise ImpossibleStep(
                f"An order that is {self.status} does not become {to}"
                + (f"; next is {' or '.join(possible)}" if possible else ""),
                possible=possible,
            )
        if to is Status.CANCELLED and self.paid_at is not None:
            return replace(self._moved(step), refund=Refund(self.act_id(_REFUND)))
        return self._moved(step)

    def refunded_at_gateway(self, gateway_refund_id: str) -> "Order":
        """With the money on its way back; that is no step of its own."""
        if self.refund is None:
            raise ImpossibleStep("Nothing is to be given back for this order", possible=[])
        return replace(self, refund=replace(self.refund, gateway_refund_id=gateway_refund_id))

    def refunded(self, step: Step) -> "Order":
        """With the money back, and the books knowing it.

        Raises:
            ImpossibleStep: nothing is to be given back.
        """
        if self.status is not Status.CANCELLED or self.refund is None:
            raise ImpossibleStep(f"An order that is {self.status} is not refunded", possible=[])
        return self._moved(step)

    @property
    def receipt_id(self) -> uuid.UUID:
        """Of the receipt that is sent for it."""
        return self.act_id(_RECEIPT)

    @property
    def alert_id(self) -> uuid.UUID:
        """Of the look at what it left on the shelf."""
        return self.act_id(_ALERT)

    def _moved(self, step: Step) -> "Order":
        return replace(
            self,
            status=step.status,
            version=self.version + 1,
            changed_at=step.at,
            history=(*self.history, step),
        )


#: Why a step was taken, where that makes a difference.
LAPSED = "the goods were not held any more"
UNPAID = "nobody paid"
NOT_TAKEN = "the payment came to nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wants to order, before it has a number."""

    id: uuid.UUID
    origin: Origin
    customer: Customer
    address: Address | None
    lines: tuple[Line, ...]
    total: Money
    vat: tuple[Vat, ...] = ()
    reservation_id: uuid.UUID | None = None
    branch_id: str | None = None
    payment: Payment | None = None

    def check_sum(self) -> None:
        """Refuse a total that is not the sum of the lines.

        Raises:
            WrongSum: with the right one.
        """
        right = Money.total((line.total for line in self.lines), self.total.currency)
        if right != self.total:
            raise WrongSum(
                f"The lines come to {right}, not {self.total}",
                total={"minor": right.minor, "currency": right.currency},
            )

    def placed(self, number: str, seller: Seller, at: datetime, by: By) -> Order:
        """The order, as it begins."""
        return Order(
            id=self.id,
            number=number,
            origin=self.origin,
            status=Status.PLACED,
            customer=self.customer,
            address=self.address,
            lines=self.lines,
            total=self.total,
            vat=self.vat,
            reservation_id=self.reservation_id,
            branch_id=self.branch_id,
            payment=self.payment,
            seller=seller,
            placed_at=at,
            changed_at=at,
            history=(Step(Status.PLACED, at, by),),
        )
