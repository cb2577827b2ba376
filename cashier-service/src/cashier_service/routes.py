"""What the till's page asks in the background, answered as JSON."""

import uuid

from flask import Blueprint, Response, url_for

from cashier_service import payloads, use_cases
from cashier_service.collaborators import Collaborators
from common.access import STAFF, allow, caller
from common.api import answer, operation
from common.errors import NeighbourUnavailable
from common.web import collaborators

blueprint = Blueprint("state", __name__)

_FRESH = {"Cache-Control": "no-store"}


@blueprint.get("/till/status")
@operation(
    summary="How the books are, and which version of the catalogue the till shows",
    tag="Till",
    answer=payloads.StatusAnswer,
    errors=(NeighbourUnavailable,),
)
@allow(STAFF)
def status() -> Response:
    """Whether the books answer; asking also keeps the catalogue fresh while nobody scans."""
    seen = collaborators(Collaborators).catalogue.look()
    books = "away" if seen.away else "online"
    return answer(
        payloads.StatusAnswer(books=books, version=seen.catalogue.version), headers=_FRESH
    )


@blueprint.get("/till/sales/<uuid:sale_id>")
@operation(
    summary="Whether a sale was booked, for a till that got no answer to it",
    tag="Till",
    answer=payloads.SaleAnswer,
    errors=(NeighbourUnavailable,),
)
@allow(STAFF)
def sale(sale_id: uuid.UUID) -> Response:
    """Whether the books hold a sale, and where its receipt is shown."""
    booked = use_cases.is_booked(collaborators(Collaborators), caller(), sale_id)
    href = url_for("pages.sold", sale_id=sale_id)
    return answer(payloads.SaleAnswer(booked=booked, href=href), headers=_FRESH)
