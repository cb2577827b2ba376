"""A sale as the browser keeps it, and the way to post it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@pytest.fixture
def sale() -> dict[str, Any]:
    """A sale of two tomatoes and a mug, as the browser keeps it."""
    return {
        "sale_id": str(uuid.uuid4()),
        "lines": [
            {"product_id": 1, "quantity": 2, "name": "Tomatoes", "price": 240},
            {"product_id": 3, "quantity": 1, "name": "Coffee mug", "price": 750},
        ],
        "current": 3,
    }


@pytest.fixture
def post(client: FlaskClient, sale: dict[str, Any]) -> Callable[..., TestResponse]:
    """Post to a part of the till's page with that sale; keywords replace its fields or add the request's own."""

    def send(path: str, **changes: Any) -> TestResponse:
        fields = {
            name: changes.pop(name)
            for name in list(changes)
            if name in {*sale, "coupons", "customer", "state"}
        }
        body = {"till_id": "SMKT001-1", "sale": sale | fields} | changes
        return client.post(path, json=body, headers={"Accept": "text/html"})

    return send
