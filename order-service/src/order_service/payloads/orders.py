"""What /api/v1 is told of orders."""

import hashlib
from typing import Annotated

from pydantic import Field

from common.payload import Email, MoneyField, Page, Payload, Text, Uuid, Whole
from order_service.models.order import Draft
from order_service.models.parts import (
    Address,
    Card,
    Customer,
    Discount,
    Line,
    Origin,
    Payment,
    Vat,
)
from order_service.models.status import Status

Name = Annotated[Text, Field(max_length=200)]
BasisPoints = Annotated[Whole, Field(ge=0, le=100_000)]
Quantity = Annotated[Whole, Field(ge=1, le=9_999)]
StatusName = Annotated[Status, Field(strict=False)]
Id = Annotated[Whole, Field(ge=1, le=2**53 - 1)]


class AddressBody(Payload):
    """Where to; any part may be empty."""

    street: Name = ""
    postcode: Annotated[Text, Field(max_length=20)] = ""
    city: Name = ""
    country: Annotated[Text, Field(max_length=60)] = ""


class CustomerBody(Payload):
    """Who ordered."""

    name: Name
    email: Email
    customer_id: Uuid | None = None
    account_id: Uuid | None = None


class CardBody(Payload):
    """What is known of the card."""

    brand: Annotated[Text, Field(max_length=40)]
    last4: Annotated[Text, Field(pattern=r"^[0-9]{4}$")]


class DiscountBody(Payload):
    """What one promotion took off a line, as a positive amount."""

    promotion_id: Id
    promotion_version: Whole
    name: Name
    amount: MoneyField


class LineBody(Payload):
    """A line as it was reserved."""

    product_id: Id
    code: Name
    name: Name
    quantity: Quantity
    unit_price: MoneyField
    discounts: Annotated[list[DiscountBody], Field(max_length=50)] = Field(default_factory=list)
    discount: MoneyField
    total: MoneyField
    vat_basis_points: BasisPoints
    vat: MoneyField


class VatBody(Payload):
    """What the order holds of one VAT rate."""

    basis_points: BasisPoints
    net: MoneyField
    vat: MoneyField
    gross: MoneyField


class ReservationBody(Payload):
    """The reservation as the books answered it; what an order does not need of it is passed over."""

    model_config = Payload.model_config | {"extra": "ignore"}

    id: Uuid
    branch_id: Annotated[Text, Field(max_length=40)] | None = None
    lines: Annotated[list[LineBody], Field(min_length=1, max_length=500)]
    total: MoneyField
    vat: Annotated[list[VatBody], Field(max_length=50)]


class PlaceRequest(Payload):
    """An order of the shop's checkout."""

    id: Uuid
    reservation: ReservationBody
    customer: CustomerBody
    address: AddressBody
    payment_id: Uuid
    card: CardBody


class PaymentRequest(Payload):
    """The capture that pays an order."""

    payment_id: Uuid
    capture_id: Uuid
    amount: MoneyField
    card: CardBody


class StatusRequest(Payload):
    """Where the order is to go."""

    status: StatusName


class CancelRequest(Payload):
    """Why, in a few words that the order's history keeps."""

    reason: Annotated[Text, Field(max_length=200)] = ""


class OrderList(Page):
    """Which orders, newest first."""

    status: StatusName | None = None


def draft(body: PlaceRequest) -> Draft:
    """The order that is to be placed."""
    held = body.reservation
    return Draft(
        id=body.id,
        origin=Origin.CHECKOUT,
        customer=Customer(**dict(body.customer)),
        address=Address(**dict(body.address)),
        lines=tuple(_line(each) for each in held.lines),
        total=held.total,
        vat=tuple(Vat(**dict(each)) for each in held.vat),
        reservation_id=held.id,
        branch_id=held.branch_id,
        payment=Payment(body.payment_id, Card(**dict(body.card))),
    )


def fingerprint(body: Payload) -> str:
    """What a repeat is compared with: all that an order is made of."""
    return hashlib.sha256(body.model_dump_json().encode()).hexdigest()


def payment(body: PaymentRequest) -> Payment:
    """The payment with its capture."""
    return Payment(body.payment_id, Card(**dict(body.card)), str(body.capture_id))


def _line(body: LineBody) -> Line:
    return Line(
        product_id=body.product_id,
        code=body.code,
        name=body.name,
        quantity=body.quantity,
        unit_price=body.unit_price,
        discounts=tuple(Discount(**dict(each)) for each in body.discounts),
        discount=body.discount,
        total=body.total,
        vat_basis_points=body.vat_basis_points,
        vat=body.vat,
    )
