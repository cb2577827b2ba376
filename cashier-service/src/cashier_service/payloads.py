"""What the till's own page sends and gets back as JSON."""

import json
from typing import Annotated

from pydantic import Field

from cashier_service.models.act import Act, Kind
from cashier_service.models.basket import MOST_LINES, Basket, Line, PricedSale
from cashier_service.models.coupons import MOST_COUPONS
from cashier_service.models.entry import MOST_UNITS
from cashier_service.models.payment import Method
from cashier_service.models.screen import State
from cashier_service.use_cases import Payment, View
from common.payload import Answer, Moment, Payload, Text, Uuid

Identifier = Annotated[Text, Field(min_length=1, max_length=40)]
Typed = Annotated[Text, Field(max_length=200)]
Code = Annotated[Text, Field(min_length=1, max_length=40)]
ProductId = Annotated[int, Field(ge=1, le=2**63 - 1)]
Minor = Annotated[int, Field(ge=0, le=2**53 - 1)]


class LinePayload(Payload):
    """A line as the browser keeps it; name and price are what the cashier saw."""

    product_id: ProductId
    quantity: Annotated[int, Field(ge=1, le=MOST_UNITS)]
    name: Annotated[Text, Field(max_length=300)] = ""
    price: Minor | None = None
    was: Minor | None = None


class CustomerPayload(Payload):
    """The customer of a sale, with the name that the receipt's head shows."""

    id: Uuid
    name: Annotated[Text, Field(max_length=200)]


class BasketPayload(Payload):
    """A sale as the browser keeps it."""

    sale_id: Uuid
    lines: Annotated[list[LinePayload], Field(max_length=MOST_LINES)]
    current: ProductId | None = None
    coupons: Annotated[list[Code], Field(max_length=MOST_COUPONS)] = Field(default_factory=list)
    customer: CustomerPayload | None = None
    state: Annotated[State, Field(strict=False)] = State.OPEN

    def basket(self) -> Basket:
        """As the use cases take it."""
        lines = (
            Line(line.product_id, line.quantity, line.name, line.price, line.was)
            for line in self.lines
        )
        return Basket(tuple(lines), self.current, tuple(self.coupons))


class ActPayload(Payload):
    """One act of the cashier."""

    kind: Annotated[Kind, Field(strict=False)]
    text: Typed = ""
    product_id: ProductId | None = None
    quantity: Annotated[int, Field(ge=-MOST_UNITS, le=MOST_UNITS)] = 1
    place: Annotated[int, Field(ge=0, le=MOST_LINES)] | None = None

    def act(self) -> Act:
        """As the use cases take it."""
        return Act(self.kind, self.text, self.product_id, self.quantity, self.place)


class ScreenRequest(Payload):
    """The sale, what is typed, and what the cashier does."""

    till_id: Identifier
    sale: BasketPayload
    typed: Typed = ""
    department: Annotated[Text, Field(max_length=60)] = ""
    held: Annotated[int, Field(ge=0)] = 0
    act: ActPayload | None = None

    def view(self) -> View:
        """As the use cases take it."""
        return View(
            till_id=self.till_id,
            basket=self.sale.basket(),
            state=self.sale.state,
            customer=self.sale.customer.name if self.sale.customer else "",
            held=self.held,
            typed=self.typed,
            department=self.department,
        )


class PaymentRequest(ScreenRequest):
    """The sale and how it is paid; `total` is what the screen showed, `given` is as typed."""

    total: Minor
    method: Annotated[Method, Field(strict=False)] = Method.CASH
    given: Annotated[Text, Field(max_length=40)] = ""

    def payment(self) -> Payment:
        """As the use case takes it."""
        return Payment(
            sale_id=self.sale.sale_id,
            customer_id=self.sale.customer.id if self.sale.customer else None,
            total=self.total,
            method=self.method,
            given=self.given,
        )


class HeldPayload(BasketPayload):
    """A sale put aside."""

    held_at: Moment


class HeldRequest(Payload):
    """The sales put aside at a till."""

    till_id: Identifier
    held: Annotated[list[HeldPayload], Field(max_length=50)]


class CustomerRequest(Payload):
    """Somebody new; the browser makes the id, so that a repeat enters nobody twice."""

    customer_id: Uuid
    name: Annotated[Text, Field(min_length=1, max_length=200)]


class StatusAnswer(Answer):
    """How the books are, and the version of the catalogue that screens are drawn from."""

    books: str
    version: str


class SaleAnswer(Answer):
    """Whether the books hold a sale."""

    booked: bool
    href: str


def kept(basket: Basket, sale: PricedSale) -> str:
    """The sale as the browser keeps it until the next act."""
    return json.dumps(
        {
            "lines": [
                {
                    "product_id": line.product_id,
                    "quantity": line.quantity,
                    "name": line.name,
                    "price": line.price,
                    "was": line.was,
                }
                for line in (shown.kept() for shown in sale.lines)
            ],
            "current": basket.current,
            "coupons": basket.coupons,
            "total": sale.total.total.minor,
        },
        separators=(",", ":"),
    )
