"""Products, promotions and branches over HTTP."""

from flask import Blueprint, Response, request

from api_service.catalogue import payloads, use_cases
from api_service.collaborators import Collaborators
from api_service.errors import ProductNotFound
from common.access import STAFF_AND_SERVICES, allow
from common.api import answer, next_page, operation
from common.errors import InvalidCursor
from common.web import collaborators

blueprint = Blueprint("catalogue", __name__)


@blueprint.get("/api/v1/products")
@operation(
    summary="List products on sale, by name, code or barcode",
    tag="Catalogue",
    query=payloads.ProductQuery,
    answer=payloads.ProductList,
    errors=(InvalidCursor,),
)
@allow(STAFF_AND_SERVICES)
def list_products(query: payloads.ProductQuery) -> Response:
    """A page of products; with If-None-Match nothing is read unless the catalogue changed."""
    books = collaborators(Collaborators)
    cursors = books.cursors(of="products")
    asked = {"search": query.search}
    after = int(cursors.read(query.cursor, asked)[0]) if query.cursor else 0
    etag = f"products-{use_cases.revision(books)}"
    if request.if_none_match.contains_weak(etag):
        return _unchanged(etag)
    found, revision = use_cases.search_products(
        books, words=query.search, after=after, limit=query.limit + 1
    )
    page = found[: query.limit]
    cursor = cursors.write([page[-1].id], asked) if len(found) > query.limit else None
    listed = payloads.ProductList(
        products=[payloads.product_answer(each) for each in page], next=cursor
    )
    response = answer(listed, headers=next_page(cursor))
    response.set_etag(f"products-{revision}")
    return response


@blueprint.get("/api/v1/products/<int:product_id>")
@operation(
    summary="Look one product up",
    tag="Catalogue",
    answer=payloads.ProductAnswer,
    errors=(ProductNotFound,),
)
@allow(STAFF_AND_SERVICES)
def show_product(product_id: int) -> Response:
    """One product."""
    found = use_cases.find_product(collaborators(Collaborators), product_id)
    return answer(payloads.product_answer(found))


@blueprint.get("/api/v1/branches")
@operation(
    summary="List the company's branches and their tills",
    tag="Catalogue",
    answer=payloads.BranchList,
)
@allow(STAFF_AND_SERVICES)
def list_branches() -> Response:
    """The company and its branches; with If-None-Match nothing is read unless the catalogue changed."""
    books = collaborators(Collaborators)
    etag = f"branches-{use_cases.revision(books)}"
    if request.if_none_match.contains_weak(etag):
        return _unchanged(etag)
    company, branches, revision = use_cases.places(books)
    response = answer(payloads.branch_list(company, branches))
    response.set_etag(f"branches-{revision}")
    return response


@blueprint.get("/api/v1/promotions")
@operation(
    summary="List the promotions that anybody may have",
    tag="Catalogue",
    answer=payloads.PromotionList,
)
@allow(STAFF_AND_SERVICES)
def list_promotions() -> Response:
    """Their rules; with If-None-Match nothing is read unless the catalogue changed."""
    books = collaborators(Collaborators)
    etag = f"promotions-{use_cases.revision(books)}"
    if request.if_none_match.contains(etag):
        return _unchanged(etag)
    promotions, revision = use_cases.promotions(books)
    response = answer(payloads.promotion_list(promotions))
    response.set_etag(f"promotions-{revision}")
    return response


def _unchanged(etag: str) -> Response:
    response = Response(status=304)
    response.set_etag(etag)
    return response
