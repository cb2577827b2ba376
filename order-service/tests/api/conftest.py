"""The orders over HTTP: a program or a browser, and the shop's checkout that calls them."""

import logging
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from common.access import Role
from common.service_tokens import ServiceTokens
from common.sessions.door import Door
from common.testing.people import FakePeople, somebody
from order_service.app import create_app
from order_service.collaborators import Collaborators
from order_service.config import Settings

_PAGE = {"Accept": "text/html"}


@dataclass
class Shop:
    """The shop's checkout, as it calls the orders."""

    client: FlaskClient
    headers: dict[str, str]
    checkout: Callable[..., dict[str, Any]]

    def place(self, body: dict[str, Any] | None = None, **changes: Any) -> Any:
        """Place an order; the response."""
        body = body or self.checkout(**changes)
        told = self.headers | {"Idempotency-Key": body["id"]}
        return self.client.post("/api/v1/orders", json=body, headers=told)

    def pay(self, order: dict[str, Any], **changes: Any) -> Any:
        """Say that an order was captured; the response."""
        body = {
            "payment_id": order["payment"]["id"],
            "capture_id": str(uuid.uuid5(uuid.UUID(order["id"]), "capture")),
            "amount": order["total"],
            "card": {"brand": "Visa", "last4": "4242"},
        } | changes
        path = f"/api/v1/orders/{order['id']}/payment"
        return self.client.post(path, json=body, headers=self.headers)

    def placed(self, **changes: Any) -> dict[str, Any]:
        """An order that is placed."""
        made: dict[str, Any] = self.place(**changes).json
        return made

    def paid(self, **changes: Any) -> dict[str, Any]:
        """An order that is paid."""
        made: dict[str, Any] = self.pay(self.placed(**changes)).json
        return made

    def get(self, path: str) -> Any:
        """Read something as a service."""
        return self.client.get(path, headers=self.headers)

    def post(self, path: str, body: Any) -> Any:
        """Ask for something as a service."""
        return self.client.post(path, json=body, headers=self.headers)


@pytest.fixture
def settings(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """Whoever uses `store_url` runs on both kinds of store; pages and refusals, on a file of SQLite alone."""
    if "store_url" not in request.fixturenames:
        return settings
    return settings.model_copy(update={"order_db_url": request.getfixturevalue("store_url")})


@pytest.fixture
def app(settings: Settings, desk: Collaborators) -> Iterator[Flask]:
    handlers = logging.getLogger().handlers[:]
    yield create_app(settings, desk)
    logging.getLogger().handlers[:] = handlers


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A program, or a browser without cookies."""
    return app.test_client()


@pytest.fixture
def shop(app: Flask, settings: Settings, checkout: Callable[..., dict[str, Any]]) -> Shop:
    tokens = ServiceTokens(settings.service_key.get_secret_value(), service="cart-service")
    headers = {"Authorization": f"Bearer {tokens.issue('order-service')}"}
    return Shop(app.test_client(), headers, checkout)


class Desk:
    """A browser in which somebody is signed in to the desk."""

    def __init__(self, client: FlaskClient, door: Door, token: str) -> None:
        """The session of that token is in the browser."""
        self.client = client
        self.proof = door.form_token_of(token)

    def get(self, path: str) -> Any:
        """Open a page of the desk."""
        return self.client.get(f"/admin{path}", headers=_PAGE)

    def move(self, order: dict[str, Any], status: str, version: int, **fields: str) -> Any:
        """Send the form of a step."""
        return self.client.post(
            f"/admin/orders/{order['id']}",
            data=fields | {"csrf_token": self.proof, "status": status, "version": version},
            headers=_PAGE,
        )


@pytest.fixture
def desk_of(app: Flask, people: FakePeople) -> Callable[..., Desk]:
    door = app.extensions["mercato.doors"][1]

    def sign_in(role: Role = Role.OWNER, **facts: Any) -> Desk:
        client = app.test_client()
        token = people.begin(somebody(role, **facts)).token
        client.set_cookie(door.cookies.session, token, path="/admin")
        return Desk(client, door, token)

    return sign_in


@pytest.fixture
def owner(desk_of: Callable[..., Desk]) -> Desk:
    return desk_of()
