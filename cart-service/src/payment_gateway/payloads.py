"""Payments and the ledger as JSON has them."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field

from common.facts import Facts, FactsQuery, page
from common.money import Money
from common.payload import Answer, MoneyField, Payload, Text
from payment_gateway.models.cards import Card, Reason
from payment_gateway.models.payments import Kind, Payment, Status
from payment_gateway.repository import Placed


def _positive(amount: Money) -> Money:
    if amount.minor <= 0:
        raise ValueError("an amount is more than nothing")
    return amount


Amount = Annotated[MoneyField, AfterValidator(_positive)]


class CardField(Payload):
    """A card as somebody typed it; the code is asked for, looked at by nobody and forgotten."""

    number: Annotated[str, Field(pattern=r"^[0-9]{13,19}$", repr=False)]
    expiry: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])/[0-9]{2}$", repr=False)]
    code: Annotated[str, Field(pattern=r"^[0-9]{3,4}$", repr=False)]
    name: Annotated[Text, Field(min_length=1, max_length=200, repr=False)]

    def card(self) -> Card:
        """What the bank looks at."""
        return Card(self.number, self.expiry)


class AuthoriseRequest(Payload):
    """An amount to hold on a card, and the caller's own word for the payment."""

    amount: Amount
    card: CardField
    reference: Annotated[Text, Field(max_length=200)]


class AmountRequest(Payload):
    """An amount to take, or to give back."""

    amount: Amount


class VoidRequest(Payload):
    """Nothing needs to be said."""


class CardAnswer(Answer):
    """What is kept of a card."""

    brand: str
    last4: str


class PaymentAnswer(Answer):
    """A payment as its ledger has it; an amount is null where nothing was held, taken or given back."""

    id: uuid.UUID
    reference: str
    status: Status
    authorised: MoneyField | None
    captured: MoneyField | None
    refunded: MoneyField | None
    reason: Reason | None
    card: CardAnswer | None
    capture_id: uuid.UUID | None
    refund_ids: list[uuid.UUID]


class LedgerFact(Answer):
    """An entry of the ledger; without an amount it called off what never arrived."""

    place: int
    entry_id: uuid.UUID
    payment_id: uuid.UUID
    kind: Kind
    amount: MoneyField | None
    at: datetime
    reference: str


def payment_answer(payment: Payment) -> PaymentAnswer:
    """A payment as the gateway answers it."""
    request = payment.request
    mark = request.card if request else None
    return PaymentAnswer(
        id=payment.id,
        reference=request.reference if request else "",
        status=payment.status,
        authorised=payment.authorised,
        captured=payment.captured,
        refunded=payment.refunded,
        reason=request.reason if request else None,
        card=CardAnswer(brand=mark.brand, last4=mark.last4) if mark else None,
        capture_id=payment.capture.id if payment.capture else None,
        refund_ids=[entry.id for entry in payment.refunds],
    )


def ledger_facts(entries: Sequence[Placed], query: FactsQuery) -> Facts:
    """A page of the ledger, of one entry more than was asked for where more follow."""
    return page([_fact(each).model_dump(mode="json") for each in entries], query)


def _fact(placed: Placed) -> LedgerFact:
    entry = placed.entry
    return LedgerFact(
        place=placed.place,
        entry_id=entry.id,
        payment_id=entry.payment_id,
        kind=entry.kind,
        amount=entry.amount,
        at=placed.at,
        reference=entry.reference,
    )
