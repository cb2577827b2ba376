"""A process that dies between two steps of a web order leaves all of a step or nothing, and a repeat ends well."""

import json
import subprocess
import sys
import uuid

import pytest
from sqlalchemy import text

from common.testing.faults import KILLED

#: A process of its own that asks the books for one thing as a service would, by their own application.
_ASK = """
import json, sys
from api_service.app import create_app
from api_service.collaborators import Collaborators
from api_service.config import Settings
from common.service_tokens import ServiceTokens

url, address, key, body = sys.argv[1:]
settings = Settings(
    secret_key="a key for the tests",
    service_key="a key that the services of the tests share",
    database_url=url,
    demo=True,
)
token = ServiceTokens(settings.service_key.get_secret_value(), service="cart-service").issue("api-service")
headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
client = create_app(settings, Collaborators.of(settings)).test_client()
answer = client.post(address, json=json.loads(body), headers=headers)
sys.exit(0 if answer.status_code == 201 else answer.text)
"""


@pytest.fixture
def dies(settings, monkeypatch):
    """Ask for something in a process that dies at a point."""

    def dies(point, address, key, body):
        monkeypatch.setenv("MERCATO_FAULTS", f"{point}=exit")
        monkeypatch.setenv("MERCATO_DEMO", "1")
        words = [sys.executable, "-c", _ASK, settings.database_url, address, str(key), body]
        ended = subprocess.run(words, check=False, capture_output=True, timeout=120)
        monkeypatch.delenv("MERCATO_FAULTS")
        assert ended.returncode == KILLED, ended.stderr.decode()

    return dies


def rows(connection, statement):
    return [tuple(row) for row in connection.execute(text(statement))]


@pytest.mark.parametrize(
    ("point", "kept"), [("books.reserve_before_commit", 0), ("books.reserve_after_commit", 2)]
)
def test_a_reservation_stands_whole_or_not_at_all(dies, reserve, level, point, kept):
    key = uuid.uuid4()

    dies(
        point,
        "/api/v1/reservations",
        key,
        '{"lines": [{"product_id": 1, "quantity": 2}, {"product_id": 3, "quantity": 2}]}',
    )

    assert (level(1), level(3)) == ((100, kept), (100, kept))
    again = reserve((1, 2), (3, 2), key=key)
    assert again.status_code == 201
    assert (level(1), level(3)) == ((100, 2), (100, 2))


@pytest.mark.parametrize(
    ("point", "left"),
    [("books.web_purchase_before_commit", 100), ("books.web_purchase_after_commit", 98)],
)
def test_a_web_purchase_stands_whole_or_not_at_all(
    dies, reserve, asks, level, arrange, point, left
):
    reservation = reserve((1, 2)).json["id"]
    asks("put", f"/api/v1/reservations/{reservation}/pin")
    key = str(uuid.uuid4())
    body = (
        f'{{"order_id": "{key}", "order_number": "W1", "reservation_id": "{reservation}", '
        f'"payment_id": "{uuid.uuid4()}", "capture_id": "c", "customer": {{"email": "ada@example.org"}}}}'
    )

    dies(point, "/api/v1/web-purchases", key, body)

    assert level(1)[0] == left
    assert rows(arrange, "SELECT count(*) FROM books.purchase") == [(int(left == 98),)]
    again = asks("post", "/api/v1/web-purchases", key=key, json=json.loads(body))
    assert again.status_code == 201
    assert level(1) == (98, 0)
    assert rows(arrange, "SELECT count(*) FROM books.movement WHERE kind = 'sale'") == [(1,)]


def test_a_refund_whose_answer_was_lost_is_booked_once(dies, reserve, book, refund, level, arrange):
    purchase = book(reserve((1, 2)).json["id"]).json["id"]
    key = str(uuid.uuid5(uuid.UUID(purchase), "refund"))
    body = json.dumps(
        {
            "purchase_id": purchase,
            "refund_id": key,
            "gateway_refund_id": key,
            "reason": "Changed their mind",
        }
    )

    dies("books.refund_after_commit", "/api/v1/refunds", key, body)

    assert level(1) == (100, 0)
    assert refund(purchase).headers["Idempotent-Replayed"] == "true"
    assert level(1) == (100, 0)
    assert rows(arrange, "SELECT count(*) FROM books.refund") == [(1,)]
