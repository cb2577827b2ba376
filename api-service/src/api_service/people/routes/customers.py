"""Customers over HTTP: document 000's lookup and /api/v1."""

import uuid

from flask import Blueprint, Response

from api_service.collaborators import Collaborators
from api_service.errors import CustomerNotFound, NameMissing
from api_service.people.payloads import customers as payloads
from api_service.people.use_cases import customers as use_cases
from common.access import SIGNED_IN, STAFF, allow, caller
from common.api import Header, answer, operation
from common.errors import IdempotencyKeyReused, InvalidIdempotencyKey
from common.idempotency import HEADER, at_hand, replayed
from common.web import collaborators

blueprint = Blueprint("customers", __name__)


@blueprint.get("/customers")
@operation(
    summary="A customer's purchases by name (document 000)",
    tag="Customers",
    query=payloads.DocumentNameQuery,
    answer=payloads.DocumentCustomer,
    errors=(CustomerNotFound, NameMissing),
)
@allow(STAFF)
def customer_purchases(query: payloads.DocumentNameQuery) -> Response:
    """The customer that a name means best, and what they bought."""
    if not query.name:
        raise NameMissing
    found = use_cases.purchases_by_name(
        collaborators(Collaborators), query.name, branch_id=caller().branch_id
    )
    return answer(payloads.document_customer(*found))


@blueprint.get("/api/v1/customers")
@operation(
    summary="Search customers by name or by the beginning of their id",
    tag="Customers",
    query=payloads.CustomerSearch,
    answer=payloads.CustomerList,
)
@allow(STAFF)
def search_customers(query: payloads.CustomerSearch) -> Response:
    """Customers, the best match first."""
    found = use_cases.search_customers(
        collaborators(Collaborators), query.search, limit=query.limit
    )
    return answer(
        payloads.CustomerList(customers=[payloads.customer_answer(each) for each in found])
    )


@blueprint.post("/api/v1/customers")
@operation(
    summary="Enter a customer",
    tag="Customers",
    body=payloads.CustomerRequest,
    answer=payloads.CustomerAnswer,
    status=201,
    headers=(Header(HEADER, "Makes a repeat enter nobody twice; becomes the id."),),
    errors=(IdempotencyKeyReused, InvalidIdempotencyKey),
)
@allow(STAFF)
def add_customer(body: payloads.CustomerRequest) -> Response:
    """Enter a customer."""
    customer_id = at_hand(required=False)
    customer, repeated = use_cases.add_customer(
        collaborators(Collaborators), customer_id, name=body.name, email=body.email
    )
    headers = {"Location": f"/api/v1/customers/{customer.id}"}
    headers |= replayed(repeated)
    return answer(payloads.customer_answer(customer), 201, headers)


@blueprint.get("/api/v1/customers/<uuid:customer_id>")
@operation(
    summary="Look one customer up",
    tag="Customers",
    answer=payloads.CustomerAnswer,
    errors=(CustomerNotFound,),
)
@allow(SIGNED_IN)
def show_customer(customer_id: uuid.UUID) -> Response:
    """One customer."""
    found = use_cases.find_customer(collaborators(Collaborators), customer_id, caller=caller())
    return answer(payloads.customer_answer(found))
