"""The shelves and the page of one product."""

import secrets

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from common.access import EVERYBODY, allow
from common.errors import NotFound
from common.web import collaborators
from store_service.collaborators import Collaborators
from store_service.models.shelf import Shelf
from store_service.use_cases import shelf as use_cases

blueprint = Blueprint("shelf", __name__)


@blueprint.get("/")
@allow(EVERYBODY)
def everything() -> AnyResponse:
    """All goods, and where a search leads."""
    return _page(Shelf.asked("/", request.args))


@blueprint.get("/offers")
@allow(EVERYBODY)
def offers() -> AnyResponse:
    """What is on offer today."""
    return _page(Shelf.asked("/offers", request.args, only_offers=True))


@blueprint.get("/departments/<department>")
@allow(EVERYBODY)
def one_department(department: str) -> AnyResponse:
    """The goods of a department."""
    return _page(Shelf.asked(f"/departments/{department}", request.args, department=department))


@blueprint.get("/goods/<int:product_id>")
@allow(EVERYBODY)
def product(product_id: int) -> AnyResponse:
    """One product; one that is not sold any more says so."""
    shop = collaborators(Collaborators)
    found = use_cases.one(shop, product_id)
    page = render_template("shop/product.html", page=found, form_key=secrets.token_urlsafe(12))
    return _with_basket(shop, make_response(page))


def _page(shelf: Shelf) -> AnyResponse:
    shop = collaborators(Collaborators)
    shown = use_cases.show(shop, shelf)
    if shelf.department is not None and shelf.department not in shown.edition.departments:
        raise NotFound(f"The shop has no department {shelf.department}")
    page = render_template("shop/shelf.html", page=shown, form_key=secrets.token_urlsafe(12))
    return _with_basket(shop, make_response(page))


def _with_basket(shop: Collaborators, response: Response) -> Response:
    """A visitor has a basket of their own from the first page on."""
    shop.basket_cookie.keep(response)
    return response
