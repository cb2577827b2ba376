"""A small application with a door: one page for staff, one form, and what a page's script asks."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from common import web
from common.access import EVERYBODY, STAFF, allow, caller
from common.config import PageSettings
from common.sessions import pages
from common.sessions.door import Door
from common.testing.people import FakePeople

_PAGE = (
    '{% extends "ui/page.html" %}{% block main %}<h1>Inside</h1>'
    '<form method="post" action="/act">{{ csrf_field() }}<button>Act</button></form>{% endblock %}'
)


class Tried(PageSettings):
    """Its settings."""

    service = "tried-service"


@pytest.fixture
def people() -> FakePeople:
    return FakePeople()


@pytest.fixture
def build(people: FakePeople) -> Iterator[Callable[..., FlaskClient]]:
    """Makes the application; keywords are settings, `application` is which one it is."""
    handlers = logging.getLogger().handlers[:]

    def made(application: str = "till", **values: Any) -> FlaskClient:
        settings = Tried(
            **{
                "secret_key": "a key for the tests",
                "service_key": "a service key for tests",
                "demo": True,
                "public_url": "http://localhost",
                "cashier_public_url": "http://till.example",
                "dashboard_public_url": "http://numbers.example",
                **values,
            }
        )
        app = Flask("tried")
        door = Door(settings, people, application=application)
        app.add_url_rule("/", "inside", allow(STAFF)(lambda: render_template_string(_PAGE)))
        app.add_url_rule("/who", "who", allow(STAFF)(lambda: {"name": caller().name}))
        app.add_url_rule("/act", "act", allow(STAFF)(lambda: {"done": True}), methods=["POST"])
        app.add_url_rule("/open", "open", allow(EVERYBODY)(lambda: "open"), methods=["POST"])
        pages.init_app(app, settings, door)
        web.init_app(
            app,
            settings,
            title="Tried",
            identify=door.identify,
            checks={},
            forms_lead_to=pages.lead_to(settings),
        )
        return app.test_client()

    yield made
    logging.getLogger().handlers[:] = handlers


@pytest.fixture
def client(build: Callable[..., FlaskClient]) -> FlaskClient:
    """A visitor of the till in a demo."""
    return build()
