"""Goods as documents 002, 003 and 004 ask for them."""

from flask import Blueprint, Response

from common.access import EVERYBODY, allow
from common.api import answer, operation
from common.web import collaborators
from store_service.collaborators import Collaborators
from store_service.errors import GoodsNotFound, NoShop
from store_service.payloads import document as payloads
from store_service.use_cases import shelf

blueprint = Blueprint("document_goods", __name__)


@blueprint.get("/api/album/<int:album_id>")
@operation(
    summary="Look an album up (document 002)",
    tag="Goods",
    answer=payloads.DocumentAlbum,
    errors=(GoodsNotFound, NoShop),
)
@allow(EVERYBODY)
def album(album_id: int) -> Response:
    """Any product by its id; what is no album has no artist."""
    shop = collaborators(Collaborators)
    found = shelf.one(shop, album_id)
    if found.product.archived:
        raise GoodsNotFound(f"{found.product.name} is not sold any more")
    return answer(payloads.album(found.product, found.stock, _base(shop)))


@blueprint.get("/api/products")
@operation(
    summary="List everything on sale with its stock (document 004)",
    tag="Goods",
    query=payloads.DocumentQuery,
    answer=payloads.DocumentProducts,
    errors=(NoShop,),
)
@allow(EVERYBODY)
def products(query: payloads.DocumentQuery) -> Response:
    """By id; the threshold is the level below which stock counts as low."""
    shop = collaborators(Collaborators)
    _, found, stock = shelf.everything(shop)
    images = None
    if query.image_data:
        images = shelf.small_covers(shop, [each.cover.id for each in found if each.cover])
    return answer(payloads.product_list(found, stock, _base(shop), images))


@blueprint.get("/products")
@operation(
    summary="List everything on sale by its code (document 003)",
    tag="Goods",
    answer=payloads.DocumentGoodsList,
    errors=(NoShop,),
)
@allow(EVERYBODY)
def goods() -> Response:
    """By id."""
    _, found = shelf.catalogue(collaborators(Collaborators))
    return answer(payloads.goods(found))


def _base(shop: Collaborators) -> str:
    return shop.settings.public_url.rstrip("/")
