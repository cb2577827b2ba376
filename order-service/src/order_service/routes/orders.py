"""Orders under /api/v1: placed and paid by services, moved on by managers, cancelled by whom they are."""

import re
import uuid

from flask import Blueprint, Response, request

from common import idempotency
from common.access import EVERYBODY, MANAGERS, MANAGERS_AND_SERVICES, SERVICES, allow
from common.api import Header, answer, next_page, operation
from common.cursors import Cursors
from common.errors import (
    FieldError,
    IdempotencyKeyReused,
    InvalidCursor,
    InvalidIdempotencyKey,
    InvalidRequest,
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
from order_service.use_cases import moving, paying, placing, reading

blueprint = Blueprint("orders", __name__, url_prefix="/api/v1/orders")

_TAG = "Orders"
_ID = Header(idempotency.HEADER, "The order's id, which is the checkout's.", required=True)
IF_MATCH = Header("If-Match", "The ETag of the version that the change is meant for.")

_NOT_KEPT = {"Cache-Control": "no-store"}


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
    """The order; once more it is the order as it stands by then."""
    desk = collaborators(Collaborators)
    if idempotency.id_of(request.headers.get(idempotency.HEADER), required=True) != body.id:
        raise InvalidRequest(errors=(FieldError("/id", "is not the Idempotency-Key", "id"),))
    who = viewer(desk)
    order = placing.place(desk, payloads.draft(body), payloads.fingerprint(body), who.by)
    return _answer(order, status=201, access_token=desk.links.key_of(order.id))


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
    who = viewer(desk)
    cursors = Cursors(desk.settings.secret_key.get_secret_value(), of="orders")
    filters = {"status": query.status}
    before = cursors.read(query.cursor, filters)[0] if query.cursor else None
    found = reading.listed(
        desk, Wanted(status=query.status, before=before), who.branch_id, query.limit
    )
    cursor = cursors.write([found.older], filters) if found.older else None
    told = [answers.order_answer(each, to_staff=True) for each in found.orders]
    return answer(answers.OrdersAnswer(orders=told), headers=next_page(cursor) | _NOT_KEPT)


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


def version_meant() -> int | None:
    """The version that If-Match names; None without the header, 0 where it names none that could be one."""
    tags = request.headers.get("If-Match")
    if tags is None or tags.strip() == "*":
        return None
    found = re.fullmatch(r'\s*(?:W/)?"([0-9]{1,9})"\s*', tags)
    return int(found[1]) if found else 0


def etag_of(order: Order) -> str:
    """The version, as the header ETag has it."""
    return f'"{order.version}"'


def _answer(order: Order, *, status: int = 200, access_token: str | None = None) -> Response:
    to_staff = viewer(collaborators(Collaborators)).is_staff
    told = answers.order_answer(order, to_staff=to_staff, access_token=access_token)
    return answer(told, status=status, headers={"ETag": etag_of(order)} | _NOT_KEPT)
