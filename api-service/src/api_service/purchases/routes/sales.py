"""Purchases over HTTP: document 001's cashier endpoint and /api/v1."""

import uuid
from datetime import datetime

from flask import Blueprint, Response

from api_service.catalogue.use_cases import branch_in_reach, currency, days_between
from api_service.collaborators import Collaborators
from api_service.errors import (
    BranchDoesNotSell,
    CouponUsed,
    PurchaseNotFound,
    RepeatedProduct,
    TendersDoNotMatch,
    UnknownBranch,
    UnknownCoupon,
    UnknownProduct,
    UnknownTill,
    WrongCurrency,
    WrongTotal,
)
from api_service.purchases.models.sales import Filters
from api_service.purchases.payloads import sales as payloads
from api_service.purchases.use_cases import sales as use_cases
from common.access import SIGNED_IN, STAFF, allow, caller
from common.api import Header, answer, next_page, operation
from common.errors import (
    IdempotencyKeyReused,
    InvalidCursor,
    InvalidIdempotencyKey,
    MissingIdempotencyKey,
)
from common.idempotency import HEADER, at_hand, replayed
from common.web import collaborators

blueprint = Blueprint("purchases", __name__)

_REFUSALS = (
    WrongTotal,
    IdempotencyKeyReused,
    InvalidIdempotencyKey,
    UnknownBranch,
    BranchDoesNotSell,
    UnknownProduct,
    WrongCurrency,
)


_COUPONS = (UnknownCoupon, CouponUsed)


@blueprint.post("/api/v1/purchases")
@operation(
    summary="Book a sale, once",
    tag="Purchases",
    body=payloads.SaleRequest,
    answer=payloads.PurchaseAnswer,
    status=201,
    headers=(
        Header(HEADER, "A UUID made for this sale; the same for every repeat.", required=True),
    ),
    errors=(*_REFUSALS, MissingIdempotencyKey, UnknownTill, TendersDoNotMatch, *_COUPONS),
)
@allow(STAFF)
def record_purchase(body: payloads.SaleRequest) -> Response:
    """Book a sale, once."""
    purchase_id = at_hand(required=True)
    booked = use_cases.record_sale(
        collaborators(Collaborators), body.sale(), purchase_id, caller=caller()
    )
    return answer(payloads.purchase_answer(booked.purchase), 201, _place(booked))


@blueprint.post("/cashier/create_purchase")
@operation(
    summary="Book a purchase of one unit per product (document 001)",
    tag="Supermarket",
    body=payloads.DocumentSaleRequest,
    forms=True,
    answer=payloads.DocumentPurchase,
    status=201,
    headers=(Header(HEADER, "As under /api/v1; here it may be left out."),),
    errors=(*_REFUSALS, RepeatedProduct),
)
@allow(STAFF)
def create_purchase(body: payloads.DocumentSaleRequest) -> Response:
    """Book a purchase as document 001 sends it."""
    purchase_id = at_hand(required=False)
    books = collaborators(Collaborators)
    sale = body.sale(currency(books))
    booked = use_cases.record_sale(books, sale, purchase_id, caller=caller())
    return answer(payloads.document_purchase(booked.purchase), 201, _place(booked))


@blueprint.get("/api/v1/purchases")
@operation(
    summary="List purchases, newest first",
    tag="Purchases",
    query=payloads.PurchaseQuery,
    answer=payloads.PurchaseList,
    errors=(InvalidCursor, UnknownBranch),
)
@allow(SIGNED_IN)
def list_purchases(query: payloads.PurchaseQuery) -> Response:
    """A page of purchases."""
    books = collaborators(Collaborators)
    branch_id = branch_in_reach(caller(), query.branch)
    since, before = days_between(books, branch_id, query.since, query.until)
    filters = use_cases.in_reach(
        Filters(branch_id, query.till, query.customer, since, before), caller()
    )
    cursors = books.cursors(of="purchases")
    asked = query.model_dump(exclude={"cursor", "limit"})
    after = _place_of(cursors.read(query.cursor, asked)) if query.cursor else None
    found = use_cases.newest_purchases(books, filters, after=after, limit=query.limit + 1)
    page = found[: query.limit]
    cursor = None
    if len(found) > query.limit:
        cursor = cursors.write([page[-1].sold_at.isoformat(), str(page[-1].id)], asked)
    listed = payloads.PurchaseList(
        purchases=[payloads.purchase_answer(each) for each in page], next=cursor
    )
    return answer(listed, headers=next_page(cursor))


@blueprint.get("/api/v1/purchases/<uuid:purchase_id>")
@operation(
    summary="Look one purchase up",
    tag="Purchases",
    answer=payloads.PurchaseAnswer,
    errors=(PurchaseNotFound,),
)
@allow(SIGNED_IN)
def show_purchase(purchase_id: uuid.UUID) -> Response:
    """One purchase."""
    found = use_cases.find_purchase(collaborators(Collaborators), purchase_id, caller=caller())
    return answer(payloads.purchase_answer(found))


def _place(booked: use_cases.Booked) -> dict[str, str]:
    return {"Location": f"/api/v1/purchases/{booked.purchase.id}"} | replayed(booked.repeated)


def _place_of(place: list[str]) -> tuple[datetime, uuid.UUID]:
    return datetime.fromisoformat(place[0]), uuid.UUID(place[1])
