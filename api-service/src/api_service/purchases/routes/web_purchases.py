"""Web orders that were paid, over HTTP."""

from flask import Blueprint, Response

from api_service.collaborators import Collaborators
from api_service.errors import (
    PaymentBooked,
    ReservationBooked,
    ReservationLapsed,
    ReservationNotFound,
)
from api_service.purchases.payloads.sales import PurchaseAnswer, purchase_answer
from api_service.purchases.payloads.web_purchases import WebPurchaseRequest
from api_service.purchases.use_cases.web_purchases import book_web_purchase
from common.access import SERVICES, allow
from common.api import Header, answer, operation
from common.errors import IdempotencyKeyReused, InvalidIdempotencyKey, MissingIdempotencyKey
from common.idempotency import HEADER, expect, replayed
from common.web import collaborators

blueprint = Blueprint("web_purchases", __name__)


@blueprint.post("/api/v1/web-purchases")
@operation(
    summary="Book a web order that was paid, once",
    tag="Web orders",
    body=WebPurchaseRequest,
    answer=PurchaseAnswer,
    status=201,
    headers=(Header(HEADER, "The order's id.", required=True),),
    errors=(
        ReservationLapsed,
        ReservationNotFound,
        ReservationBooked,
        PaymentBooked,
        IdempotencyKeyReused,
        InvalidIdempotencyKey,
        MissingIdempotencyKey,
    ),
)
@allow(SERVICES)
def book(body: WebPurchaseRequest) -> Response:
    """The order's reservation becomes a purchase, at its prices; a repeat is answered as the first time."""
    expect(body.order_id, "/order_id")
    booked = book_web_purchase(collaborators(Collaborators), body.order())
    headers = {"Location": f"/api/v1/purchases/{booked.purchase.id}"}
    return answer(purchase_answer(booked.purchase), 201, headers | replayed(booked.repeated))
