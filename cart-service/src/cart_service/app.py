"""Puts cart-service together."""

from functools import partial

from flask import Flask

from cart_service import pages, routes, worker
from cart_service.collaborators import Collaborators
from cart_service.config import Settings
from common import web
from common.sessions import pages as door
from common.sessions.callers import by_page_or_service


def create_app(
    settings: Settings | None = None, collaborators: Collaborators | None = None
) -> Flask:
    """The application; gunicorn calls it bare, tests hand it what they want replaced."""
    settings = settings or Settings.from_env()
    collaborators = collaborators or Collaborators.of(settings)
    app = Flask(__package__)
    app.extensions["collaborators"] = collaborators
    app.extensions.setdefault("mercato.after_fork", []).append(partial(worker.start, collaborators))
    door.init_app(app, settings, collaborators.door)
    pages.init_app(app)
    routes.init_app(app)
    web.init_app(
        app,
        settings,
        title="Basket",
        description=(
            "Baskets of the shop on the web: what lies in them, and what it costs at the shop's present prices. "
            "Send the basket's id as `Basket-Id`, or in the path. While the shop is away the last known prices hold: "
            "/api/v1 says so as `stale`, the documents' answers by the header `Prices-From`, the moment they are of."
        ),
        identify=by_page_or_service(collaborators.door, collaborators.tokens),
        checks={"store": collaborators.store.ping},
        forms_lead_to=door.lead_to(settings),
        images_from=(settings.store_public_url,),
    )
    return app
