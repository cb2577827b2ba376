"""Puts the payment gateway together."""

from flask import Flask

from common import web
from common.sessions.callers import by_service
from payment_gateway import routes
from payment_gateway.collaborators import Collaborators
from payment_gateway.config import Settings


def create_app(
    settings: Settings | None = None, collaborators: Collaborators | None = None
) -> Flask:
    """The application; gunicorn calls it bare, tests hand it what they want replaced."""
    settings = settings or Settings.from_env()
    collaborators = collaborators or Collaborators.of(settings)
    app = Flask(__package__, static_folder=None)
    app.extensions["collaborators"] = collaborators
    app.register_blueprint(routes.blueprint)
    web.init_app(
        app,
        settings,
        title="Payments",
        description=(
            "Payments by card: authorise, capture, void, refund, each of which may be repeated. Our own services "
            "alone are answered. No money moves; the numbers that are declined are in the README."
        ),
        identify=by_service(collaborators.tokens),
        checks={"store": collaborators.store.ping},
    )
    return app
