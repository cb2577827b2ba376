"""Puts store-service together."""

from functools import partial

from flask import Flask

from common import web
from common.access import Caller, bearer
from common.access import Kind as CallerKind
from common.health import migrated
from common.sessions import pages as door
from common.sessions.door import at_hand
from store_service import pages, routes
from store_service.collaborators import Collaborators
from store_service.config import Settings


def create_app(
    settings: Settings | None = None, collaborators: Collaborators | None = None
) -> Flask:
    """The application; gunicorn calls it bare, tests hand it what they want replaced."""
    settings = settings or Settings.from_env()
    collaborators = collaborators or Collaborators.of(settings)
    app = Flask(__package__)
    app.extensions["collaborators"] = collaborators
    door.init_app(app, settings, collaborators.door, collaborators.office_door)
    pages.init_app(app)
    routes.init_app(app)
    web.init_app(
        app,
        settings,
        title="Shop",
        description=(
            "The shop: goods, offers and stock to read, a basket to fill. Prices include VAT; the documents' endpoints "
            "write money as decimal numbers, /api/v1 as integers of minor units."
        ),
        identify=partial(_identify, collaborators),
        checks={"database": migrated(collaborators.database)},
        forms_lead_to=(
            *door.lead_to(settings),
            settings.cart_public_url,
            settings.order_public_url,
        ),
    )
    return app


def _identify(shop: Collaborators) -> Caller:
    """Another service by its token, a shopper by the session."""
    if token := bearer():
        return Caller(kind=CallerKind.SERVICE, service=shop.tokens.read(token))
    return at_hand().identify()
