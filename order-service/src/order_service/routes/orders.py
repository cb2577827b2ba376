"""Orders under /api/v1: placed and paid by services, moved on by managers, cancelled by whom they are."""

import uuid

from flask import Blueprint, Response

from common import idempotency
from common.access import EVERYBODY, MANAGERS, MANAGERS_AND_SERVICES, SERVICES, allow
from common.api import Header, answer, operation
from common.errors import (
    IdempotencyKeyReused,
    InvalidCursor,
    InvalidIdempotencyKey,
    MissingIdempotencyKey,
    PreconditionFailed,
    PreconditionRequired,
)
from common.web import collaborators
from order_service.collaborators import Collaborators
from order_service.errors import (
    ImpossibleStep,
    NoSuchOrder,
    OrderCancelled,
    PaidOtherwise,
    WrongSum,
)
from order_service.models.order import Order
from order_service.models.wanted import Wanted
from order_service.payloads import answers
from order_service.payloads import orders as payloads
from order_service.payloads.viewing import KEY, viewer
from order_service.routes import answering
from order_service.routes.answering import IF_MATCH, version_meant, with_version
from order_service.use_cases import moving, paying, placing, reading

blueprint = Blueprint("orders", __name__, url_prefix="/api/v1/orders")

_TAG = "Orders"
_ID = Header(idempotency.HEADER, "The order's id, which is the checkout's.", required=True)


@blueprint.post("")
@operation(
    summary="Place an order, and hold its goods",
    tag=_TAG,
    body=payloads.PlaceRequest,
    answer=answers.OrderAnswer,
    status=201,
    headers=(_ID,),
    errors=(
        MissingIdempotencyKey,
        InvalidIdempotencyKey,
        IdempotencyKeyReused,
        WrongSum,
        OrderCancelled,
    ),
)
@allow(SERVICES)
def place(body: payloads.PlaceRequest) -> Response:
    """The order; a repeat is answered as the first time, unless the order was called off before it was paid."""
    desk = collaborators(Collaborators)
    idempotency.expect(body.id, "/id")
    who = viewer(desk)
    placed = placing.place(desk, payloads.draft(body), payloads.fingerprint(body), who.by)
    token = desk.links.key_of(placed.order.id)
    return _answer(placed.order, status=201, access_token=token, repeated=placed.repeated)


@blueprint.post("/<uuid:order_id>/payment")
@operation(
    summary="Say by which capture an order is paid",
    tag=_TAG,
    body=payloads.PaymentRequest,
    answer=answers.OrderAnswer,
    errors=(NoSuchOrder, OrderCancelled, PaidOtherwise, WrongSum),
)
@allow(SERVICES)
def pay(order_id: uuid.UUID, body: payloads.PaymentRequest) -> Response:
    """The order with its invoice; the same capture once more gets the order as it stands by then."""
    desk = collaborators(Collaborators)
    order = paying.pay(desk, order_id, payloads.payment(body), body.amount, viewer(desk).by)
    return _answer(order, access_token=desk.links.key_of(order.id))


@blueprint.get("")
@operation(
    summary="List orders, newest first",
    tag=_TAG,
    query=payloads.OrderList,
    answer=answers.OrdersAnswer,
    errors=(InvalidCursor,),
)
@allow(MANAGERS_AND_SERVICES)
def listed(query: payloads.OrderList) -> Response:
    """By pages; a branch's manager sees what is sent from there."""
    desk = collaborators(Collaborators)
    wanted, filters = Wanted(status=query.status), {"status": query.status}
    found, headers = answering.listed(desk, query, of="orders", wanted=wanted, filters=filters)
    told = [answers.order_answer(each, to_staff=True) for each in found]
    return answer(answers.OrdersAnswer(orders=told), headers=headers)


@blueprint.get("/<uuid:order_id>")
@operation(
    summary="Look at an order",
    tag=_TAG,
    answer=answers.OrderAnswer,
    headers=(KEY,),
    errors=(NoSuchOrder,),
)
@allow(EVERYBODY)
def show(order_id: uuid.UUID) -> Response:
    """One's own, or any that a link's key opens; its ETag is its version."""
    desk = collaborators(Collaborators)
    return _answer(reading.find(desk, order_id, viewer(desk)))


@blueprint.put("/<uuid:order_id>/status")
@operation(
    summary="Move an order on",
    tag=_TAG,
    body=payloads.StatusRequest,
    answer=answers.OrderAnswer,
    headers=(IF_MATCH,),
    errors=(NoSuchOrder, ImpossibleStep, PreconditionFailed, PreconditionRequired),
)
@allow(MANAGERS)
def set_status(order_id: uuid.UUID, body: payloads.StatusRequest) -> Response:
    """One step further."""
    desk = collaborators(Collaborators)
    version = version_meant()
    if version is None:
        raise PreconditionRequired
    return _answer(moving.move(desk, order_id, body.status, viewer(desk), version=version))


@blueprint.post("/<uuid:order_id>/cancel")
@operation(
    summary="Cancel an order",
    tag=_TAG,
    body=payloads.CancelRequest,
    answer=answers.OrderAnswer,
    headers=(KEY,),
    errors=(NoSuchOrder, ImpossibleStep),
)
@allow(EVERYBODY)
def cancel(order_id: uuid.UUID, body: payloads.CancelRequest) -> Response:
    """Until it is shipped; what was paid goes back by itself. Once more: the order as it stands."""
    desk = collaborators(Collaborators)
    return _answer(moving.cancel(desk, order_id, viewer(desk), why=body.reason))


def _answer(
    order: Order, *, status: int = 200, access_token: str | None = None, repeated: bool = False
) -> Response:
    to_staff = viewer(collaborators(Collaborators)).is_staff
    told = answers.order_answer(order, to_staff=to_staff, access_token=access_token)
    return with_version(order, told, status=status, repeated=repeated)
