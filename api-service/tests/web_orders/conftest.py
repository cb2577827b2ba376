"""The service that takes web orders through; the shop SMKT001, the first by id, sends them."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, text
from werkzeug.test import TestResponse

from common.service_tokens import ServiceTokens


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
def reserve(asks) -> Callable[..., TestResponse]:
    """Reserve (product, quantity) on the web; keywords replace fields, `key` is the reservation's id."""

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


@pytest.fixture
def book(asks) -> Callable[..., TestResponse]:
    """Book the paid order of a reservation; keywords replace fields, `key` goes with it where it differs."""

    def post(reservation_id: object, *, key: object = None, **changes: Any) -> TestResponse:
        order_id = str(uuid.uuid5(uuid.UUID(str(reservation_id)), "order"))
        paid = {
            "order_id": order_id,
            "order_number": "W1001",
            "reservation_id": str(reservation_id),
            "payment_id": str(uuid.uuid5(uuid.UUID(order_id), "payment")),
            "capture_id": f"capture of {order_id}",
            "customer": {"name": "Ada Holm", "email": "ada@example.org"},
        } | changes
        return asks("post", "/api/v1/web-purchases", key=key or paid["order_id"], json=paid)

    return post


@pytest.fixture
def refund(asks) -> Callable[..., TestResponse]:
    """Book that a purchase was given back; keywords replace fields."""

    def post(purchase_id: object, *, key: object = None, **changes: Any) -> TestResponse:
        refund_id = str(uuid.uuid5(uuid.UUID(str(purchase_id)), "refund"))
        given = {
            "purchase_id": str(purchase_id),
            "refund_id": refund_id,
            "gateway_refund_id": refund_id,
            "reason": "Changed their mind",
        } | changes
        return asks("post", "/api/v1/refunds", key=key or given["refund_id"], json=given)

    return post
