"""Puts api-service together."""

from functools import partial

from flask import Flask

from api_service import routes, worker
from api_service.audit import worker as auditor
from api_service.audit.collaborators import Auditing
from api_service.audit.routes import EXTENSION as AUDITING
from api_service.collaborators import Collaborators
from api_service.config import Settings
from api_service.people.routes.callers import identify
from common import web
from common.health import migrated


def create_app(
    settings: Settings | None = None,
    collaborators: Collaborators | None = None,
    auditing: Auditing | None = None,
) -> Flask:
    """The application; gunicorn calls it bare, tests hand it what they want replaced."""
    settings = settings or Settings.from_env()
    collaborators = collaborators or Collaborators.of(settings)
    app = Flask(__package__, static_folder=None)
    app.extensions["collaborators"] = collaborators
    app.extensions[AUDITING] = auditing or Auditing.of(settings, clock=collaborators.clock)
    app.extensions.setdefault("mercato.after_fork", []).extend(
        (partial(worker.start, collaborators), partial(auditor.start, settings))
    )
    routes.init_app(app)
    collaborators.cache.init_app(app, seconds=settings.cache_seconds)
    web.init_app(
        app,
        settings,
        title="Books",
        description=(
            "The books of the chain: products and branches to read, purchases to record, customers, and the owner's "
            "numbers. Money under /api/v1 is an integer of minor units with its currency."
        ),
        identify=partial(identify, collaborators),
        checks={"database": migrated(collaborators.database)},
    )
    return app
