"""The catalogue, for the services that price with it."""

from flask import Blueprint, Response, request

from common.access import SERVICES, allow
from common.api import answer, operation
from common.web import collaborators
from store_service.collaborators import Collaborators
from store_service.errors import NoShop
from store_service.payloads import catalogue as payloads
from store_service.use_cases import shelf

blueprint = Blueprint("catalogue", __name__)


@blueprint.get("/api/v1/catalogue")
@operation(
    summary="Everything that is sold, and on offer, for the services that price baskets",
    tag="Catalogue",
    answer=payloads.CatalogueAnswer,
    errors=(NoShop,),
)
@allow(SERVICES)
def catalogue() -> Response:
    """With If-None-Match only the revision is read."""
    shop = collaborators(Collaborators)
    tag = payloads.etag(shop.editions.current())
    if request.if_none_match.contains(tag):
        unchanged = Response(status=304)
        unchanged.set_etag(tag)
        return unchanged
    edition, products = shelf.catalogue(shop)
    response = answer(
        payloads.catalogue_answer(edition, products, shop.settings.public_url.rstrip("/"))
    )
    response.set_etag(payloads.etag(edition))
    return response
