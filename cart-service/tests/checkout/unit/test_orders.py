"""What the orders refuse, as a checkout hears it."""

import uuid
from datetime import UTC, datetime

import pytest
from flask import Flask

from cart_service.clients.orders import HttpOrders, OrderCancelled, ReservationLapsed
from cart_service.models.buyer import Address, Customer
from cart_service.models.checkout import Checkout, id_of
from cart_service.models.reservation import Reservation
from common.money import Money
from common.service_tokens import ServiceTokens
from common.testing.wsgi import answered_by

_NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)


@pytest.fixture
def checkout():
    begun = Checkout(
        id=id_of("a-basket", "k1", 1),
        basket_id="a-basket",
        account_id=None,
        key="k1",
        attempt=1,
        asked="",
        wanted=(),
        coupons=(),
        total=Money(1500, "EUR"),
        customer=Customer("Marta Ruiz", "marta@example.com"),
        address=Address(),
        card_brand="Visa",
        card_last4="4242",
        begun_at=_NOW,
        driven_until=_NOW,
    )
    return begun.reserved(Reservation((), Money(1500, "EUR"), (), {"id": str(uuid.uuid4())}))


@pytest.mark.parametrize(
    ("reason", "heard"), [("reservation_lapsed", ReservationLapsed), ("called_off", OrderCancelled)]
)
def test_an_order_that_was_called_off_is_not_told_as_sold_out(checkout, reason, heard):
    app = Flask(__name__)
    app.post("/api/v1/orders")(lambda: ({"code": "order_cancelled", "reason": reason}, 409))
    orders = HttpOrders("http://orders", ServiceTokens("a key", service="cart-service"))
    answered_by(orders._client, app)

    with pytest.raises(heard):
        orders.place(checkout)


def test_how_an_order_stands_is_asked_for_with_little_patience_and_beside_the_checkouts(checkout):
    app = Flask(__name__)
    app.get("/api/v1/orders/<order_id>")(lambda order_id: {"id": order_id, "status": "refunded"})
    orders = HttpOrders("http://orders", ServiceTokens("a key", service="cart-service"))
    answered_by(orders._quick, app)

    assert orders.status(checkout.id) == "refunded"
    assert orders._quick._timeout <= 0.5
    assert orders._quick._breaker is not orders._client._breaker
