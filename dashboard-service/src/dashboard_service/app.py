"""Puts dashboard-service together."""

from flask import Flask

from common import web
from common.sessions import pages as door
from dashboard_service import pages
from dashboard_service.collaborators import Collaborators
from dashboard_service.config import Settings


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
    web.init_app(
        app,
        settings,
        title="Numbers",
        identify=collaborators.door.identify,
        checks={"books": collaborators.books.ping},
        forms_lead_to=door.lead_to(settings),
    )
    return app
