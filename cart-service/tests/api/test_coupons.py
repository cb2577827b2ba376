"""Coupons in a basket: entered, refused in plain words, taken out; by the page's forms and under /api/v1."""

import pytest

from common.access import Role
from common.testing.people import form, signed_in, somebody

PEN, SHIRT, MUG, LOAF = 11, 12, 13, 2
OWN = "a-basket-of-ones-own"


@pytest.fixture
def send(client):
    """Send a form of the page; gives the page that it leads to."""
    client.get("/")

    def send(path, **fields):
        answer = client.post(path, data=form(client, **fields), headers={"Accept": "text/html"})
        assert answer.status_code == 303
        return client.get(answer.headers["Location"]).text

    return send


@pytest.fixture
def basket(client):
    """The address of a basket with a mug for 7.50."""
    path = f"/api/v1/baskets/{OWN}"
    assert client.post(f"{path}/lines", json={"product_id": MUG}).status_code == 200
    return path


def enter(client, basket, code):
    return client.post(f"{basket}/coupons", json={"code": code})


def test_the_page_takes_a_coupon_shows_what_it_takes_off_and_lets_it_go(send):
    send("/add_to_cart", product_id=MUG, quantity=1)

    with_it = send("/enter_coupon", code=" welcome-10 ")
    assert "Welcome, takes 0.75 off" in with_it
    assert "1 item, total 6.75" in with_it

    without = send("/remove_coupon", code="WELCOME-10")
    assert "WELCOME-10" not in without
    assert "1 item, total 7.50" in without


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("WELCOM", "There is no coupon WELCOM. Look at how it is written."),
        ("WINTER", "The coupon WINTER does not hold today."),
        ("SUMMER", "The coupon SUMMER does not hold today."),
        ("", "Type the code of the coupon."),
    ],
)
def test_the_page_says_in_plain_words_why_a_coupon_does_not_count(send, code, words):
    send("/add_to_cart", product_id=MUG, quantity=1)
    page = send("/enter_coupon", code=code)

    assert words in page
    assert f'value="{code}"' in page
    assert "1 item, total 7.50" in page


def test_a_coupon_that_was_used_is_refused(client, basket, coupons, send):
    coupons.gone = {"WELCOME-10"}
    refused = enter(client, basket, "WELCOME-10")
    assert (refused.status_code, refused.json["code"]) == (409, "coupon_gone")

    send("/add_to_cart", product_id=MUG, quantity=1)
    assert "was used before, and can be used once" in send("/enter_coupon", code="WELCOME-10")


def test_a_coupon_that_another_purchase_used_lowers_the_basket_no_more(
    client, send, coupons, clock
):
    send("/add_to_cart", product_id=MUG, quantity=1)
    assert "1 item, total 6.75" in send("/enter_coupon", code="WELCOME-10")
    coupons.gone = {"WELCOME-10"}
    assert "1 item, total 6.75" in client.get("/").text, "what was heard holds for a moment"
    clock.move(seconds=6)

    page = client.get("/").text

    assert "Used before</span>" in page
    assert "Welcome, takes nothing off any more" in page
    assert 'aria-label="Take the coupon WELCOME-10 out"' in page
    assert "1 item, total 7.50" in page
    assert "is another one now" not in page
    assert "WELCOME-10" not in send("/remove_coupon", code="WELCOME-10")


def test_programs_see_which_coupon_was_used(client, basket, coupons, clock):
    enter(client, basket, "WELCOME-10")
    enter(client, basket, "BREAD")
    coupons.gone = {"WELCOME-10"}
    clock.move(seconds=6)

    found = client.post(f"{basket}/lines", json={"product_id": LOAF}).json

    assert [(each["code"], each["what"]) for each in found["coupons"]] == [
        ("WELCOME-10", "used"),
        ("BREAD", "works"),
    ]
    assert (found["saving"]["minor"], found["changed_offers"]) == (38, [])
    assert "BREAD" not in coupons.asked, "it can be used again and again"


def test_the_books_are_asked_about_a_coupon_every_few_seconds_and_never_once_it_was_used(
    client, basket, coupons, clock
):
    enter(client, basket, "WELCOME-10")
    for _ in range(3):
        client.get(basket)
    assert coupons.asked == ["WELCOME-10"]

    coupons.gone = {"WELCOME-10"}
    for _ in range(3):
        clock.move(seconds=6)
        client.get(basket)
    assert coupons.asked == ["WELCOME-10"] * 2


def test_while_the_books_are_away_their_last_word_on_a_coupon_stands(
    client, basket, coupons, clock
):
    enter(client, basket, "WELCOME-10")
    coupons.away = True
    clock.move(minutes=5)
    for _ in range(3):
        assert client.get(basket).json["total"]["minor"] == 675
    assert len(coupons.asked) == 2, "nobody waits for them at every look"

    coupons.away, coupons.gone = False, {"WELCOME-10"}
    clock.move(seconds=6)
    assert client.get(basket).json["total"]["minor"] == 750
    coupons.away = True
    clock.move(minutes=5)
    assert client.get(basket).json["coupons"][0]["what"] == "used"


def test_a_coupon_waits_for_what_it_is_for(client, basket):
    (waiting,) = enter(client, basket, "bread").json["coupons"]
    assert waiting == {
        "code": "BREAD",
        "name": "Bread week",
        "what": "waits",
        "saved": {"minor": 0, "currency": "EUR"},
    }

    client.post(f"{basket}/lines", json={"product_id": LOAF})

    found = client.get(basket).json
    assert (found["coupons"][0]["what"], found["saving"]["minor"]) == ("works", 38)


def test_a_coupon_entered_twice_counts_once_and_is_taken_out_once(client, basket):
    enter(client, basket, "BREAD")
    assert len(enter(client, basket, "BREAD").json["coupons"]) == 1

    gone = client.delete(f"{basket}/coupons/BREAD")
    again = client.delete(f"{basket}/coupons/BREAD")

    assert (gone.json["coupons"], again.json["coupons"]) == ([], [])


def test_changing_the_basket_keeps_its_coupons(client, basket):
    enter(client, basket, "WELCOME-10")
    client.put(f"{basket}/lines/{PEN}", json={"quantity": 2})
    client.put(f"{basket}/lines/{PEN}", json={"quantity": 0})
    client.post(f"{basket}/seen")

    found = client.get(basket).json
    assert [each["code"] for each in found["coupons"]] == ["WELCOME-10"]
    assert found["total"]["minor"] == 675


def test_a_coupon_that_ends_meanwhile_says_so_and_changes_no_offer(client, basket, shop, clock):
    enter(client, basket, "WELCOME-10")
    shop.content = shop.content | {"revision": 9, "coupons": []}
    clock.move(seconds=10)

    found = client.get(basket).json

    assert [each["what"] for each in found["coupons"]] == ["over"]
    assert found["total"]["minor"] == 750
    assert found["changed_offers"] == []


def test_a_coupon_that_takes_less_than_it_did_is_told_until_it_is_accepted_or_out(
    client, basket, shop, clock, send
):
    """Nobody pays more than they saw without having been told."""
    enter(client, basket, "WELCOME-10")
    less = [
        each | {"version": 2, "basis_points": 100} if each["code"] == "WELCOME-10" else each
        for each in shop.content["coupons"]
    ]
    send("/add_to_cart", product_id=MUG, quantity=1)
    send("/enter_coupon", code="WELCOME-10")
    shop.content = shop.content | {"revision": 9, "coupons": less}
    clock.move(seconds=10)

    changed = [{"name": "Welcome", "what": "changed"}]
    found = client.get(basket).json
    assert (found["changed_offers"], found["total"]["minor"]) == (changed, 742)
    assert (
        client.post(f"{basket}/lines", json={"product_id": PEN}).json["changed_offers"] == changed
    )
    assert "The coupon “Welcome” is another one now." in client.get("/").text

    assert client.post(f"{basket}/seen").json["changed_offers"] == []
    assert "is another one now" not in send("/remove_coupon", code="WELCOME-10")


def test_a_visitors_coupon_comes_along_at_the_sign_in(client, cart):
    client.get("/", headers={"Accept": "text/html"})
    basket = f"/api/v1/baskets/{client.get_cookie(cart.cookie.name).value}"
    client.post(f"{basket}/lines", json={"product_id": MUG})
    enter(client, basket, "WELCOME-10")
    signed_in(client, somebody(Role.CUSTOMER))

    hers = client.get(basket).json

    assert [each["code"] for each in hers["coupons"]] == ["WELCOME-10"]
    assert hers["total"]["minor"] == 675


def test_no_log_has_a_coupons_code(client, basket, caplog):
    with caplog.at_level("INFO"):
        client.delete(f"{basket}/coupons/BREAD")

    told = " ".join(record.getMessage() for record in caplog.records)
    assert "/api/v1/baskets/…/coupons/…" in told
