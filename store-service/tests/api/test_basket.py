import re

import pytest

from common.access import Role
from common.errors import NeighbourUnavailable
from common.money import Money
from common.service_client import Refusal
from common.testing.people import form, signed_in, somebody
from store_service.models.basket import Glance, Held

HTML = {"Accept": "text/html"}
SCRIPT = {"Accept": "application/json", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def visitor(client):
    client.get("/", headers=HTML)
    return client


def held(baskets):
    return next(iter(baskets.lines.values()), {})


def test_a_form_puts_goods_in_and_leads_back(visitor, baskets):
    sent = form(visitor, product_id=4, quantity=2, key="k", next="/departments/records")
    answer = visitor.post("/basket/add", data=sent, headers=HTML)

    assert (answer.status_code, answer.location) == (303, "/departments/records")
    assert held(baskets) == {4: 2}
    assert "Night Tram is in your basket." in visitor.get("/", headers=HTML).text


def test_the_products_page_says_what_the_basket_makes_it_cost(visitor, baskets):
    assert "in your basket" not in visitor.get("/goods/2", headers=HTML).text
    baskets.held = Held(3, Money(1500, "EUR"), Money(1000, "EUR"), "Pen: the next one is free")
    visitor.post("/basket/add", data=form(visitor, product_id=2, quantity=3, key="k"))

    page = visitor.get("/goods/2", headers=HTML).text
    told = re.sub(r"<[^>]+>", "", re.search(r"data-held>(.*?)</p>", page)[1])
    assert re.sub(r"\s+", " ", told) == (
        "3 in your basket for €10.00 instead of €15.00. Pen: the next one is free."
    )
    assert "in your basket" not in visitor.get("/goods/4", headers=HTML).text


@pytest.mark.parametrize(("is_signed_in", "told"), [(True, ", 3"), (False, ", 0")])
def test_a_shopper_finds_their_basket_on_a_device_that_never_saw_the_shop(
    client, baskets, monkeypatch, is_signed_in, told
):
    """The account has one, whatever the browser brings; a visitor's first page needs no basket at all."""
    monkeypatch.setattr(baskets, "glance", lambda basket_id: Glance(3 if basket_id else 0))
    if is_signed_in:
        signed_in(client, somebody(Role.CUSTOMER))

    page = client.get("/", headers=HTML).text
    assert re.sub(r"<[^>]+>", "", re.search(r"data-basket-units>(.*?)</a>", page)[1]) == told


def test_a_script_stays_on_its_page(visitor):
    sent = form(visitor, product_id=4, key="k")
    answer = visitor.post("/basket/add", data=sent, headers=SCRIPT)

    assert answer.json == {"name": "Night Tram", "units": 1, "quantity": 1}


def test_the_same_press_twice_adds_once(visitor, baskets):
    sent = form(visitor, product_id=4, key="one press")
    visitor.post("/basket/add", data=sent, headers=SCRIPT)
    visitor.post("/basket/add", data=sent, headers=SCRIPT)

    assert held(baskets) == {4: 1}


def test_an_undo_takes_it_out_again(visitor, baskets):
    visitor.post("/basket/add", data=form(visitor, product_id=4, key="k"), headers=SCRIPT)
    visitor.post("/basket/set", data=form(visitor, product_id=4, quantity=0), headers=SCRIPT)

    assert held(baskets) == {}


@pytest.mark.parametrize("quantity", ["0", "-1", "1000", "1.5", "many", "٣"])
def test_a_quantity_that_is_none_changes_nothing(visitor, baskets, quantity):
    sent = form(visitor, product_id=4, quantity=quantity)

    assert visitor.post("/basket/add", data=sent, headers=SCRIPT).status_code == 422
    assert held(baskets) == {}


def test_what_is_not_sold_any_more_is_refused(visitor, sql):
    sql("UPDATE catalog.product SET archived_at = now() WHERE id = 4")
    sent = form(visitor, product_id=4)

    assert visitor.post("/basket/add", data=sent, headers=SCRIPT).json["code"] == "not_for_sale"


def test_a_page_of_another_site_changes_nothing(visitor, baskets):
    answer = visitor.post("/basket/add", data={"product_id": 4}, headers=SCRIPT)

    assert answer.status_code == 403
    assert held(baskets) == {}


def test_a_basket_that_is_away_is_told_and_pages_stay(visitor, baskets):
    baskets.away = True
    sent = form(visitor, product_id=4, next="/goods/4")

    assert visitor.post("/basket/add", data=sent, headers=SCRIPT).status_code == 503
    led = visitor.post("/basket/add", data=sent, headers=HTML)
    assert led.status_code == 303
    assert "The basket does not answer" in visitor.get(led.location, headers=HTML).text


@pytest.mark.parametrize(
    "trouble", [NeighbourUnavailable("away"), Refusal(404, {"code": "no_such_basket"})]
)
def test_what_is_in_is_told_even_where_the_look_after_it_fails(
    visitor, baskets, monkeypatch, trouble
):
    """Whoever were told to press again would have two."""

    def fails(_):
        raise trouble

    monkeypatch.setattr(baskets, "contents", fails)
    sent = form(visitor, product_id=4, key="k", next="/goods/4")

    answer = visitor.post("/basket/add", data=sent, headers=SCRIPT)
    assert answer.json == {"name": "Night Tram", "units": None, "quantity": None}
    led = visitor.post("/basket/add", data=sent, headers=HTML)
    assert "Night Tram is in your basket." in visitor.get(led.location, headers=HTML).text
    assert held(baskets) == {4: 1}


def test_the_forms_own_way_back_stays_in_the_shop(visitor):
    sent = form(visitor, product_id=4, next="https://evil.example/")

    assert visitor.post("/basket/add", data=sent, headers=HTML).location == "/"


def test_without_cookies_nobody_is_told_that_something_is_in(app, baskets):
    client = app.test_client(use_cookies=False)
    sent = {"product_id": 4, "csrf_token": "x"}

    assert client.post("/basket/add", data=sent, headers=HTML).status_code == 403
    assert held(baskets) == {}


def test_document_003_works_as_typed(client, baskets):
    """curl sends neither cookie nor Basket-Id."""
    assert client.get("/basket").json == {"items": ["MUG"]}
    assert client.post("/basket", json={"item": "MUG"}).json == {"items": ["MUG"]}
    assert client.get("/totalbasket").json == {"items": ["MUG"], "total": 7.5}
    assert client.get("/emptybasket").status_code == 200
    assert [each[:2] for each in baskets.documents] == [
        ("/basket", ""),
        ("/basket", ""),
        ("/totalbasket", ""),
        ("/emptybasket", ""),
    ]


def test_a_named_basket_is_handed_on(client, baskets):
    client.get("/basket", headers={"Basket-Id": "mine"})

    assert baskets.documents == [("/basket", "mine", None)]


def test_a_key_is_handed_on_with_what_changes_the_basket(client, baskets):
    for method, path, key in (("get", "/basket", "a look"), ("post", "/basket", "an act")):
        body = {"json": {"item": "MUG"}} if method == "post" else {}
        getattr(client, method)(path, headers={"Idempotency-Key": key}, **body)

    assert baskets.keys == {"an act"}


def test_what_the_basket_refuses_is_refused_in_its_words(client, baskets):
    baskets.refusal = Refusal(404, {"code": "product_not_found", "detail": "No such thing"})

    answer = client.post("/basket", json={"item": "GHOST"})
    assert (answer.status_code, answer.json["code"]) == (404, "product_not_found")
    assert answer.content_type == "application/problem+json"


def test_another_sites_picture_empties_no_basket(client, baskets):
    answer = client.get("/emptybasket", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert baskets.documents == []


@pytest.mark.parametrize("site", ["none", "same-origin", "same-site"])
def test_a_page_of_ours_on_another_host_may_empty_the_basket(client, baskets, site):
    """The shop and the basket may be hosts of one domain; cart-service asks the same."""
    assert client.get("/emptybasket", headers={"Sec-Fetch-Site": site}).status_code == 200
    assert baskets.documents == [("/emptybasket", "", None)]
