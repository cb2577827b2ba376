"""A payment as documents 002 and 004 ask for it, and as the page's form sends it."""

import uuid
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from cart_service.models.checkout import Checkout, State
from cart_service.payloads.checkouts import Country, Email, Line, Name, Secret, Short, total_due
from cart_service.payloads.paying import Entered
from common.errors import FieldError, InvalidRequest
from common.money import Money, MoneyError
from common.payload import Answer, DecimalNumber, Payload, Text


class PayRequest(Payload):
    """Document 002: a card, and who pays. The page sends a whole address, `key`, `content` and `total` with it."""

    card_number: Secret = ""
    expiry: Secret = ""
    cvv: Secret = ""
    name: Name = ""
    email: Email = ""
    address: Line = ""
    postcode: Short = ""
    city: Annotated[Text, Field(max_length=100)] = ""
    country: Country = ""
    total: DecimalNumber | None = None
    key: Annotated[Text, Field(max_length=64)] = ""
    content: Annotated[Text, Field(max_length=64)] = ""

    @property
    def entered(self) -> Entered:
        """The fields, to be checked as a whole."""
        return Entered(
            name=self.name,
            email=self.email,
            street=self.address,
            postcode=self.postcode,
            city=self.city,
            country=self.country,
            number=self.card_number,
            expiry=self.expiry,
            code=self.cvv,
        )


#: Where each field stands in document 002's request, and on the page.
FIELDS = {
    "name": "/name",
    "email": "/email",
    "street": "/address",
    "postcode": "/postcode",
    "city": "/city",
    "country": "/country",
    "number": "/card_number",
    "expiry": "/expiry",
    "code": "/cvv",
}


class PaidAnswer(Answer):
    """Document 002: `paid`, or `checking` while that is not known; `checkout_url` says what became of it."""

    status: str
    order_id: uuid.UUID
    order_number: str
    total: DecimalNumber
    checkout_url: str


def total_of(sent: Decimal | None, currency: str) -> Money | None:
    """The total that was shown, in the shop's currency.

    Raises:
        InvalidRequest: it is no amount in it.
    """
    if sent is None:
        return None
    try:
        return Money.parse(sent, currency)
    except MoneyError as error:
        raise InvalidRequest(str(error), errors=(FieldError("/total", str(error)),)) from None


def paid_answer(checkout: Checkout) -> PaidAnswer:
    """As document 002 hears of a payment that was not refused."""
    return PaidAnswer(
        status="paid" if checkout.state is State.DONE else "checking",
        order_id=checkout.id,
        order_number=checkout.order_number,
        total=total_due(checkout).decimal,
        checkout_url=f"/checkout/{checkout.id}",
    )
