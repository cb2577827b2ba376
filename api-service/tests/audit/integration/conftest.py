"""Three sales to be spoilt, a web order, history from elsewhere, and what the auditor then asks and finds broken."""

import uuid

import pytest
from sqlalchemy import event, text

from api_service.audit.models.results import Verdict
from common import pricing
from common.service_tokens import ServiceTokens


@pytest.fixture
def offer(promote):
    return promote(
        pricing.MultiBuy(
            id=0, version=1, name="2 for 1", units=2, paid=1, product_ids=frozenset({2})
        )
    )


@pytest.fixture
def purchase(sell, offer):
    """A sale of two tomatoes and two loaves, one of which is free, among others; gives its id."""
    sell(till_id="SMKT001-1")
    made = sell(
        till_id="SMKT001-1",
        lines=[{"product_id": 1, "quantity": 2}, {"product_id": 2, "quantity": 2}],
    )
    sell(till_id="SMKT001-1")
    assert made.status_code == 201, made.text
    assert offer
    return made.json["id"]


@pytest.fixture
def violated(audit):
    """The rules that are broken, by name."""
    return lambda **named: {
        each.name: each for each in audit(**named).results if each.verdict is Verdict.VIOLATED
    }


@pytest.fixture
def history(arrange):
    """A purchase from elsewhere, of something that is no product of ours."""
    arrange.execute(text("INSERT INTO books.customer (id) VALUES (:id)"), {"id": uuid.UUID(int=1)})
    purchase = uuid.uuid4()
    arrange.execute(
        text(
            "INSERT INTO books.purchase "
            "(id, branch_id, customer_id, origin, sold_at, currency, total_minor, fingerprint) "
            "VALUES (:id, 'ELSEWHERE', :customer, 'import', now(), 'EUR', 500, '')"
        ),
        {"id": purchase, "customer": uuid.UUID(int=1)},
    )
    arrange.execute(
        text(
            "INSERT INTO books.line (purchase_id, line_number, description, quantity, unit_price_minor, "
            "total_minor, vat_basis_points, vat_minor) VALUES (:id, 1, 'Laptop', 1, 500, 500, 0, 0)"
        ),
        {"id": purchase},
    )
    arrange.execute(
        text("INSERT INTO books.tender VALUES (:id, 1, 'other', 500, 500)"), {"id": purchase}
    )
    return purchase


@pytest.fixture
def asked(surroundings):
    """Every statement that the auditor sends, one after the other."""
    sent = []
    event.listen(
        surroundings.database.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: sent.append(statement),
    )
    return sent


@pytest.fixture
def asks(client, settings):
    """Post to the books as a service does, under a new key or the one that is given."""
    token = ServiceTokens(settings.service_key.get_secret_value(), service="cart-service").issue(
        "api-service"
    )

    def post(address, key, body):
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        answer = client.post(f"/api/v1/{address}", json=body, headers=headers)
        assert answer.status_code == 201, answer.text

    return post


@pytest.fixture
def ordered(asks):
    """A web order of a mug, booked; gives the purchase's id."""
    reservation, order = str(uuid.uuid4()), str(uuid.uuid4())
    asks("reservations", reservation, {"lines": [{"product_id": 3, "quantity": 1}]})
    asks(
        "web-purchases",
        order,
        {
            "order_id": order,
            "order_number": "W1001",
            "reservation_id": reservation,
            "payment_id": str(uuid.uuid4()),
            "capture_id": "taken",
            "customer": {"name": "Ada Holm", "email": "ada@example.org"},
        },
    )
    return order


@pytest.fixture
def given_back(ordered, asks):
    """The order's refund."""
    refund = str(uuid.uuid4())
    reason = {"gateway_refund_id": refund, "reason": "Changed their mind"}
    asks("refunds", refund, {"purchase_id": ordered, "refund_id": refund, **reason})
    return refund
