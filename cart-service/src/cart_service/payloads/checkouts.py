"""Checkouts as /api/v1 has them, and why one became no order."""

import uuid
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from cart_service.errors import (
    CouponGone,
    CouponOver,
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
from cart_service.repository.checkouts import Kept
from common.errors import ServiceError
from common.money import Money
from common.payload import Answer, MoneyField, Payload, Text

Name = Annotated[Text, Field(max_length=200)]
Email = Annotated[Text, Field(max_length=254)]
Line = Annotated[Text, Field(max_length=200)]
Short = Annotated[Text, Field(max_length=20)]
Country = Annotated[Text, Field(max_length=2, pattern="^([A-Z]{2})?$")]
Secret = Annotated[Text, Field(max_length=40, repr=False)]

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


class CustomerPart(Payload):
    """Who buys; empty for somebody who has signed in."""

    name: Name = ""
    email: Email = ""


class AddressPart(Payload):
    """Where it goes."""

    street: Line = ""
    postcode: Short = ""
    city: Annotated[Text, Field(max_length=100)] = ""
    country: Country = ""


class CardPart(Payload):
    """A card; it is handed to the payment gateway and kept nowhere."""

    number: Secret
    expiry: Secret
    code: Secret


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
    "country": "/address/country",
    "number": "/card/number",
    "expiry": "/card/expiry",
    "code": "/card/code",
}


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
    """A checkout as the auditor reads it. `stepped_at` stands still while it is only tried again."""

    place: int
    id: uuid.UUID
    state: State
    payment_id: uuid.UUID
    reservation_id: uuid.UUID
    total: MoneyField
    changed_at: datetime
    stepped_at: datetime


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
        total=total_due(checkout),
        lines=lines,
        card=CheckoutCard(brand=checkout.card_brand, last4=checkout.card_last4),
        order_id=checkout.id if checkout.order_number else None,
        order_number=checkout.order_number,
        begun_at=checkout.begun_at,
    )


def fact(kept: Kept) -> dict[str, Any]:
    """As the auditor reads it."""
    checkout = kept.checkout
    return CheckoutFact(
        place=checkout.place,
        id=checkout.id,
        state=checkout.state,
        payment_id=checkout.payment_id,
        reservation_id=checkout.reservation_id,
        total=total_due(checkout),
        changed_at=kept.changed_at,
        stepped_at=kept.stepped_at,
    ).model_dump(mode="json")


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
        case Why.COUPON_USED:
            told = checkout.told.get("coupons") or list(checkout.coupons)
            said = "A coupon of the basket was used before, or is being used now"
            return CouponGone(said, coupons=told, **known)
        case Why.COUPON_ENDED:
            return CouponOver(coupons=list(checkout.coupons), **known)
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


def total_due(checkout: Checkout) -> Money:
    """What is paid, once the books have priced it; before, what the shopper saw."""
    return checkout.reservation.total if checkout.reservation else checkout.total
