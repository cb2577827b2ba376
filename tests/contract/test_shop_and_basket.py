"""The shop, the basket and the books about one basket: what is in it, what a coupon takes off, and that only once."""

import uuid

import pytest

from cart_service.app import create_app
from cart_service.clients.coupons import HttpCoupons
from cart_service.clients.shop import HttpShop
from cart_service.collaborators import Collaborators
from cart_service.config import Settings
from common.access import Role
from common.money import Money
from common.service_client import Refusal, ServiceClient, acting
from common.service_tokens import ServiceTokens
from common.testing.people import FakePeople, somebody
from common.testing.wsgi import answered_by
from store_service.app import create_app as create_store
from store_service.clients.baskets import HttpBaskets
from store_service.collaborators import Collaborators as StoreCollaborators
from store_service.config import Settings as StoreSettings
from store_service.models.basket import Held

_KEY = "a service key that is long enough"
_TOKENS = ServiceTokens(_KEY, service="cart-service")

_PROMOTIONS = """
BEGIN;
INSERT INTO catalog.promotion (id, version) VALUES (101, 1), (102, 1);
INSERT INTO catalog.promotion_version
  (promotion_id, version, kind, name, basis_points, minimum, on_top, code, single_use)
VALUES (101, 1, 'coupon', 'Welcome', 1000, 1, false, 'WELCOME-10', true);
INSERT INTO catalog.promotion_version (promotion_id, version, kind, name, units, paid, free_units)
VALUES (102, 1, 'multi_buy', '3 for 2', 3, 2, 'cheapest_of_each_set');
INSERT INTO catalog.promotion_product (promotion_id, version, product_id) VALUES (102, 1, 1);
COMMIT;
"""


@pytest.fixture
def web(server, books_app, execute, clock, tmp_path):
    """The basket's own application, with the real shop and the real books behind it."""
    execute(_PROMOTIONS)
    own = StoreSettings(
        secret_key="a key for the tests", service_key=_KEY, database_url=server.url("store")
    )
    store = StoreCollaborators.of(own, people=FakePeople())
    shop, coupons = HttpShop("http://shop", _TOKENS), HttpCoupons("http://books", _TOKENS)
    shop_app = create_store(own, store)
    answered_by(shop._client, shop_app)
    answered_by(shop._quick, shop_app)
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


@pytest.fixture
def through_the_shop(web):
    """The basket as the shop reaches it."""
    tokens = ServiceTokens(_KEY, service="store-service")
    client = ServiceClient("The basket", "http://cart", audience="cart-service", tokens=tokens)
    answered_by(client, web.application)
    return HttpBaskets(client)


def eur(minor):
    return Money(minor, "EUR")


def enter(web, basket):
    web.post(f"/api/v1/baskets/{basket}/lines", json={"product_id": 3})
    return web.post(f"/api/v1/baskets/{basket}/coupons", json={"code": "welcome-10"})


def test_what_a_coupon_takes_off_the_basket_it_takes_off_in_the_books_once(web, books_app, clock):
    waiting = enter(web, "waiting").json
    assert waiting["coupons"][0]["what"] == "works"
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

    clock.move(seconds=6)
    seen = web.get("/api/v1/baskets/waiting").json
    assert (seen["coupons"][0]["what"], seen["total"]["minor"]) == ("used", 750)


def test_the_shop_reads_what_the_basket_makes_a_product_cost(web):
    client = ServiceClient("The basket", "http://cart", audience="cart-service", tokens=_TOKENS)
    answered_by(client, web.application)
    basket = "a-basket-of-ones-own"
    for product_id, quantity in ((1, 5), (3, 1)):
        line = {"quantity": quantity}
        web.put(f"/api/v1/baskets/{basket}/lines/{product_id}", json=line)

    seen = HttpBaskets(client).glance(basket)

    assert seen.units == 6
    assert seen.held[1] == Held(5, eur(1200), eur(960), "Tomatoes: the next one is free")
    assert seen.held[3] == Held(1, eur(750), eur(750))


def test_the_basket_says_how_many_the_shop_can_send(web, execute):
    execute(
        "INSERT INTO books.level (branch_id, product_id, quantity, reserved) "
        "SELECT fulfilled_by, 1, 3, 1 FROM books.published_web_orders "
        "ON CONFLICT (branch_id, product_id) DO UPDATE SET quantity = 3, reserved = 1"
    )

    filled = web.put("/api/v1/baskets/scarce/lines/1", json={"quantity": 5}).json

    assert filled["lines"][0]["available"] == 2


def test_document_003s_addition_through_the_shop_is_made_once_under_its_key(through_the_shop):
    for _ in range(2):
        found = through_the_shop.as_document("/basket", "own", "MUG", key="k-1")
        assert found["items"] == ["MUG"]
    with pytest.raises(Refusal) as refused:
        through_the_shop.as_document("/basket", "own", "TOMATO", key="k-1")
    assert refused.value.code == "idempotency_key_reused"
    with pytest.raises(Refusal) as refused:
        through_the_shop.as_document("/basket", "own", "MUG", key="")
    assert refused.value.code == "invalid_idempotency_key"


@pytest.mark.parametrize("named", ["", "somebody-elses-basket"])
def test_through_the_shop_the_browsers_basket_joins_the_accounts_and_no_other(
    web, through_the_shop, named
):
    own = named or "the-browsers-own-basket"
    for basket in {own, "the-browsers-own-basket"}:
        web.put(f"/api/v1/baskets/{basket}/lines/3", json={"quantity": 1})
    people = web.application.extensions["collaborators"].door.people
    acting.set(people.begin(somebody(Role.CUSTOMER)).token)

    found = through_the_shop.as_document("/basket", "the-browsers-own-basket", named=named)

    assert found["items"] == ([] if named else ["MUG"])
    left = web.get(f"/api/v1/baskets/{own}").json["units"]
    assert left == (1 if named else 0)
    acting.set("")
