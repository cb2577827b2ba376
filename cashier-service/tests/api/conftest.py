"""What tests of the till's pages send."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@pytest.fixture
def post(client: FlaskClient, sale: dict[str, Any]) -> Callable[..., TestResponse]:
    """Post to a part of the till's page with that sale; keywords replace its fields or add the request's own."""

    def send(path: str, **changes: Any) -> TestResponse:
        fields = {
            name: changes.pop(name)
            for name in list(changes)
            if name in {*sale, "customer", "state"}
        }
        body = {"till_id": "SMKT001-1", "sale": sale | fields} | changes
        return client.post(path, json=body, headers={"Accept": "text/html"})

    return send
