"""Is the process alive, is it ready to work, and if not, what does it wait for."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from common import config, metrics, migrations
from common.api import answer
from common.database import Database
from common.errors import NotReady, ServiceError
from common.payload import Answer

#: A check does nothing when all is well and raises otherwise; the message is shown.
Check = Callable[[], None]

blueprint = Blueprint("health", __name__)

_CHECKS = "mercato.readiness"


class Status(Answer):
    """The answer of /health."""

    status: str


def init_app(app: Flask, checks: Mapping[str, Check]) -> None:
    """Serve the probes; `checks` are what must answer before this service is ready."""
    app.extensions[_CHECKS] = dict(checks)
    app.register_blueprint(blueprint)


@blueprint.get("/ping")
def ping() -> Response:
    """The shortest sign of life, as document 003 has it."""
    return Response("pong", mimetype="text/plain")


@blueprint.get("/health")
def health() -> Response:
    """The sign of life of document 000."""
    return answer(Status(status="ok"))


@blueprint.get("/livez")
@blueprint.get("/healthz")
def livez() -> Response:
    """Whether the process works at all; never asks another."""
    return answer(Status(status="ok"))


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Whether everything that this service needs answers; names what does not."""
    checks: dict[str, Check] = current_app.extensions[_CHECKS]
    results: dict[str, str] = {}
    for name, check in checks.items():
        try:
            check()
            results[name] = "ok"
        except ServiceError as error:
            results[name] = error.detail
    ready = all(result == "ok" for result in results.values())
    return jsonify(status="ready" if ready else "not ready", checks=results), 200 if ready else 503


@blueprint.get("/version")
def version() -> Response:
    """Which version of which service answers."""
    return jsonify(service=current_app.config["SERVICE"], version=config.VERSION)


@blueprint.get("/metrics")
def prometheus() -> Response:
    """The numbers for Prometheus."""
    return Response(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


def is_probe() -> bool:
    """Whether the request only asks how the service is; such requests are not logged."""
    return request.blueprint == blueprint.name


def migrated(database: Database) -> Check:
    """A check that the database answers and has the schema that this code was made for."""

    def check() -> None:
        with database.statements() as connection:
            found = migrations.revision(connection)
        if found != migrations.head():
            raise NotReady(
                f"The database's schema is at {found or 'nothing'}, this service needs {migrations.head()}; "
                "it is being migrated, or `./mercato up` does it"
            )

    return check
