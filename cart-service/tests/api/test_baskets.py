"""Baskets under /api/v1, and whose they are."""

import pytest

from cart_service.app import create_app
from cart_service.collaborators import Collaborators
from common.access import Role
from common.service_client import BROWSERS_BASKET_HEADER, SESSION_HEADER
from common.service_tokens import ServiceTokens
from common.testing.people import signed_in, somebody

PEN, SHIRT, MUG = 11, 12, 13
OWN = "a-basket-of-my-own"


@pytest.fixture
def basket():
    return f"/api/v1/baskets/{OWN}"


@pytest.fixture
def through_the_store(settings, people):
    """The headers of a call that store-service makes for somebody."""
    tokens = ServiceTokens(settings.service_key.get_secret_value(), service="store-service")

    def headers(caller=None):
        found = {"Authorization": f"Bearer {tokens.issue('cart-service')}"}
        return found | ({SESSION_HEADER: people.begin(caller).token} if caller else {})

    return headers


def test_a_basket_is_filled_changed_and_emptied(client, basket):
    client.post(f"{basket}/lines", json={"product_id": PEN, "quantity": 3})
    client.post(f"{basket}/lines", json={"product_id": MUG})
    filled = client.put(f"{basket}/lines/{SHIRT}", json={"quantity": 2}).json

    assert filled["total"] == {"minor": 5750, "currency": "EUR"}
    assert filled["list_total"] == {"minor": 6250, "currency": "EUR"}
    assert filled["saving"] == {"minor": 500, "currency": "EUR"}
    assert filled["units"] == 6
    pen = filled["lines"][0]
    assert (pen["code"], pen["quantity"], pen["unit_price"]["minor"]) == ("PEN", 3, 500)
    assert pen["discounts"] == [
        {"name": "Pens 2 for 1", "amount": {"minor": 500, "currency": "EUR"}}
    ]
    assert (pen["list_total"]["minor"], pen["total"]["minor"], pen["changed"]) == (1500, 1000, None)
    assert {each["text"] for each in filled["hints"]} == {
        "Pen: the next one is free",
        "T-Shirt: one more takes 25\u00a0% off all",
    }
    assert filled["vat"][0]["vat"]["minor"] + filled["vat"][0]["net"]["minor"] == 5750
    assert client.delete(basket).json["lines"] == []
    assert client.get(basket).json["total"]["minor"] == 0


def test_a_line_says_how_many_there_are_and_nothing_where_nobody_knows(client, basket, shop, clock):
    shop.left = {PEN: 2}
    client.post(f"{basket}/lines", json={"product_id": PEN, "quantity": 3})

    assert client.get(basket).json["lines"][0]["available"] == 2
    assert shop.asked == [PEN]
    shop.left = {PEN: -1}
    clock.move(seconds=5)
    assert client.get(basket).json["lines"][0]["available"] == -1
    shop.silent = True
    clock.move(seconds=5)
    for _ in range(3):
        assert client.get(basket).json["lines"][0]["available"] is None
    assert shop.asked == [PEN] * 3


def test_a_line_that_was_taken_out_comes_back(client, basket):
    client.post(f"{basket}/lines", json={"product_id": PEN, "quantity": 3})

    assert client.put(f"{basket}/lines/{PEN}", json={"quantity": 0}).json["lines"] == []
    assert client.post(f"{basket}/lines/{PEN}/restore").json["lines"][0]["quantity"] == 3
    refused = client.post(f"{basket}/lines/{MUG}/restore")
    assert (refused.status_code, refused.json["code"]) == (404, "nothing_to_put_back")


def test_a_repeat_under_one_key_adds_nothing(client, basket):
    line = {"product_id": PEN, "quantity": 2}
    for _ in range(2):
        answer = client.post(f"{basket}/lines", json=line, headers={"Idempotency-Key": "k-1"})
        assert answer.json["lines"][0]["quantity"] == 2

    other = line | {"quantity": 3}
    refused = client.post(f"{basket}/lines", json=other, headers={"Idempotency-Key": "k-1"})
    assert (refused.status_code, refused.json["code"]) == (422, "idempotency_key_reused")


def test_a_changed_price_is_said_until_it_is_accepted(client, basket, shop, clock):
    client.post(f"{basket}/lines", json={"product_id": PEN, "quantity": 1})
    shop.change(PEN=550)
    clock.move(seconds=3)

    seen = client.get(basket).json
    assert seen["lines"][0]["changed"] == {"was": {"minor": 500, "currency": "EUR"}}
    assert seen["total"]["minor"] == 550
    assert client.post(f"{basket}/seen").json["lines"][0]["changed"] is None
    assert client.get(basket).json["lines"][0]["changed"] is None


def test_without_the_shop_baskets_are_shown_and_changed_and_say_so(client, basket, shop, clock):
    client.post(f"{basket}/lines", json={"product_id": PEN, "quantity": 3})
    shop.away = True
    clock.move(minutes=5)

    changed = client.post(f"{basket}/lines", json={"product_id": PEN, "quantity": 1}).json

    assert changed["stale"] is True
    assert changed["prices_from"] == "2026-11-20T15:20:00+01:00"
    assert changed["total"]["minor"] == 1000
    shop.away = False
    clock.move(seconds=3)
    assert client.get(basket).json["stale"] is False


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"product_id": 99, "quantity": 1}, "not_on_sale"),
        ({"product_id": PEN, "quantity": 0}, "invalid_request"),
        ({"product_id": PEN, "quantity": 1000}, "invalid_request"),
        ({"product_id": PEN, "quantity": 1, "price": 1}, "invalid_request"),
        ({"quantity": 1}, "invalid_request"),
    ],
)
def test_what_cannot_be_put_in_is_refused(client, basket, body, code):
    refused = client.post(f"{basket}/lines", json=body)

    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert client.get(basket).json["lines"] == []


def test_a_program_names_a_basket_of_its_own(client):
    made = client.post("/api/v1/baskets", json={})

    assert made.status_code == 201
    assert client.get(f"/api/v1/baskets/{made.json['id']}").json["lines"] == []


def test_outside_a_demo_a_basket_is_named_by_an_id_that_nobody_guesses(settings, cart):
    closed = settings.model_copy(update={"demo": False})
    client = create_app(closed, Collaborators.of(closed, store=cart.store)).test_client()

    unnamed = client.get("/basket")
    default = client.get("/api/v1/baskets/default")

    assert (unnamed.status_code, unnamed.json["code"]) == (400, "basket_not_named")
    assert (default.status_code, default.json["code"]) == (404, "no_such_basket")


@pytest.mark.parametrize("wrong", ["a b", "ä", "x" * 65, "a%2Fb"])
def test_an_id_that_is_none_is_refused(client, wrong):
    assert client.get(f"/api/v1/baskets/{wrong}").status_code == 404


def test_a_shopper_is_known_by_the_cookie_of_the_shop(client, cart):
    client.get("/", headers={"Accept": "text/html"})
    own = client.get_cookie(cart.cookie.name).value
    client.post("/basket", json={"item": "MUG"})
    signed_in(client, somebody(Role.CUSTOMER))

    hers = client.get("/basket", headers={"Basket-Id": own}).json

    assert hers == {"items": ["MUG"]}
    assert client.get("/basket").json == hers


def test_a_shopper_is_known_through_the_store(client, basket, through_the_store):
    marta, browsers = somebody(Role.CUSTOMER), {BROWSERS_BASKET_HEADER: OWN}
    client.post(f"{basket}/lines", json={"product_id": MUG}, headers=through_the_store())

    hers = client.get(basket, headers=through_the_store(marta) | browsers).json

    assert [line["code"] for line in hers["lines"]] == ["MUG"]
    assert hers["id"] != OWN
    assert client.get(basket).json["lines"] == []
    assert client.get(f"/api/v1/baskets/{hers['id']}").status_code == 404


@pytest.mark.parametrize("named", [{}, {"Basket-Id": OWN}, {BROWSERS_BASKET_HEADER: OWN}])
def test_a_basket_that_a_shopper_only_names_stays_where_it_is(client, basket, named):
    """Whoever learnt an id could else take everything out by reading; and a header of theirs is nobody's word."""
    visitor = client.application.test_client()
    visitor.post(f"{basket}/lines", json={"product_id": MUG})
    client.get("/", headers={"Accept": "text/html"})
    signed_in(client, somebody(Role.CUSTOMER))

    assert client.get(basket, headers=named).json["lines"] == []
    assert client.get("/basket", headers=named).json == {"items": []}

    client.post(f"{basket}/lines", json={"product_id": PEN}, headers=named)
    assert [line["code"] for line in visitor.get(basket).json["lines"]] == ["MUG"]


def test_a_basket_that_a_shopper_names_to_the_store_stays_where_it_is(client, through_the_store):
    visitor, named = client.application.test_client(), {"Basket-Id": OWN}
    visitor.post("/basket", json={"item": "MUG"}, headers=named)
    theirs = {BROWSERS_BASKET_HEADER: "the-browsers-own-basket"} | named

    hers = client.get("/basket", headers=through_the_store(somebody(Role.CUSTOMER)) | theirs)

    assert hers.json == {"items": []}
    assert visitor.get("/basket", headers=named).json == {"items": ["MUG"]}


def test_somebody_whose_session_ended_goes_on_as_a_visitor(client, people):
    token = signed_in(client, somebody(Role.CUSTOMER))
    people.end(token)

    assert client.get("/basket", headers={"Basket-Id": OWN}).json == {"items": []}


def test_a_baskets_id_is_in_no_log(client, basket, caplog):
    with caplog.at_level("INFO"):
        client.get(basket)

    told = " ".join(record.getMessage() for record in caplog.records)
    assert "/api/v1/baskets/…" in told
    assert OWN not in told


def test_a_token_of_nobodys_is_refused(client, basket):
    forged = ServiceTokens("a key of somebody else", service="store-service")
    header = {"Authorization": f"Bearer {forged.issue('cart-service')}"}

    assert client.get(basket, headers=header).status_code == 401
