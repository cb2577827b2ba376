"""A small application that wears the design system, as a service would."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, render_template, request
from jinja2 import Template

from common import ui
from common.errors import ServiceError
from common.ui.showcase import SHOW

_HERE = Path(__file__).parent
_STRICT = (
    "default-src 'self'; script-src 'nonce-tried'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def build(locale: str = "en") -> Flask:
    """The pages that the tests look at, served under the strict policy of every service."""
    app = Flask("tried", template_folder=str(_HERE / "templates"), static_folder=None)
    app.config.update(LOCALE=locale, TESTING=True, SECRET_KEY="tried")
    ui.init_app(app, service_title="Tried service")
    app.jinja_env.globals.update(csp_nonce=lambda: "tried")
    document = json.loads((_HERE / "openapi.json").read_text(encoding="utf-8"))
    app.add_url_rule("/docs", "docs", lambda: render_template("ui/docs.html", document=document))
    app.add_url_rule("/error/<code>", "error", _refused)
    app.add_url_rule("/problems/<code>", "problem", _explained)
    app.add_url_rule("/try/<name>", "try", lambda name: render_template(f"try/{name}", show=SHOW))
    app.add_url_rule("/sold", "sold", _sold)
    app.config["SOLD"] = 3

    @app.after_request
    def be_strict(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _STRICT
        return response

    return app


def _refused(code: str) -> tuple[str, int]:
    kind = ServiceError.kinds[code]
    failure = kind.__new__(kind)
    ServiceError.__init__(failure)  # a kind may ask for facts of its own, which no page needs
    problem = failure.problem(instance="4f2c9a1e77d04c0b8a5e1f2d3c4b5a69")
    return render_template("ui/error.html", problem=problem), problem["status"]


def _explained(code: str) -> str:
    return render_template("ui/problem.html", kind=ServiceError.kinds[code])


def _sold() -> Response:
    from flask import current_app

    number = current_app.config["SOLD"]
    if number is None:
        return Response("out of order", 503)
    response = Response(render_template("try/sold.html", number=number), mimetype="text/html")
    response.set_etag(str(number))
    return response.make_conditional(request)


@pytest.fixture(scope="session")
def build_app() -> Callable[..., Flask]:
    return build


@pytest.fixture
def app() -> Flask:
    return build()


@pytest.fixture
def parts(app: Flask) -> Callable[..., str]:
    """Writes a template's text with every part at hand as `ui`, without the space around it."""

    def write(text: str, **values: Any) -> str:
        template: Template = app.jinja_env.from_string('{% import "ui/parts.html" as ui %}' + text)
        with app.test_request_context():
            return template.render(**values).strip()

    return write
