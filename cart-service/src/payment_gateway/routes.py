"""The gateway's addresses: payments, and the ledger for whoever audits it. Our own services alone are answered."""

import socket
import uuid

from flask import Blueprint, Response, request

from common import faults, idempotency
from common.access import SERVICES, allow
from common.api import Header, answer, operation
from common.errors import (
    IdempotencyKeyReused,
    InternalError,
    InvalidIdempotencyKey,
    MissingIdempotencyKey,
)
from common.facts import Facts, FactsQuery
from common.web import collaborators
from payment_gateway import payloads, use_cases
from payment_gateway.collaborators import Collaborators
from payment_gateway.errors import (
    AlreadyCaptured,
    AnotherPayment,
    CardIsDeclined,
    ExceedsAuthorised,
    ExceedsCapture,
    NoSuchPayment,
    NotAuthorised,
    PaymentIsVoid,
)
from payment_gateway.use_cases import Done

blueprint = Blueprint("payments", __name__, url_prefix="/api/v1")

_KEY = Header(idempotency.HEADER, "The refund's own id, best a UUID.", required=True)


@blueprint.post("/payments/<uuid:payment_id>/authorise")
@operation(
    summary="Hold an amount on a card",
    tag="Payments",
    body=payloads.AuthoriseRequest,
    answer=payloads.PaymentAnswer,
    status=201,
    errors=(CardIsDeclined, PaymentIsVoid, AnotherPayment),
)
@allow(SERVICES)
def authorise(payment_id: uuid.UUID, body: payloads.AuthoriseRequest) -> Response:
    """The caller makes the payment's id; a repeat under it is answered as the first time, a decline too."""
    gateway = collaborators(Collaborators)
    done = use_cases.authorise(gateway, payment_id, body.amount, body.card.card(), body.reference)
    if not done.is_answered:
        _cut_the_line()
    return _answer(done)


@blueprint.post("/payments/<uuid:payment_id>/capture")
@operation(
    summary="Take what is held",
    tag="Payments",
    body=payloads.AmountRequest,
    answer=payloads.PaymentAnswer,
    status=201,
    errors=(NotAuthorised, PaymentIsVoid, AnotherPayment, ExceedsAuthorised),
)
@allow(SERVICES)
def capture(payment_id: uuid.UUID, body: payloads.AmountRequest) -> Response:
    """At most what was authorised, once; a repeat is answered as the first time."""
    return _answer(use_cases.capture(collaborators(Collaborators), payment_id, body.amount))


@blueprint.post("/payments/<uuid:payment_id>/void")
@operation(
    summary="Call a payment off",
    tag="Payments",
    body=payloads.VoidRequest,
    answer=payloads.PaymentAnswer,
    status=201,
    errors=(AlreadyCaptured,),
)
@allow(SERVICES)
def void(payment_id: uuid.UUID, body: payloads.VoidRequest) -> Response:
    """Also one that never arrived: whatever comes under its id later is refused."""
    del body
    return _answer(use_cases.void(collaborators(Collaborators), payment_id))


@blueprint.post("/payments/<uuid:payment_id>/refunds")
@operation(
    summary="Give back some of what was taken",
    tag="Payments",
    body=payloads.AmountRequest,
    answer=payloads.PaymentAnswer,
    status=201,
    headers=(_KEY,),
    errors=(
        NoSuchPayment,
        NotAuthorised,
        PaymentIsVoid,
        ExceedsCapture,
        IdempotencyKeyReused,
        MissingIdempotencyKey,
        InvalidIdempotencyKey,
    ),
)
@allow(SERVICES)
def refund(payment_id: uuid.UUID, body: payloads.AmountRequest) -> Response:
    """Once under its key, for ever; all refunds together never give back more than was captured."""
    refund_id = idempotency.at_hand(required=True)
    gateway = collaborators(Collaborators)
    return _answer(use_cases.refund(gateway, payment_id, refund_id, body.amount))


@blueprint.get("/payments/<uuid:payment_id>")
@operation(
    summary="Look at a payment",
    tag="Payments",
    answer=payloads.PaymentAnswer,
    errors=(NoSuchPayment,),
)
@allow(SERVICES)
def show(payment_id: uuid.UUID) -> Response:
    """Whoever got no answer asks here; 404 says that nothing ever arrived."""
    payment = use_cases.look(collaborators(Collaborators), payment_id)
    return answer(payloads.payment_answer(payment), headers={"Cache-Control": "no-store"})


@blueprint.get("/facts/ledger")
@operation(
    summary="Read the ledger",
    tag="Facts",
    query=FactsQuery,
    answer=Facts,
)
@allow(SERVICES)
def ledger(query: FactsQuery) -> Response:
    """Every entry behind a place, in the order of their places; none appears later before one that was read."""
    entries = use_cases.entries(collaborators(Collaborators), query.after, query.limit + 1)
    return answer(payloads.ledger_facts(entries, query), headers={"Cache-Control": "no-store"})


def _answer(done: Done) -> Response:
    faults.point("gateway.before_reply")
    headers = {"Cache-Control": "no-store"} | idempotency.replayed(done.repeated)
    return answer(payloads.payment_answer(done.payment), 201, headers)


def _cut_the_line() -> None:
    """What was decided stands, and the caller does not hear of it."""
    line: socket.socket | None = request.environ.get("gunicorn.socket")
    if line is not None:
        line.shutdown(socket.SHUT_RDWR)
    raise InternalError("The reply to this card is lost on purpose")
