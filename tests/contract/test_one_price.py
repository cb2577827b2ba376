"""The same basket costs the same at the till, in the web's basket and at the API, to the cent, line by line."""

import random
from datetime import UTC, datetime

import pytest

from cart_service.app import create_app
from cart_service.clients.shop import HttpShop
from cart_service.collaborators import Collaborators
from cart_service.config import Settings
from cashier_service.clients.books import HttpBooks
from cashier_service.models.basket import Basket, Line
from common.service_tokens import ServiceTokens
from common.testing.fakes import FrozenClock
from common.testing.people import FakePeople
from common.testing.wsgi import answered_by
from store_service.app import create_app as create_store
from store_service.collaborators import Collaborators as StoreCollaborators
from store_service.config import Settings as StoreSettings

_NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)
_KEY = "a service key that is long enough"

#: Twelve goods in three departments, at prices that round badly, under promotions that want the same units.
_GOODS = """
INSERT INTO catalog.product (id, code, name, department, unit, vat_code)
SELECT number, 'GOODS-' || number, 'Goods ' || number,
  (ARRAY['merchandise', 'music', 'pantry'])[1 + number % 3], '',
  (ARRAY['reduced', 'standard'])[1 + number % 2]
FROM generate_series(11, 22) AS number;
INSERT INTO catalog.price (product_id, version, amount_minor)
SELECT number, 1, 99 + number * number * 7 FROM generate_series(11, 22) AS number;
BEGIN;
INSERT INTO catalog.promotion (id, version) SELECT number, 1 FROM generate_series(101, 106) AS number;
INSERT INTO catalog.promotion_version
  (promotion_id, version, kind, name, priority, departments, units, paid, free_units, basis_points, minimum, on_top)
VALUES
  (101, 1, 'multi_buy', '2 for 1', 0, '{}', 2, 1, 'cheapest_of_each_set', NULL, NULL, NULL),
  (102, 1, 'percent_off', '25 % from 3', 0, '{}', NULL, NULL, NULL, 2500, 3, false),
  (103, 1, 'multi_buy', '3 for 2', 5, '{}', 3, 2, 'cheapest', NULL, NULL, NULL),
  (104, 1, 'percent_off', '3 records', 0, '{music}', NULL, NULL, NULL, 2000, 3, false),
  (105, 1, 'percent_off', 'Pantry week', 0, '{pantry}', NULL, NULL, NULL, 333, 1, true),
  (106, 1, 'percent_off', 'Nine of anything', -1, '{}', NULL, NULL, NULL, 1111, 9, false);
INSERT INTO catalog.promotion_product (promotion_id, version, product_id) VALUES
  (101, 1, 11), (102, 1, 12), (103, 1, 13), (103, 1, 14), (103, 1, 16), (103, 1, 12);
COMMIT;
"""


@pytest.fixture
def shop_app(server):
    """The shop on the same database, under its own role."""
    settings = StoreSettings(
        secret_key="a key for the tests", service_key=_KEY, database_url=server.url("store")
    )
    collaborators = StoreCollaborators.of(settings, people=FakePeople())
    yield create_store(settings, collaborators)
    collaborators.database.close()


@pytest.fixture
def everywhere(books_app, shop_app, execute, tmp_path):
    """Prices a basket in all three places; each answers its total, its lines and its VAT, in minor units."""
    execute(_GOODS)
    settings = Settings(
        secret_key="a key for the tests",
        service_key=_KEY,
        demo=True,
        cart_db_url=str(tmp_path / "cart.db"),
    )
    shop = HttpShop("http://shop", ServiceTokens(_KEY, service="cart-service"))
    answered_by(shop._client, shop_app)
    answered_by(shop._quick, shop_app)
    cart = Collaborators.of(settings, shop=shop, people=FakePeople(), clock=FrozenClock(_NOW))
    web = create_app(settings, cart).test_client()
    till = HttpBooks("http://books", ServiceTokens(_KEY, service="cashier-service"))
    answered_by(till._for_all, books_app)
    catalogue = till.catalogue(None)
    api = books_app.test_client()

    def price(lines):
        return (
            _at_the_till(catalogue, lines),
            _in_the_basket(web, lines),
            _at_the_api(api, lines),
        )

    yield price
    cart.store.close()


def _at_the_till(catalogue, lines):
    sale = Basket(tuple(Line(*line) for line in lines)).priced(catalogue, _NOW)
    return (
        sale.total.total.minor,
        {line.product_id: (line.list_total.minor, line.total.minor) for line in sale.total.lines},
        {each.basis_points: each.vat.minor for each in sale.total.vat},
    )


def _in_the_basket(web, lines):
    basket = f"/api/v1/baskets/{random.getrandbits(64):016x}"
    for product_id, quantity in lines:
        answer = web.put(f"{basket}/lines/{product_id}", json={"quantity": quantity})
    return _told(answer.json)


def _at_the_api(api, lines):
    asked = [{"product_id": product_id, "quantity": quantity} for product_id, quantity in lines]
    return _told(api.post("/api/v1/price", json={"lines": asked}).json)


def _told(answer):
    return (
        answer["total"]["minor"],
        {
            line["product_id"]: (line["list_total"]["minor"], line["total"]["minor"])
            for line in answer["lines"]
        },
        {each["basis_points"]: each["vat"]["minor"] for each in answer["vat"]},
    )


def _random_baskets(count):
    chance = random.Random(20261120)
    products = [1, 2, 3, *range(11, 23)]
    for _ in range(count):
        chosen = chance.sample(products, chance.randint(1, 6))
        yield [(each, chance.choice((1, 1, 2, 3, 4, 9))) for each in chosen]


@pytest.mark.parametrize(
    "count",
    [200, pytest.param(10_000, marks=[pytest.mark.long, pytest.mark.timeout(1800)])],
)
def test_random_baskets_cost_the_same_everywhere(everywhere, count):
    discounted = 0
    for lines in _random_baskets(count):
        till, basket, api = everywhere(lines)
        assert till == basket == api, lines
        discounted += till[0] < sum(before for before, _ in till[1].values())

    assert discounted > count // 3  # or the promotions were not at work
