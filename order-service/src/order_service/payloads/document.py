"""Orders as document 002 has them: decimal numbers, and the words it chose."""

import uuid
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field, RootModel

from common.errors import FieldError, InvalidRequest
from common.money import Money, MoneyError
from common.payload import Answer, DecimalNumber, Email, Payload
from order_service.models.order import Draft, Order
from order_service.models.parts import Customer, Line, Origin
from order_service.models.status import Status
from order_service.payloads.orders import Id, Name, Quantity, StatusName

Price = Annotated[DecimalNumber, Field(ge=0, le=10_000_000)]


class Buyer(Payload):
    """Who orders."""

    name: Annotated[Name, Field(min_length=1)]
    email: Email


class Item(Payload):
    """So many units of a product at a price."""

    product_id: Id
    name: Annotated[Name, Field(min_length=1)]
    quantity: Quantity
    price: Price


class CreateOrder(Payload):
    """An order; the total is that of its items. Nothing is held for it, and it is never revenue until it is paid."""

    customer: Buyer
    items: Annotated[list[Item], Field(min_length=1, max_length=500)]
    total: Price


class SetStatus(Payload):
    """Where the order is to go: packed, shipped, delivered or cancelled, one step at a time."""

    status: StatusName


class BuyerAnswer(Answer):
    """Who ordered."""

    name: str
    email: str


class ItemAnswer(Answer):
    """A line; promotions are taken off in the order's total."""

    product_id: int
    name: str
    quantity: int
    price: DecimalNumber


class StepAnswer(Answer):
    """A step, when, and by whom."""

    status: Status
    at: datetime
    by: str


class DocumentOrder(Answer):
    """An order as document 002 sees it."""

    id: uuid.UUID
    number: str
    status: Status
    customer: BuyerAnswer
    items: list[ItemAnswer]
    total: DecimalNumber
    created_at: datetime
    updated_at: datetime
    history: list[StepAnswer]


class DocumentOrders(RootModel[list[DocumentOrder]]):
    """Orders, newest first; the header Link leads on."""


def draft(order_id: uuid.UUID, body: CreateOrder, currency: str) -> Draft:
    """The order that is to be placed.

    Raises:
        InvalidRequest: an amount has more decimals than the currency.
    """
    lines = tuple(
        _line(item, _money(item.price, currency, f"/items/{place}/price"), currency)
        for place, item in enumerate(body.items)
    )
    return Draft(
        id=order_id,
        origin=Origin.DOCUMENT,
        customer=Customer(body.customer.name, body.customer.email),
        address=None,
        lines=lines,
        total=_money(body.total, currency, "/total"),
    )


def document_order(order: Order, *, to_staff: bool) -> DocumentOrder:
    """An order as document 002 answers it."""
    return DocumentOrder(
        id=order.id,
        number=order.number,
        status=order.status,
        customer=BuyerAnswer(name=order.customer.name, email=order.customer.email),
        items=[
            ItemAnswer(
                product_id=line.product_id,
                name=line.name,
                quantity=line.quantity,
                price=line.unit_price.decimal,
            )
            for line in order.lines
        ],
        total=order.total.decimal,
        created_at=order.placed_at,
        updated_at=order.changed_at,
        history=[
            StepAnswer(status=each.status, at=each.at, by=each.by.told(to_staff=to_staff))
            for each in order.history
        ],
    )


def _money(number: Decimal, currency: str, pointer: str) -> Money:
    try:
        return Money.parse(number, currency)
    except MoneyError as error:
        raise InvalidRequest(errors=(FieldError(pointer, str(error), "amount"),)) from None


def _line(item: Item, price: Money, currency: str) -> Line:
    nothing = Money.zero(currency)
    return Line(
        product_id=item.product_id,
        code="",
        name=item.name,
        quantity=item.quantity,
        unit_price=price,
        discounts=(),
        discount=nothing,
        total=price * item.quantity,
        vat_basis_points=0,
        vat=nothing,
    )
