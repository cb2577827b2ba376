"""The owner's numbers over HTTP: document 001's two endpoints and /api/v1/reports."""

import hashlib
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import Blueprint, Response, request
from pydantic import BaseModel

from api_service.analytics.payloads import definitions, document, rankings, sales
from api_service.analytics.payloads.asked import Days
from api_service.analytics.use_cases import reports
from api_service.catalogue.use_cases import branch_in_reach
from api_service.collaborators import Collaborators
from api_service.errors import CustomerNotFound, UnknownBranch
from common.access import MANAGERS, MANAGERS_AND_SERVICES, OWNERS, allow, caller
from common.api import answer, next_page, operation
from common.caching import marker
from common.errors import InvalidCursor
from common.web import collaborators

Asks = TypeVar("Asks", bound=Days)

blueprint = Blueprint("analytics", __name__)

#: Document 001 shows the products with the three highest counts.
_PLACES = 3

#: Fields that differ from one answer to the next though nothing else does.
_MOMENTS = {"as_of", "generated_at"}


@blueprint.get("/dashboard/analytics")
@operation(
    summary="Unique buyers, loyal buyers and top products (document 001)",
    tag="Supermarket",
    query=document.DocumentAnalyticsQuery,
    answer=document.DocumentAnalytics,
)
@allow(OWNERS)
def document_analytics(query: document.DocumentAnalyticsQuery) -> Response:
    """The owner's numbers as document 001 has them."""
    books = collaborators(Collaborators)
    least = query.min_purchases or books.settings.min_purchases

    def compute() -> tuple[BaseModel, None]:
        found = reports.favourites(
            books, min_purchases=least, most_buyers=document.MOST_BUYERS, places=_PLACES
        )
        return document.document_analytics(found), None

    return _kept(books, f"analytics {least}", compute)


@blueprint.get("/cashier/users_orders_purchases")
@operation(
    summary="Buyers and what they bought, newest first (document 001)",
    tag="Supermarket",
    query=document.DocumentBuyersQuery,
    answer=document.DocumentBuyers,
    errors=(InvalidCursor,),
)
@allow(OWNERS)
def users_orders_purchases(query: document.DocumentBuyersQuery) -> Response:
    """A page of buyers as document 001 has them; the header Link leads to the next."""
    books = collaborators(Collaborators)
    cursors = books.cursors(of="users_orders_purchases")
    after = _place_of(cursors.read(query.cursor, {})) if query.cursor else None

    def compute() -> tuple[BaseModel, str | None]:
        found = reports.newest_buyers(books, after=after, limit=document.MOST_BUYERS + 1)
        page, cursor = found[: document.MOST_BUYERS], None
        if len(found) > len(page):
            last = page[-1]
            cursor = cursors.write([last.last_purchase_at.isoformat(), str(last.customer_id)], {})
        return document.document_buyers(page), cursor

    return _kept(books, f"buyers {query.cursor}", compute)


@blueprint.get("/api/v1/reports/sales")
@operation(
    summary="Sales by hour, day, week or month, beside earlier ones",
    tag="Reports",
    query=sales.SalesQuery,
    answer=sales.SalesAnswer,
    errors=(UnknownBranch,),
)
@allow(MANAGERS)
def report_sales(query: sales.SalesQuery) -> Response:
    """What was sold."""
    books, query = collaborators(Collaborators), _in_reach(query)

    def compute() -> tuple[BaseModel, None]:
        report = reports.sales(books, query.asked, group=query.group, comparison=query.compare)
        return sales.sales_answer(report), None

    return _kept(books, _by_the_minute(books, query), compute)


@blueprint.get("/api/v1/reports/products")
@operation(
    summary="The products that sell best",
    tag="Reports",
    query=rankings.ProductsQuery,
    answer=rankings.ProductsAnswer,
    errors=(UnknownBranch,),
)
@allow(MANAGERS)
def report_products(query: rankings.ProductsQuery) -> Response:
    """What sells best."""
    books, query = collaborators(Collaborators), _in_reach(query)

    def compute() -> tuple[BaseModel, None]:
        report = reports.products(books, query.asked, comparison=query.compare, places=query.limit)
        return rankings.products_answer(report, branch=query.branch, compare=query.compare), None

    return _kept(books, _by_the_minute(books, query), compute)


@blueprint.get("/api/v1/reports/customers")
@operation(
    summary="The customers who come most often",
    tag="Reports",
    query=rankings.CustomersQuery,
    answer=rankings.CustomersAnswer,
    errors=(UnknownBranch,),
)
@allow(MANAGERS)
def report_customers(query: rankings.CustomersQuery) -> Response:
    """Who comes back."""
    books, query = collaborators(Collaborators), _in_reach(query)
    least = query.min_purchases or books.settings.min_purchases

    def compute() -> tuple[BaseModel, None]:
        report = reports.customers(books, query.asked, min_purchases=least, limit=query.limit)
        found = rankings.customers_answer(report, branch=query.branch, min_purchases=least)
        return found, None

    return _kept(books, _by_the_minute(books, query), compute)


@blueprint.get("/api/v1/customers/<uuid:customer_id>/summary")
@operation(
    summary="What one customer bought in all",
    tag="Customers",
    answer=rankings.SummaryAnswer,
    errors=(CustomerNotFound,),
)
@allow(MANAGERS)
def summarise_customer(customer_id: uuid.UUID) -> Response:
    """What one customer bought; of that, who reaches one branch sees its own sales."""
    found = reports.customer_summary(
        collaborators(Collaborators), customer_id, branch_id=caller().branch_id
    )
    return _answered(rankings.summary_answer(found))


@blueprint.get("/api/v1/reports/definitions")
@operation(
    summary="What every number means",
    tag="Reports",
    answer=definitions.Definitions,
)
@allow(MANAGERS_AND_SERVICES)
def show_definitions() -> Response:
    """What every number means, in a sentence each."""
    return _answered(definitions.definitions())


@blueprint.get("/api/v1/reports/marker")
@operation(
    summary="Whether anything has changed",
    tag="Reports",
    answer=definitions.Marker,
)
@allow(MANAGERS_AND_SERVICES)
def show_marker() -> Response:
    """A text to compare with the one before: other reports can only have changed when it has."""
    with collaborators(Collaborators).database.statements() as connection:
        current = marker(connection)
    return answer(
        definitions.Marker(marker=_digest(current)), headers={"Cache-Control": "no-store"}
    )


def _in_reach(query: Asks) -> Asks:
    """The question about the caller's own branch, where they reach no other."""
    return query.model_copy(update={"branch": branch_in_reach(caller(), query.branch)})


def _kept(
    books: Collaborators, key: str, compute: Callable[[], tuple[BaseModel, str | None]]
) -> Response:
    """What this worker answered before if nothing was committed since, else a new answer and where it goes on."""
    with books.database.statements() as connection:
        current = marker(connection)

    def written() -> tuple[str, str, str | None]:
        content, cursor = compute()
        return content.model_dump_json(by_alias=True), _etag(content), cursor

    body, etag, cursor = books.cache.get(key, current, written)
    return _tagged(body, etag, next_page(cursor))


def _answered(content: BaseModel) -> Response:
    return _tagged(content.model_dump_json(by_alias=True), _etag(content), {})


def _by_the_minute(books: Collaborators, query: BaseModel) -> str:
    """The key of an answer that depends on the time of day: an unchanged one is at most a minute behind."""
    return f"{request.path} {query.model_dump_json()} {books.clock.now():%Y-%m-%dT%H:%M}"


def _tagged(body: str, etag: str, headers: dict[str, str]) -> Response:
    if request.if_none_match.contains_weak(etag):
        response = Response(status=304)
    else:
        response = Response(body, headers=headers, mimetype="application/json")
    response.set_etag(etag, weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _etag(content: BaseModel) -> str:
    # Weak, because the moment of the answer is left out: it differs though nothing else does.
    moments = _MOMENTS & type(content).model_fields.keys()
    return _digest(content.model_dump_json(by_alias=True, exclude=moments or None))


def _digest(content: str) -> str:
    return hashlib.blake2b(content.encode(), digest_size=12).hexdigest()


def _place_of(place: list[str]) -> tuple[datetime, uuid.UUID]:
    return datetime.fromisoformat(place[0]), uuid.UUID(place[1])
