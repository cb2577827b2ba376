"""The books' auditor reads the real orders over HTTP, and names the one whose invoice somebody edited."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from api_service.audit.clients import HttpStores
from api_service.audit.collaborators import Auditing
from api_service.audit.models.facts import Source
from api_service.audit.models.results import Verdict
from api_service.audit.use_cases import auditing
from common.service_client import ServiceClient
from common.service_tokens import ServiceTokens
from common.testing.fakes import FrozenClock
from common.testing.wsgi import answered_by
from order_service.app import create_app
from order_service.clients.books import HttpBooks
from order_service.collaborators import Collaborators
from order_service.config import Settings
from order_service.worker import relay_of

KEY = "a service key that is long enough"

#: Goods of two VAT rates, an offer, and names with spaces around them, which no order keeps.
SHOP = """
INSERT INTO books.level (branch_id, product_id, quantity) VALUES ('SMKT001', 1, 40), ('SMKT001', 3, 9);
INSERT INTO books.movement (branch_id, product_id, kind, quantity)
  SELECT branch_id, product_id, 'opening', quantity FROM books.level;
UPDATE catalog.product SET name = ' Tomatoes ' WHERE id = 1;
BEGIN;
INSERT INTO catalog.promotion (id, version) VALUES (101, 1);
INSERT INTO catalog.promotion_version (promotion_id, version, kind, name, units, paid, free_units)
  VALUES (101, 1, 'multi_buy', ' Tomatoes 2 for 1', 2, 1, 'cheapest');
INSERT INTO catalog.promotion_product (promotion_id, version, product_id) VALUES (101, 1, 1);
COMMIT;
"""
DOCUMENT = {
    "customer": {"name": "Marta Ruiz", "email": "marta@example.org"},
    "items": [{"product_id": 7, "name": "Pen", "quantity": 3, "price": 1.25}],
    "total": 3.75,
}


def asking(service, audience, app):
    """One service's way to another."""
    client = ServiceClient(
        audience,
        f"http://{audience}",
        audience=audience,
        tokens=ServiceTokens(KEY, service=service),
        for_people=False,
        timeout_seconds=20,
    )
    answered_by(client, app)
    return client


@pytest.fixture
def desk(tmp_path, books_app, clock, execute):
    """What the orders' use cases are handed, with the real books."""
    execute(SHOP)
    settings = Settings(
        secret_key="a key for the tests",
        service_key=KEY,
        order_db_url=str(tmp_path / "orders.db"),
        public_url="http://orders.example",
    )
    books = HttpBooks(asking("order-service", "api-service", books_app))
    made = Collaborators.of(settings, clock=FrozenClock(clock.now()), books=books)
    yield made
    made.store.close()


@pytest.fixture
def orders(desk):
    """The orders, as the shop's checkout calls them."""
    return asking("cart-service", "order-service", create_app(desk.settings, desk))


@pytest.fixture
def place(orders, books_app):
    """Has so many of each product reserved, and ordered."""
    books = asking("cart-service", "api-service", books_app)

    def placed(*lines):
        order_id, held_id = str(uuid.uuid4()), str(uuid.uuid4())
        wanted = {"lines": [{"product_id": each, "quantity": count} for each, count in lines]}
        body = {
            "id": order_id,
            "reservation": books.post(
                "/api/v1/reservations", wanted, idempotency_key=held_id
            ).content,
            "customer": DOCUMENT["customer"],
            "address": {"street": "Lindengracht 41"},
            "payment_id": str(uuid.uuid4()),
            "card": {"brand": "Visa", "last4": "4242"},
        }
        return orders.post("/api/v1/orders", body, idempotency_key=order_id).content

    return placed


@pytest.fixture
def pay(orders, desk):
    """Says that an order was captured, and tells the books of it."""

    def paid(order):
        capture = {
            "payment_id": order["payment"]["id"],
            "capture_id": str(uuid.uuid4()),
            "amount": order["total"],
            "card": {"brand": "Visa", "last4": "4242"},
        }
        made = orders.post(f"/api/v1/orders/{order['id']}/payment", capture).content
        while relay_of(desk).round():
            pass
        return made

    return paid


@pytest.fixture
def audit(desk, books_app):
    """What the auditor finds wrong; there are neither a gateway nor checkouts to be asked."""
    stores = HttpStores({}, ServiceTokens(KEY, service="api-service"))
    app = create_app(desk.settings, desk)
    stores._clients[Source.ORDERS] = asking("api-service", "order-service", app)
    settings = books_app.extensions["collaborators"].settings
    # the books' rows are stamped by their database, whose clock no test sets
    clock = FrozenClock(datetime.now(UTC) + timedelta(minutes=10))
    surroundings = Auditing.of(settings, clock=clock, stores=stores)

    def found():
        results = auditing.run_now(surroundings).results
        wrongs = {each.name: each for each in results if each.verdict is Verdict.VIOLATED}
        return wrongs, {each.name: each.checked for each in results}

    yield found
    surroundings.database.close()


def test_an_order_whose_invoice_somebody_edits_is_named(orders, place, pay, desk, audit):
    order = pay(place((1, 2), (3, 1)))
    orders.post(f"/api/v1/orders/{place((3, 2))['id']}/cancel", {})
    orders.post("/api/orders", DOCUMENT, idempotency_key=str(uuid.uuid4()))
    wrongs, checked = audit()
    assert wrongs == {}
    assert (checked["orders_add_up"], checked["invoices_show_what_was_sold"]) == (3, 1)

    def edit(statement):
        with desk.store.writing() as connection:
            connection.execute(text("DROP TRIGGER IF EXISTS order_line_stays"))
            connection.execute(text(statement), {"id": order["id"]})
        wrongs, _ = audit()
        assert {each.first.row for each in wrongs.values()} <= {
            f"order {order['number']} ({order['id']})"
        }
        return {name: each.first.says for name, each in wrongs.items()}

    line = (
        "UPDATE order_line SET unit_price_minor = unit_price_minor + {0}, total_minor = total_minor + {0} "
        "WHERE order_id = :id AND product_id = 3"
    )
    assert edit(line.format(500)) == {
        "orders_add_up": "its total is 9.90, and its lines make 14.90",
        "invoices_show_what_was_sold": "Coffee mug shows a price of 12.50, and the books have 7.50",
    }
    assert edit(line.format(-500)) == {}
    vat = "UPDATE web_order SET vat = '[[900,1,1,2]]', changed_at = 4086633600000 WHERE id = :id"
    assert edit(vat) == {
        "orders_add_up": "its VAT at 9 % is 0.01 + 0.01 = 0.02, and its lines make 2.20 + 0.20 = 2.40",
        "invoices_show_what_was_sold": "its VAT at 9 % is 0.01 + 0.01 = 0.02, and the books have 2.20 + 0.20 = 2.40",
        "moments_have_come": "something happened to it at 2099-07-02 00:00:00, which is still to come",
    }
