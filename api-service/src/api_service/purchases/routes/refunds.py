"""What was given back, over HTTP."""

from flask import Blueprint, Response

from api_service.collaborators import Collaborators
from api_service.errors import AlreadyRefunded, CannotRefund, PurchaseNotFound
from api_service.purchases.payloads.refunds import RefundAnswer, RefundRequest, refund_answer
from api_service.purchases.use_cases.refunds import book_refund
from common.access import SERVICES, allow
from common.api import Header, answer, operation
from common.errors import IdempotencyKeyReused, InvalidIdempotencyKey, MissingIdempotencyKey
from common.idempotency import HEADER, expect, replayed
from common.web import collaborators

blueprint = Blueprint("refunds", __name__)


@blueprint.post("/api/v1/refunds")
@operation(
    summary="Book that a web purchase was given back, once",
    tag="Web orders",
    body=RefundRequest,
    answer=RefundAnswer,
    status=201,
    headers=(Header(HEADER, "The refund's id.", required=True),),
    errors=(
        AlreadyRefunded,
        CannotRefund,
        PurchaseNotFound,
        IdempotencyKeyReused,
        InvalidIdempotencyKey,
        MissingIdempotencyKey,
    ),
)
@allow(SERVICES)
def book(body: RefundRequest) -> Response:
    """All of it; its units are back where they were sent from. A repeat is answered as the first time."""
    expect(body.refund_id, "/refund_id")
    booked = book_refund(collaborators(Collaborators), body.asked())
    return answer(refund_answer(booked.refund), 201, replayed(booked.repeated))
