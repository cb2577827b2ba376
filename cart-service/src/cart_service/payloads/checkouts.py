"""Checkouts as /api/v1 has them, and as the documents ask for a payment."""

import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from cart_service.errors import (
    GoodsSoldOut,
    NotSoldOnline,
    PaymentDeclined,
    PaymentNotMade,
    PaymentReturned,
    PriceChanged,
)
from cart_service.models.checkout import Checkout, State, Why
from cart_service.models.reservation import amount
from cart_service.payloads.paying import Entered
from common.errors import FieldError, InvalidRequest, ServiceError
from common.money import Money, MoneyError
from common.payload import Answer, DecimalNumber, MoneyField, Payload, Text

_Name = Annotated[Text, Field(max_length=200)]
_Email = Annotated[Text, Field(max_length=254)]
_Line = Annotated[Text, Field(max_length=200)]
_Short = Annotated[Text, Field(max_length=20)]
_Country = Annotated[Text, Field(max_length=2, pattern="^([A-Z]{2})?$")]
_Secret = Annotated[Text, Field(max_length=40, repr=False)]

#: Why a bank said no: what happened, and what to do.
DECLINES = {
    "declined": (
        "The bank declined the card.",
        "It gives no reason. Try another card, or ask the bank.",
    ),
    "out_of_funds": (
        "There is not enough on the card.",
        "Try another card, or take something out of the basket.",
    ),
    "expired_card": ("The card has expired.", "Try another one, or check the date."),
    "wrong_code": ("The security code is not this card's.", "Type card and code once more."),
    "processing_error": (
        "The bank could not be reached.",
        "Nothing is wrong with the card. Try again in a moment.",
    ),
}


class PayRequest(Payload):
    """Document 002: a card, and who pays. The page sends a whole address, `key`, `content` and `total` with it."""

    card_number: _Secret = ""
    expiry: _Secret = ""
    cvv: _Secret = ""
    name: _Name = ""
    email: _Email = ""
    address: _Line = ""
    postcode: _Short = ""
    city: Annotated[Text, Field(max_length=100)] = ""
    country: _Country = ""
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
    "number": "/card_number",
    "expiry": "/expiry",
    "code": "/cvv",
}


class CustomerPart(Payload):
    """Who buys; empty for somebody who has signed in."""

    name: _Name = ""
    email: _Email = ""


class AddressPart(Payload):
    """Where it goes."""

    street: _Line = ""
    postcode: _Short = ""
    city: Annotated[Text, Field(max_length=100)] = ""
    country: _Country = ""


class CardPart(Payload):
    """A card; it is handed to the payment gateway and kept nowhere."""

    number: _Secret
    expiry: _Secret
    code: _Secret


class CheckoutRequest(Payload):
    """A basket is to be paid for; with `total`, at that price or not at all."""

    customer: CustomerPart = CustomerPart()
    address: AddressPart = AddressPart()
    card: CardPart
    total: MoneyField | None = None

    @property
    def entered(self) -> Entered:
        """The fields, to be checked as a whole."""
        return Entered(
            name=self.customer.name,
            email=self.customer.email,
            street=self.address.street,
            postcode=self.address.postcode,
            city=self.address.city,
            country=self.address.country,
            number=self.card.number,
            expiry=self.card.expiry,
            code=self.card.code,
        )


#: Where each field stands in the API's own request.
POINTERS = {
    "name": "/customer/name",
    "email": "/customer/email",
    "number": "/card/number",
    "expiry": "/card/expiry",
    "code": "/card/code",
}


class PaidAnswer(Answer):
    """Document 002: `paid`, or `checking` while that is not known; `checkout_url` says what became of it."""

    status: str
    order_id: uuid.UUID
    order_number: str
    total: DecimalNumber
    checkout_url: str


class PaidLine(Answer):
    """So many of a product, at what is paid for them."""

    product_id: int
    name: str
    quantity: int
    total: MoneyField | None


class CheckoutCard(Answer):
    """What may be known of the card."""

    brand: str
    last4: str


class CheckoutAnswer(Answer):
    """A checkout. `is_over` says whether its state is for good; `order_id` is the order's, once it was placed."""

    id: uuid.UUID
    state: State
    is_over: bool
    why: str
    total: MoneyField
    lines: list[PaidLine]
    card: CheckoutCard
    order_id: uuid.UUID | None
    order_number: str
    begun_at: datetime


class CheckoutFact(Answer):
    """A checkout as the auditor reads it."""

    place: int
    id: uuid.UUID
    state: State
    payment_id: uuid.UUID
    reservation_id: uuid.UUID
    total: MoneyField
    changed_at: datetime


class CheckoutFacts(Answer):
    """A page of them, by their last change; `next` is where the following page begins."""

    facts: list[CheckoutFact]
    next: int | None


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
        total=_total(checkout).decimal,
        checkout_url=f"/checkout/{checkout.id}",
    )


def checkout_answer(checkout: Checkout) -> CheckoutAnswer:
    """As /api/v1 shows it."""
    goods = checkout.reservation
    lines = (
        [
            PaidLine(
                product_id=each.product_id,
                name=each.name,
                quantity=each.quantity,
                total=each.total,
            )
            for each in goods.lines
        ]
        if goods
        else [
            PaidLine(product_id=each.product_id, name=each.name, quantity=each.quantity, total=None)
            for each in checkout.wanted
        ]
    )
    return CheckoutAnswer(
        id=checkout.id,
        state=checkout.state,
        is_over=checkout.is_over,
        why=checkout.why,
        total=_total(checkout),
        lines=lines,
        card=CheckoutCard(brand=checkout.card_brand, last4=checkout.card_last4),
        order_id=checkout.id if checkout.order_number else None,
        order_number=checkout.order_number,
        begun_at=checkout.begun_at,
    )


def facts_answer(found: list[tuple[Checkout, datetime]], limit: int) -> CheckoutFacts:
    """A page of facts."""
    facts = [
        CheckoutFact(
            place=checkout.place,
            id=checkout.id,
            state=checkout.state,
            payment_id=checkout.payment_id,
            reservation_id=checkout.reservation_id,
            total=_total(checkout),
            changed_at=changed_at.astimezone(UTC),
        )
        for checkout, changed_at in found
    ]
    return CheckoutFacts(facts=facts, next=facts[-1].place if len(facts) == limit else None)


def refusal_of(checkout: Checkout) -> ServiceError | None:
    """Why it is no order, as programs are told; None while it may be one, or is."""
    ending = checkout.ending
    if ending is None or checkout.state is State.DONE or is_in_doubt(checkout):
        return None
    known: dict[str, Any] = {"checkout_id": str(checkout.id)}
    if ending is State.DECLINED:
        return PaymentDeclined(" ".join(words_for(checkout)), reason=checkout.why, **known)
    if ending is State.SOLD_OUT:
        return GoodsSoldOut(short=checkout.told.get("short", []), **known)
    match checkout.why:
        case Why.PRICE_CHANGED:
            sent = {"minor": checkout.total.minor, "currency": checkout.total.currency}
            return PriceChanged(sent=sent, **checkout.told, **known)
        case Why.NOT_SOLD:
            return NotSoldOnline(**known)
        case Why.REFUNDED:
            return PaymentReturned(**known)
    return PaymentNotMade(headers={"Retry-After": "1"}, **known)


def is_in_doubt(checkout: Checkout) -> bool:
    """Whether nobody knows yet if money is taken: it is neither paid, nor sure never to be."""
    if checkout.is_over:
        return False
    return checkout.ending is None or checkout.state in (State.PLACED, State.CAPTURED)


def costs_now(checkout: Checkout | None, here: Money) -> Money:
    """What the books said it costs now, where they did; else what the basket says."""
    told = checkout.told.get("total") if checkout else None
    return amount(told) if told else here


def words_for(checkout: Checkout) -> tuple[str, str]:
    """What the bank's reason means, and what to do."""
    return DECLINES.get(checkout.why, DECLINES["declined"])


def _total(checkout: Checkout) -> Money:
    return checkout.reservation.total if checkout.reservation else checkout.total
