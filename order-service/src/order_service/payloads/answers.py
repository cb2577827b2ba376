"""Orders as /api/v1 answers them, and as an auditor reads them."""

import uuid
from datetime import datetime
from typing import Any

from common.payload import Answer, MoneyField
from order_service.models.fact import Fact
from order_service.models.order import Order
from order_service.models.parts import Payment
from order_service.models.status import Status


class DiscountAnswer(Answer):
    """What one promotion took off a line."""

    promotion_id: int
    promotion_version: int
    name: str
    amount: MoneyField


class LineAnswer(Answer):
    """A line at the price that was agreed."""

    product_id: int
    code: str
    name: str
    quantity: int
    unit_price: MoneyField
    discounts: list[DiscountAnswer]
    discount: MoneyField
    total: MoneyField
    vat_basis_points: int
    vat: MoneyField


class VatAnswer(Answer):
    """What the order holds of one VAT rate."""

    basis_points: int
    net: MoneyField
    vat: MoneyField
    gross: MoneyField


class AddressAnswer(Answer):
    """Where to."""

    street: str
    postcode: str
    city: str
    country: str


class CustomerAnswer(Answer):
    """Who ordered."""

    name: str
    email: str
    customer_id: uuid.UUID | None
    account_id: uuid.UUID | None


class PaymentAnswer(Answer):
    """The payment that was agreed on; `capture_id` once it was taken."""

    id: uuid.UUID
    capture_id: str | None
    brand: str
    last4: str


class StepAnswer(Answer):
    """A step, when, and by whom; shoppers hear of staff as "the shop"."""

    status: Status
    at: datetime
    by: str


class OrderAnswer(Answer):
    """An order. `access_token` is told to the service that placed it: it opens the order's page."""

    id: uuid.UUID
    number: str
    status: Status
    customer: CustomerAnswer
    address: AddressAnswer | None
    lines: list[LineAnswer]
    total: MoneyField
    vat: list[VatAnswer]
    payment: PaymentAnswer | None
    invoice_number: str | None
    placed_at: datetime
    changed_at: datetime
    version: int
    history: list[StepAnswer]
    access_token: str | None = None


class OrdersAnswer(Answer):
    """A page of orders; the header Link leads to the next."""

    orders: list[OrderAnswer]


class OutboxFacts(Answer):
    """What still waits to be delivered, how much of it was refused for good, how old the oldest is.

    `ahead_seconds` is how far in the future the newest was put there.
    """

    facts: list[dict[str, Any]]
    next: int | None
    waiting: int
    parked: int
    oldest_seconds: float
    ahead_seconds: float


def order_answer(order: Order, *, to_staff: bool, access_token: str | None = None) -> OrderAnswer:
    """An order as /api/v1 answers it."""
    return OrderAnswer(
        id=order.id,
        number=order.number,
        status=order.status,
        customer=CustomerAnswer.model_validate(order.customer, from_attributes=True),
        address=AddressAnswer.model_validate(order.address, from_attributes=True)
        if order.address
        else None,
        lines=[LineAnswer.model_validate(each, from_attributes=True) for each in order.lines],
        total=order.total,
        vat=[VatAnswer.model_validate(each, from_attributes=True) for each in order.vat],
        payment=_payment(order.payment),
        invoice_number=order.invoice_number,
        placed_at=order.placed_at,
        changed_at=order.changed_at,
        version=order.version,
        history=[
            StepAnswer(status=each.status, at=each.at, by=each.by.told(to_staff=to_staff))
            for each in order.history
        ],
        access_token=access_token,
    )


def fact(told: Fact) -> dict[str, Any]:
    """An order as an auditor reads it; its lines are rows without names, since all of them are read again and again."""
    return {
        "place": told.place,
        "id": str(told.id),
        "number": told.number,
        "status": told.status.value,
        "total": {"minor": told.total.minor, "currency": told.total.currency},
        "lines": told.lines,
        "vat": told.vat,
        "payment_id": str(told.payment_id) if told.payment_id else None,
        "capture_id": told.capture_id,
        "reservation_id": str(told.reservation_id) if told.reservation_id else None,
        "invoice_number": told.invoice_number,
        "placed_at": told.placed_at.isoformat(),
        "paid_at": told.paid_at.isoformat() if told.paid_at else None,
        "changed_at": told.changed_at.isoformat(),
        "history": [
            {"status": each.status.value, "at": each.at.isoformat(), "by": each.by.name}
            for each in told.history
        ],
    }


def _payment(paid: Payment | None) -> PaymentAnswer | None:
    if paid is None:
        return None
    return PaymentAnswer(
        id=paid.id, capture_id=paid.capture_id, brand=paid.card.brand, last4=paid.card.last4
    )
