"""A shop that sells on the web too, and the service that takes its orders through."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, text
from werkzeug.test import TestResponse

from common.service_tokens import ServiceTokens

_WEB = "INSERT INTO catalog.branch VALUES ('WEB', 'On the web', 'online', '', 'Europe/Amsterdam')"


@pytest.fixture
def web(arrange: Connection) -> str:
    """The branch in whose name the web sells; the shop SMKT001 is the first by id, and sends."""
    arrange.execute(text(_WEB))
    return "WEB"


@pytest.fixture
def asks(client: FlaskClient, settings) -> Callable[..., TestResponse]:
    """Call the books as a service does: `asks("post", "/api/v1/…", json=…, key=…)`."""
    key = settings.service_key.get_secret_value()
    token = ServiceTokens(key, service="cart-service").issue("api-service")

    def call(
        method: str, address: str, *, key: object = None, json: Any = None, **headers: str
    ) -> TestResponse:
        sent = {"Authorization": f"Bearer {token}", **headers}
        if key is not None:
            sent["Idempotency-Key"] = str(key)
        return client.open(address, method=method.upper(), json=json, headers=sent)

    return call


@pytest.fixture
def reserve(asks, web: str) -> Callable[..., TestResponse]:
    """Reserve (product, quantity) on the web; keywords replace fields, `key` is the reservation's id."""

    assert web == "WEB"

    def post(*lines: tuple[int, int], key: object = None, **changes: Any) -> TestResponse:
        wanted = [{"product_id": product, "quantity": quantity} for product, quantity in lines]
        return asks(
            "post",
            "/api/v1/reservations",
            key=key or uuid.uuid4(),
            json={"lines": wanted} | changes,
        )

    return post


@pytest.fixture
def level(arrange: Connection) -> Callable[..., tuple[int, int]]:
    """(quantity, reserved) of a product in the shop that sends."""

    def of(product: int, branch: str = "SMKT001") -> tuple[int, int]:
        row = arrange.execute(
            text(
                "SELECT quantity, reserved FROM books.level WHERE branch_id = :branch AND product_id = :product"
            ),
            {"branch": branch, "product": product},
        ).one()
        return row.quantity, row.reserved

    return of
