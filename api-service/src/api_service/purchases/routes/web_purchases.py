"""Web orders that were paid, over HTTP."""

from flask import Blueprint, Response, request

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
from common.errors import (
    FieldError,
    IdempotencyKeyReused,
    InvalidIdempotencyKey,
    InvalidRequest,
    MissingIdempotencyKey,
)
from common.idempotency import HEADER, id_of
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
    if id_of(request.headers.get(HEADER), required=True) != body.order_id:
        detail = "is not what the request's key says"
        raise InvalidRequest(errors=(FieldError("/order_id", detail),))
    booked = book_web_purchase(collaborators(Collaborators), body.order())
    headers = {"Location": f"/api/v1/purchases/{booked.purchase.id}"}
    if booked.repeated:
        headers["Idempotent-Replayed"] = "true"
    return answer(purchase_answer(booked.purchase), 201, headers)
