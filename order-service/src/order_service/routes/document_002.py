"""Orders as document 002 asks for them."""

import uuid

from flask import Blueprint, Response

from common import idempotency
from common.access import EVERYBODY, MANAGERS_AND_SERVICES, allow
from common.api import Header, answer, operation
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
from order_service.payloads.orders import fingerprint
from order_service.payloads.viewing import KEY, viewer
from order_service.routes import answering
from order_service.routes.answering import IF_MATCH, version_meant, with_version
from order_service.use_cases import moving, placing, reading

blueprint = Blueprint("document_002", __name__, url_prefix="/api/orders")

_TAG = "The documents' orders"
_ONCE = Header(
    idempotency.HEADER,
    "A UUID made for this order; a repeat with it is answered as the first time.",
)


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
    order_id = idempotency.at_hand(required=False)
    draft = payloads.draft(order_id, body, desk.books.company().currency)
    placed = placing.place(desk, draft, fingerprint(body), viewer(desk).by)
    return _answer(placed.order, status=201, repeated=placed.repeated)


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
    found, headers = answering.listed(
        desk, query, of="document orders", wanted=Wanted(), filters={}
    )
    told = [payloads.document_order(each, to_staff=True) for each in found]
    return answer(payloads.DocumentOrders(told), headers=headers)


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


def _answer(order: Order, *, status: int = 200, repeated: bool = False) -> Response:
    to_staff = viewer(collaborators(Collaborators)).is_staff
    told = payloads.document_order(order, to_staff=to_staff)
    return with_version(order, told, status=status, repeated=repeated)
