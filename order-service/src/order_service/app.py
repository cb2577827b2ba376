"""Puts order-service together."""

from functools import partial

from flask import Flask, request

from common import web
from common.access import Caller, Kind, Role
from common.sessions import pages as door
from common.sessions.callers import by_page_or_service
from common.sessions.door import at_hand
from order_service import pages, routes, worker
from order_service.collaborators import Collaborators
from order_service.config import Settings


def create_app(
    settings: Settings | None = None, collaborators: Collaborators | None = None
) -> Flask:
    """The application; gunicorn calls it bare, tests hand it what they want replaced."""
    settings = settings or Settings.from_env()
    collaborators = collaborators or Collaborators.of(settings)
    app = Flask(__package__)
    app.extensions["collaborators"] = collaborators
    app.extensions.setdefault("mercato.after_fork", []).append(partial(worker.start, collaborators))
    door.init_app(app, settings, collaborators.door, collaborators.office_door)
    pages.init_app(app)
    routes.init_app(app)
    web.init_app(
        app,
        settings,
        title="Orders",
        description=(
            "Web orders: what was bought, how far it has come, who moved it on and when. The documents' endpoints "
            "write money as decimal numbers, /api/v1 as integers of minor units."
        ),
        identify=partial(_identify, collaborators),
        checks={"store": collaborators.store.ping},
        forms_lead_to=(*door.lead_to(settings), settings.store_url),
    )
    return app


def _identify(orders: Collaborators) -> Caller:
    """A service by its token, a person by the cookie of the door at hand, and at the API a program by its key.

    A demo's API is open to every program.
    """
    is_api = request.path.startswith("/api/")
    programs = orders.programs if is_api else None
    found = by_page_or_service(at_hand(), orders.tokens, programs)()
    if found.kind is Kind.VISITOR and orders.settings.demo and is_api:
        return Caller(kind=Kind.DEMO, role=Role.OWNER, name="Demo")
    return found
