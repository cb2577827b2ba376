"""The catalogue and the stock, for the services that price with the one and show the other."""

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


@blueprint.get("/api/v1/stock")
@operation(
    summary="How many of some products can be sent, for the services that show baskets",
    tag="Catalogue",
    query=payloads.StockQuery,
    answer=payloads.StockAnswer,
)
@allow(SERVICES)
def stock(query: payloads.StockQuery) -> Response:
    """Apart from the catalogue: stock moves with every sale, and the catalogue's revision does not."""
    found = shelf.stock(collaborators(Collaborators), query.product_ids)
    return answer(payloads.stock_answer(found), headers={"Cache-Control": "no-store"})
