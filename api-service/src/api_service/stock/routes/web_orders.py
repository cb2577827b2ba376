"""Who sends web orders, over HTTP."""

from flask import Blueprint, Response, request

from api_service.collaborators import Collaborators
from api_service.errors import BranchDoesNotSell, UnknownBranch
from api_service.stock.models.web_orders import WebOrders
from api_service.stock.payloads import web_orders as payloads
from api_service.stock.use_cases import web_orders as use_cases
from common.access import MANAGERS, OWNERS, allow
from common.api import Header, answer, operation
from common.errors import PreconditionFailed, PreconditionRequired
from common.web import collaborators

blueprint = Blueprint("web_orders", __name__)


@blueprint.get("/api/v1/web-orders")
@operation(summary="Which shop sends web orders", tag="Web orders", answer=payloads.WebOrdersAnswer)
@allow(MANAGERS)
def show_web_orders() -> Response:
    """The shop that was chosen, or else the first by id, with the ETag that a change needs."""
    return _web_orders(use_cases.who_sends(collaborators(Collaborators)))


@blueprint.put("/api/v1/web-orders")
@operation(
    summary="Choose the shop that sends web orders",
    tag="Web orders",
    body=payloads.WebOrdersRequest,
    answer=payloads.WebOrdersAnswer,
    headers=(Header("If-Match", "The ETag of what was read.", required=True),),
    errors=(UnknownBranch, BranchDoesNotSell, PreconditionFailed, PreconditionRequired),
)
@allow(OWNERS)
def choose_shop(body: payloads.WebOrdersRequest) -> Response:
    """Orders that come from now on are sent from there."""
    etag = request.headers.get("If-Match", "")
    if not etag:
        raise PreconditionRequired
    chosen = use_cases.let_send(collaborators(Collaborators), body.fulfilled_by, etag)
    return _web_orders(chosen)


def _web_orders(found: WebOrders) -> Response:
    return answer(payloads.web_orders_answer(found), headers={"ETag": found.etag})
