"""Customers as JSON."""

import uuid
from typing import Annotated

from pydantic import Field

from api_service.people.models.customers import Bought, Customer
from api_service.people.payloads.fields import Email, Name
from common.payload import Answer, DecimalNumber, Moment, Payload, Text, Whole


class CustomerRequest(Payload):
    """A customer to enter."""

    name: Name
    email: Email | None = None


class CustomerSearch(Payload):
    """Whom to look for: words of a name, or the beginning of an id."""

    search: Name
    limit: Annotated[Whole, Field(ge=1, le=100)] = 20


class CustomerAnswer(Answer):
    """A customer; guests have no name."""

    id: uuid.UUID
    name: str | None
    email: str | None
    made_at: Moment


class CustomerList(Answer):
    """Customers, the best match first."""

    customers: list[CustomerAnswer]


class DocumentNameQuery(Payload):
    """Whose purchases document 000's endpoint shows."""

    name: Annotated[Text, Field(max_length=200)] = ""


class DocumentBought(Answer):
    """A thing bought, as document 000 has it."""

    product: str
    amount: DecimalNumber
    date: str


class DocumentCustomer(Answer):
    """A customer and what they bought, as document 000 has it; `other_matches` are names that fit less well."""

    customer: str
    purchases: list[DocumentBought]
    other_matches: list[str]


def customer_answer(customer: Customer) -> CustomerAnswer:
    """A customer as /api/v1 answers it."""
    return CustomerAnswer(
        id=customer.id, name=customer.name, email=customer.email, made_at=customer.made_at
    )


def document_customer(
    customer: Customer, bought: list[Bought], others: list[Customer]
) -> DocumentCustomer:
    """A customer as document 000 answers it; a date is the day where it was sold."""
    return DocumentCustomer(
        customer=customer.name or str(customer.id),
        purchases=[
            DocumentBought(
                product=each.description,
                amount=each.amount.decimal,
                date=each.day.isoformat(),
            )
            for each in bought
        ],
        other_matches=[other.name or str(other.id) for other in others],
    )
