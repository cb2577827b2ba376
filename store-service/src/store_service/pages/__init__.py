"""What shoppers see: shelves, products, covers, and the page to register on."""

import secrets
from contextlib import suppress

from flask import Flask, g, request

from common.errors import NeighbourUnavailable, NotSignedIn, ServiceError
from common.web import collaborators
from store_service.collaborators import Collaborators
from store_service.models.basket import Glance
from store_service.models.catalogue import rule_of, stamp_of
from store_service.pages import basket, covers, office, register, shelf
from store_service.use_cases import basket as baskets


def init_app(app: Flask) -> None:
    """Register the pages, and what all of their templates ask."""
    for part in (shelf, covers, basket, register):
        app.register_blueprint(part.blueprint)
    office.init_app(app)
    app.before_request(_know_who)
    shop: Collaborators = app.extensions["collaborators"]
    app.jinja_env.globals.update(
        cart_url=shop.settings.cart_public_url.rstrip("/") or "/basket",
        orders_url=shop.settings.order_public_url.rstrip("/"),
        rule_of=rule_of,
        stamp_of=stamp_of,
        basket_glance=_glance,
        department_tabs=_departments,
    )


def _know_who() -> None:
    """Pages are for everybody; whoever is signed in is greeted, and is not asked to be."""
    if request.blueprint in _GREETING:
        with suppress(NotSignedIn, NeighbourUnavailable):
            collaborators(Collaborators).door.session()


_GREETING = {shelf.blueprint.name, register.blueprint.name}


def _glance() -> Glance:
    """Asked once a page, however often its parts show some of it."""
    if "basket_glance" not in g:
        shop = collaborators(Collaborators)
        held = shop.basket_cookie.sent()
        if not held and g.get("session"):
            # their basket is their account's, whatever device they sit at; it is asked for by the session
            held = secrets.token_urlsafe(24)
        g.basket_glance = baskets.glance(shop, held)
    glance: Glance = g.basket_glance
    return glance


def _departments() -> list[str]:
    """For pages that are no shelf; none where nobody knows."""
    try:
        return list(collaborators(Collaborators).editions.current().departments)
    except ServiceError:
        return []
