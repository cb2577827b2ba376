"""The owner's pages, the regions of them that stay true by themselves, and their tables as files."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from markupsafe import Markup

from common.access import MANAGERS, allow, caller
from common.web import collaborators
from dashboard_service.collaborators import Collaborators
from dashboard_service.errors import NoSuchExport, WrongFilters
from dashboard_service.models.filters import Filters, Typed
from dashboard_service.models.period import Period, Span
from dashboard_service.pages.audit import standing
from dashboard_service.payloads import numbers as payloads
from dashboard_service.use_cases import numbers as use_cases

blueprint = Blueprint("numbers", __name__)


@dataclass(frozen=True, slots=True)
class _View:
    """A page with a region that stays true: where each is, what it shows, and what works that out."""

    here: str
    page: str
    region: str
    template: str
    load: Callable[[Collaborators, Filters], Any]


_TODAY = _View(
    "today",
    "pages.numbers.today",
    "pages.numbers.today_region",
    "dashboard/today",
    use_cases.overview,
)
_PRODUCTS = _View(
    "products",
    "pages.numbers.products",
    "pages.numbers.products_region",
    "dashboard/products",
    use_cases.ranking,
)


@blueprint.after_request
def _ask_again(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


@blueprint.get("/")
@allow(MANAGERS)
def today() -> tuple[str, int]:
    """How it goes: today, or any other days."""
    return _page(_TODAY)


@blueprint.get("/numbers")
@allow(MANAGERS)
def today_region() -> Response:
    """What the first page keeps true."""
    return _region(_TODAY)


@blueprint.get("/products")
@allow(MANAGERS)
def products() -> tuple[str, int]:
    """Every product that was sold."""
    return _page(_PRODUCTS)


@blueprint.get("/products/numbers")
@allow(MANAGERS)
def products_region() -> Response:
    """What the page of products keeps true."""
    return _region(_PRODUCTS)


@blueprint.get("/export/<part>.csv")
@allow(MANAGERS)
def export(part: str) -> Response:
    """A table of a page as a file, with exactly its rows."""
    desk = _desk()
    filters = use_cases.read_filters(desk, _typed(), caller().branch_id)
    if part == "ranking":
        table = use_cases.ranking(desk, filters).table
    else:
        found = use_cases.overview(desk, filters).tables.get(part)
        if found is None:
            raise NoSuchExport
        table = found
    text = payloads.csv_of(table, byte_order_mark=request.args.get("bom") == "1")
    response = Response(text, mimetype="text/csv")
    response.headers.set(
        "Content-Disposition", "attachment", filename=payloads.file_name(part, filters)
    )
    return response


@blueprint.get("/customers")
@allow(MANAGERS)
def customers() -> str:
    """Whom the typed words could mean."""
    words = payloads.read_words(request.args.get("q", ""))
    found = use_cases.find_customers(_desk(), words) if words else ()
    return render_template("dashboard/customers.html", words=words, found=found)


@blueprint.get("/customers/<uuid:customer_id>")
@allow(MANAGERS)
def customer(customer_id: uuid.UUID) -> tuple[str, int]:
    """One customer and what they bought."""
    desk = _desk()
    cursor = request.args.get("cursor", "")[:2000]
    found = use_cases.history(desk, customer_id, cursor or None, caller().branch_id)
    if found is None:
        return render_template("dashboard/nobody.html", customer_id=customer_id), 404
    page = render_template(
        "dashboard/customer.html",
        history=found,
        first_page=not cursor,
        definitions=use_cases.definitions(desk),
    )
    return page, 200


def _desk() -> Collaborators:
    return collaborators(Collaborators)


def _typed() -> Typed:
    return payloads.read_typed(request.args)


def _page(view: _View) -> tuple[str, int]:
    typed = _typed()
    try:
        _, html = _kept(view, typed)
    except WrongFilters as refusal:
        return _wrong(view, typed, refusal), 422
    page = render_template(
        f"{view.template}.html",
        region=Markup(html),  # noqa: S704  # our own template wrote and escaped it
        definitions=use_cases.definitions(_desk()),
    )
    return page, 200


def _region(view: _View) -> Response:
    etag, html = _kept(view, _typed())
    stands = standing()
    response = Response(html + render_template("dashboard/books_word.html"), mimetype="text/html")
    response.set_etag(f"{etag}-{stands.mark}" if stands else etag)
    response.make_conditional(request)
    return response


def _kept(view: _View, typed: Typed) -> tuple[str, str]:
    """The region and its ETag, made anew only when something has changed since."""
    desk = _desk()
    stamp = use_cases.stamp(desk)
    reach = caller().branch_id

    def make() -> tuple[str, str]:
        filters = use_cases.read_filters(desk, typed, reach)
        html = render_template(
            f"{view.template}_region.html",
            view=view.load(desk, filters),
            filters=filters,
            period=filters.period,
            against=filters.against,
            errors={},
            region_address=_address(view.region, payloads.query_of(typed)),
            **_links(view, typed),
        )
        return hashlib.blake2b(html.encode(), digest_size=12).hexdigest(), html

    # what one may see is no part of the address, so it is part of the key
    return desk.views.get((reach, view.page, typed), stamp, make)


def _wrong(view: _View, typed: Typed, refusal: WrongFilters) -> str:
    """The page with what is wrong said at its field, and what was typed kept."""
    desk = _desk()
    seen_today = use_cases.read_filters(desk, Typed(), caller().branch_id).period.today
    period = Period.named(Span.TODAY, seen_today)
    return render_template(
        "dashboard/wrong.html",
        here=view.here,
        period=period,
        against=period.against(typed.compare),
        errors={error.pointer.removeprefix("?"): error.detail for error in refusal.errors},
        **_links(view, payloads.without_wrong(typed, refusal)) | {"typed": typed},
    )


def _links(view: _View, typed: Typed) -> dict[str, Any]:
    """What the filters' own template needs: where each choice leads, and what was typed."""

    def link(page: str = view.page, **changes: str) -> str:
        return _address(page, payloads.query_of(typed, **changes))

    reach = caller().branch_id
    places = use_cases.places(_desk(), reach)
    return {
        "page_address": url_for(view.page),
        "link": link,
        "export_link": lambda part: _address(
            "pages.numbers.export", payloads.query_of(typed), part=part
        ),
        "typed": typed,
        "typed_query": partial(payloads.query_of, typed),
        "places": places,
        "only_branch": places.name_of(reach) if reach else "",
        "spans": list(Span),
        "till_url": _desk().till_url,
    }


def _address(endpoint: str, query: dict[str, str], **values: Any) -> str:
    path = url_for(endpoint, **values)
    return f"{path}?{urlencode(query)}" if query else path
