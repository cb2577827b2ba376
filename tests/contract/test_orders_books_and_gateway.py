"""Orders, the books and the payment gateway understand each other: all three are real, the network is not."""

import uuid
from dataclasses import replace

import pytest
from sqlalchemy import text

from api_service.people.models.keys import written
from api_service.people.models.secrets import new_token, token_hash
from common.service_client import ServiceClient
from common.service_tokens import ServiceTokens
from common.sessions.programs import BELIEVED_SECONDS, Programs
from common.testing.fakes import FrozenClock
from common.testing.wsgi import answered_by
from order_service.app import create_app
from order_service.clients.books import HttpBooks
from order_service.clients.gateway import HttpGateway
from order_service.collaborators import Collaborators
from order_service.config import Settings
from order_service.use_cases import sweeping
from order_service.worker import relay_of
from payment_gateway.app import create_app as create_gateway
from payment_gateway.collaborators import Collaborators as GatewayCollaborators
from payment_gateway.config import Settings as GatewaySettings

KEY = "a service key that is long enough"
STOCK = """
INSERT INTO books.level (branch_id, product_id, quantity) VALUES ('SMKT001', 1, 40), ('SMKT001', 3, 9);
INSERT INTO books.movement (branch_id, product_id, kind, quantity)
  SELECT branch_id, product_id, 'opening', quantity FROM books.level;
"""


def asking(service, audience, app):
    """One service's way to another."""
    tokens = ServiceTokens(KEY, service=service)
    client = ServiceClient(
        audience,
        f"http://{audience}",
        audience=audience,
        tokens=tokens,
        for_people=False,
        timeout_seconds=20,
    )
    answered_by(client, app)
    return client


@pytest.fixture
def gateway_app(tmp_path):
    settings = GatewaySettings(
        secret_key="a key for the tests",
        service_key=KEY,
        gateway_db_url=str(tmp_path / "gateway.db"),
    )
    made = GatewayCollaborators.of(settings, wait=lambda _: None)
    yield create_gateway(settings, made)
    made.store.close()


@pytest.fixture
def desk(tmp_path, books_app, gateway_app, clock, execute):
    """What the orders' use cases are handed, with the real neighbours."""
    execute(STOCK)
    settings = Settings(
        secret_key="a key for the tests",
        service_key=KEY,
        order_db_url=str(tmp_path / "orders.db"),
        public_url="http://orders.example",
    )
    made = Collaborators.of(
        settings,
        clock=FrozenClock(clock.now()),
        books=HttpBooks(asking("order-service", "api-service", books_app)),
        gateway=HttpGateway(asking("order-service", "payment-gateway", gateway_app)),
    )
    yield made
    made.store.close()


class Checkout:
    """The shop's checkout, step by step."""

    def __init__(self, books, gateway, orders):
        self.books, self.gateway, self.orders = books, gateway, orders

    def place(self, *lines):
        """A placed order, with its payment held."""
        order_id, held_id, payment_id = (str(uuid.uuid4()) for _ in range(3))
        asked = {"lines": [{"product_id": each, "quantity": count} for each, count in lines]}
        held = self.books.post("/api/v1/reservations", asked, idempotency_key=held_id).content
        card = {"number": "4242424242424242", "expiry": "12/90", "code": "123", "name": "Marta"}
        body = {"amount": held["total"], "card": card, "reference": order_id}
        payment = self.gateway.post(f"/api/v1/payments/{payment_id}/authorise", body).content
        order = {
            "id": order_id,
            "reservation": held,
            "customer": {"name": "Marta Ruiz", "email": "marta@example.org"},
            "address": {"street": "Lindengracht 41"},
            "payment_id": payment_id,
            "card": payment["card"],
        }
        return self.orders.post("/api/v1/orders", order, idempotency_key=order_id).content

    def capture(self, order):
        """Take the money, without a word to the orders."""
        path = f"/api/v1/payments/{order['payment']['id']}/capture"
        return self.gateway.post(path, {"amount": order["total"]}).content

    def pay(self, order):
        """Take the money, and say so."""
        taken = self.capture(order)
        body = {
            "payment_id": taken["id"],
            "capture_id": taken["capture_id"],
            "amount": taken["captured"],
            "card": taken["card"],
        }
        return self.orders.post(f"/api/v1/orders/{order['id']}/payment", body).content


@pytest.fixture
def checkout(desk, books_app, gateway_app):
    return Checkout(
        asking("cart-service", "api-service", books_app),
        asking("cart-service", "payment-gateway", gateway_app),
        asking("cart-service", "order-service", create_app(desk.settings, desk)),
    )


@pytest.fixture
def key(execute):
    """An owner's key, and its secret."""
    key_id, secret = uuid.uuid4(), new_token()
    execute(
        "INSERT INTO books.account (id, name, email, role) VALUES (:id, 'Rosa', 'r@example.org', 'owner')",
        id=key_id,
    )
    execute(
        "INSERT INTO books.api_key (id, name, role, secret_hash, made_by, made_at) "
        "VALUES (:id, 'Robot', 'owner', :hash, :id, now())",
        id=key_id,
        hash=token_hash(secret),
    )
    return written(key_id, secret)


@pytest.fixture
def deliver(desk):
    relay = relay_of(desk)

    def delivered():
        while relay.round():
            pass
        return facts_of(desk)

    return delivered


def facts_of(desk):
    with desk.store.reading() as connection:
        return connection.execute(text("SELECT count(*) FROM outbox")).scalar_one()


@pytest.fixture
def read(books_app):
    """One row of the books."""
    database = books_app.extensions["collaborators"].database

    def found(statement):
        with database.transaction() as connection:
            return tuple(connection.execute(text(statement)).one())

    return found


def test_a_paid_order_is_in_the_books_with_its_stock_receipt_and_alert(
    checkout, deliver, read, clock
):
    placed = checkout.place((1, 2), (3, 1))
    assert read("SELECT sum(reserved) FROM books.level") == (3,)

    order = checkout.pay(placed)

    assert order["status"] == "paid"
    paid_at = clock.now()
    clock.move(minutes=10)
    assert deliver() == 0
    assert read("SELECT sold_at FROM books.purchase") == (paid_at,)
    assert read("SELECT id::text, total_minor FROM books.purchase") == (order["id"], 1230)
    assert read("SELECT sum(quantity), sum(reserved) FROM books.level") == (46, 0)
    assert read("SELECT count(*), count(DISTINCT kind) FROM books.notice") == (2, 2)


def test_a_programs_key_opens_the_orders_until_it_is_withdrawn(desk, books_app, key, execute):
    programs = Programs(
        asking("order-service", "api-service", books_app), lambda: desk.clock.now().timestamp()
    )
    orders = create_app(desk.settings, replace(desk, programs=programs)).test_client()

    def listed():
        return orders.get("/api/orders", headers={"Authorization": f"Bearer {key}"}).status_code

    assert listed() == 200
    execute("UPDATE books.api_key SET withdrawn_at = now()")
    desk.clock.move(seconds=BELIEVED_SECONDS)
    assert listed() == 401


def test_what_is_cancelled_comes_back_to_the_card_and_to_the_shelf(checkout, deliver, read):
    order = checkout.pay(checkout.place((1, 2)))
    deliver()
    for _ in range(2):
        checkout.orders.post(f"/api/v1/orders/{order['id']}/cancel", {})

    assert deliver() == 0
    path = f"/api/v1/payments/{order['payment']['id']}"
    payment = checkout.gateway.get(path).content
    assert (payment["status"], payment["refunded"]) == ("refunded", order["total"])
    assert read("SELECT gateway_refund_id::text FROM books.refund") == (payment["refund_ids"][0],)
    assert read("SELECT sum(quantity), sum(reserved) FROM books.level") == (49, 0)
    now = checkout.orders.get(f"/api/v1/orders/{order['id']}").content
    assert now["status"] == "refunded"


def test_what_is_cancelled_unpaid_lets_go_of_its_goods(checkout, deliver, read):
    placed = checkout.place((3, 9))
    checkout.orders.post(f"/api/v1/orders/{placed['id']}/cancel", {})

    assert deliver() == 0
    assert read("SELECT sum(quantity), sum(reserved) FROM books.level") == (49, 0)


def test_a_capture_without_a_word_is_found_at_the_gateway(checkout, desk, deliver):
    placed = checkout.place((3, 1))
    checkout.capture(placed)
    for seconds in (11, 50):
        desk.clock.move(seconds=seconds)
        sweeping.sweep(desk)

    assert checkout.orders.get(f"/api/v1/orders/{placed['id']}").content["status"] == "paid"
    assert deliver() == 0


def test_a_payment_that_nobody_captured_in_a_day_is_called_off(checkout, desk):
    placed = checkout.place((3, 1))
    for hours in (1, 24):
        desk.clock.move(hours=hours)
        sweeping.sweep(desk)

    assert checkout.orders.get(f"/api/v1/orders/{placed['id']}").content["status"] == "cancelled"
    path = f"/api/v1/payments/{placed['payment']['id']}"
    assert checkout.gateway.get(path).content["status"] == "voided"
