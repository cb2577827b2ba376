"""Puts cashier-service together."""

from flask import Flask

from cashier_service import pages, routes
from cashier_service.collaborators import Collaborators
from cashier_service.config import Settings
from common import web
from common.sessions import pages as door


def create_app(
    settings: Settings | None = None, collaborators: Collaborators | None = None
) -> Flask:
    """The application; gunicorn calls it bare, tests hand it what they want replaced."""
    settings = settings or Settings.from_env()
    collaborators = collaborators or Collaborators.of(settings)
    app = Flask(__package__)
    app.extensions["collaborators"] = collaborators
    door.init_app(app, settings, collaborators.door)
    pages.init_app(app)
    app.register_blueprint(routes.blueprint)
    web.init_app(
        app,
        settings,
        title="Till",
        identify=collaborators.door.identify,
        checks={"books": collaborators.books.ping},
        forms_lead_to=door.lead_to(settings),
    )
    return app
