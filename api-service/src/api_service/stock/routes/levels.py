"""Levels over HTTP."""

from flask import Blueprint, Response

from api_service.catalogue.use_cases import branch_in_reach
from api_service.collaborators import Collaborators
from api_service.errors import AlreadyOpened, ProductNotFound, UnknownBranch
from api_service.stock.payloads import levels as payloads
from api_service.stock.use_cases import levels as use_cases
from common.access import MANAGERS, STAFF, allow, caller
from common.api import answer, next_page, operation
from common.errors import InvalidCursor
from common.web import collaborators

blueprint = Blueprint("levels", __name__)


@blueprint.get("/api/v1/levels")
@operation(
    summary="What a branch has of each product",
    tag="Stock",
    query=payloads.LevelQuery,
    answer=payloads.LevelList,
    errors=(InvalidCursor, UnknownBranch),
)
@allow(STAFF)
def list_levels(query: payloads.LevelQuery) -> Response:
    """A page of a branch's levels."""
    books = collaborators(Collaborators)
    branch_in_reach(caller(), query.branch)
    cursors, asked = books.cursors(of="levels"), {"branch": query.branch}
    after = int(cursors.read(query.cursor, asked)[0]) if query.cursor else 0
    found = use_cases.levels(books, query.branch, after=after, limit=query.limit + 1)
    page = found[: query.limit]
    cursor = cursors.write([page[-1].product_id], asked) if len(found) > query.limit else None
    listed = payloads.LevelList(levels=[payloads.level_answer(each) for each in page], next=cursor)
    return answer(listed, headers=next_page(cursor))


@blueprint.post("/api/v1/openings")
@operation(
    summary="Put the first units of a product on a branch's shelves",
    tag="Stock",
    body=payloads.OpeningRequest,
    answer=payloads.OpeningAnswer,
    status=201,
    errors=(UnknownBranch, ProductNotFound, AlreadyOpened),
)
@allow(MANAGERS)
def open_stock(body: payloads.OpeningRequest) -> Response:
    """A product opens in a branch once; the same quantity again is answered as the first time."""
    branch_in_reach(caller(), body.branch_id)
    use_cases.open_stock(
        collaborators(Collaborators), body.branch_id, body.product_id, body.quantity
    )
    opened = payloads.OpeningAnswer(
        branch_id=body.branch_id, product_id=body.product_id, quantity=body.quantity
    )
    return answer(opened, 201)
