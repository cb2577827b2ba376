"""A coupon from the catalogue to the basket and the books: the same off everywhere, and used once."""

import uuid

import pytest

from cart_service.app import create_app
from cart_service.clients.coupons import HttpCoupons
from cart_service.clients.shop import HttpShop
from cart_service.collaborators import Collaborators
from cart_service.config import Settings
from common.service_tokens import ServiceTokens
from common.testing.people import FakePeople
from common.testing.wsgi import answered_by
from store_service.app import create_app as create_store
from store_service.collaborators import Collaborators as StoreCollaborators
from store_service.config import Settings as StoreSettings

_KEY = "a service key that is long enough"
_TOKENS = ServiceTokens(_KEY, service="cart-service")

_COUPON = """
BEGIN;
INSERT INTO catalog.promotion (id, version) VALUES (101, 1);
INSERT INTO catalog.promotion_version
  (promotion_id, version, kind, name, basis_points, minimum, on_top, code, single_use)
VALUES (101, 1, 'coupon', 'Welcome', 1000, 1, false, 'WELCOME-10', true);
COMMIT;
"""


@pytest.fixture
def web(server, books_app, execute, clock, tmp_path):
    """The basket's own application, with the real shop and the real books behind it."""
    execute(_COUPON)
    own = StoreSettings(
        secret_key="a key for the tests", service_key=_KEY, database_url=server.url("store")
    )
    store = StoreCollaborators.of(own, people=FakePeople())
    shop, coupons = HttpShop("http://shop", _TOKENS), HttpCoupons("http://books", _TOKENS)
    answered_by(shop._client, create_store(own, store))
    answered_by(coupons._client, books_app)
    settings = Settings(
        secret_key="a key for the tests",
        service_key=_KEY,
        demo=True,
        cart_db_url=str(tmp_path / "cart.db"),
    )
    cart = Collaborators.of(settings, shop=shop, people=FakePeople(), coupons=coupons, clock=clock)
    yield create_app(settings, cart).test_client()
    cart.store.close()
    store.database.close()


def enter(web, basket):
    web.post(f"/api/v1/baskets/{basket}/lines", json={"product_id": 3})
    return web.post(f"/api/v1/baskets/{basket}/coupons", json={"code": "welcome-10"})


def test_what_a_coupon_takes_off_the_basket_it_takes_off_in_the_books_once(web, books_app):
    entered = enter(web, "first").json
    assert entered["total"] == {"minor": 675, "currency": "EUR"}

    sale = {
        "branch_id": "SMKT001",
        "lines": [{"product_id": 3, "quantity": 1}],
        "coupons": ["WELCOME-10"],
        "total": entered["total"],
    }
    key = {"Idempotency-Key": str(uuid.uuid4())}
    booked = books_app.test_client().post("/api/v1/purchases", json=sale, headers=key)
    assert booked.status_code == 201, booked.text

    refused = enter(web, "second")
    assert (refused.status_code, refused.json["code"]) == (409, "coupon_gone")
