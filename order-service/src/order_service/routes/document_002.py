"""Orders as document 002 asks for them."""

import uuid

from flask import Blueprint, Response, request

from common import idempotency
from common.access import EVERYBODY, MANAGERS_AND_SERVICES, allow
from common.api import Header, answer, next_page, operation
from common.cursors import Cursors
from common.errors import (
    IdempotencyKeyReused,
    InvalidCursor,
    InvalidIdempotencyKey,
    PreconditionFailed,
)
from common.payload import Page
from common.web import collaborators
from order_service.collaborators import Collaborators
from order_service.errors import ImpossibleStep, NoSuchOrder, WrongSum
from order_service.models.order import Order
from order_service.models.wanted import Wanted
from order_service.payloads import document as payloads
from order_service.payloads.viewing import KEY, viewer
from order_service.routes.orders import IF_MATCH, etag_of, version_meant
from order_service.use_cases import moving, placing, reading

blueprint = Blueprint("document_002", __name__, url_prefix="/api/orders")

_TAG = "The documents' orders"
_ONCE = Header(
    idempotency.HEADER, "A UUID made for this order; a repeat with it is the same order."
)

_NOT_KEPT = {"Cache-Control": "no-store"}


@blueprint.post("")
@operation(
    summary="Create an order (document 002)",
    tag=_TAG,
    body=payloads.CreateOrder,
    answer=payloads.DocumentOrder,
    status=201,
    headers=(_ONCE,),
    errors=(InvalidIdempotencyKey, IdempotencyKeyReused, WrongSum),
)
@allow(MANAGERS_AND_SERVICES)
def create(body: payloads.CreateOrder) -> Response:
    """It is placed, with nothing held for it; unpaid for a day, it is cancelled."""
    desk = collaborators(Collaborators)
    order_id = idempotency.id_of(request.headers.get(idempotency.HEADER), required=False)
    draft = payloads.draft(order_id, body, desk.books.company().currency)
    order = placing.place(desk, draft, payloads.fingerprint(body), viewer(desk).by)
    return _answer(order, status=201)


@blueprint.get("")
@operation(
    summary="List orders, newest first (document 002)",
    tag=_TAG,
    query=Page,
    answer=payloads.DocumentOrders,
    errors=(InvalidCursor,),
)
@allow(MANAGERS_AND_SERVICES)
def listed(query: Page) -> Response:
    """By pages, whose header Link leads on."""
    desk = collaborators(Collaborators)
    cursors = Cursors(desk.settings.secret_key.get_secret_value(), of="document orders")
    before = cursors.read(query.cursor, {})[0] if query.cursor else None
    found = reading.listed(desk, Wanted(before=before), viewer(desk).branch_id, query.limit)
    cursor = cursors.write([found.older], {}) if found.older else None
    told = [payloads.document_order(each, to_staff=True) for each in found.orders]
    return answer(payloads.DocumentOrders(told), headers=next_page(cursor) | _NOT_KEPT)


@blueprint.get("/<uuid:order_id>")
@operation(
    summary="Look at an order (document 002)",
    tag=_TAG,
    answer=payloads.DocumentOrder,
    headers=(KEY,),
    errors=(NoSuchOrder,),
)
@allow(EVERYBODY)
def show(order_id: uuid.UUID) -> Response:
    """One's own, or any that a link's key opens."""
    desk = collaborators(Collaborators)
    return _answer(reading.find(desk, order_id, viewer(desk)))


@blueprint.put("/<uuid:order_id>/status")
@operation(
    summary="Move an order on (document 002)",
    tag=_TAG,
    body=payloads.SetStatus,
    answer=payloads.DocumentOrder,
    headers=(IF_MATCH,),
    errors=(NoSuchOrder, ImpossibleStep, PreconditionFailed),
)
@allow(MANAGERS_AND_SERVICES)
def set_status(order_id: uuid.UUID, body: payloads.SetStatus) -> Response:
    """One step further; with If-Match only from the version that it names."""
    desk = collaborators(Collaborators)
    return _answer(moving.move(desk, order_id, body.status, viewer(desk), version=version_meant()))


def _answer(order: Order, *, status: int = 200) -> Response:
    to_staff = viewer(collaborators(Collaborators)).is_staff
    told = payloads.document_order(order, to_staff=to_staff)
    return answer(told, status=status, headers={"ETag": etag_of(order)} | _NOT_KEPT)
