"""A browser is told once which till it is."""

from pydantic import SecretStr

from cashier_service.pages.desk import till_cookie
from common.sessions.cookies import Cookies
from common.testing.people import door_of, form


def test_a_new_browser_is_asked_and_sees_every_till(client):
    page = client.get("/").text

    assert "Which till is this?" in page
    assert 'value="SMKT001-1"' in page
    assert 'value="SMKT002-1"' in page


def test_the_choice_is_remembered_in_a_cookie_that_scripts_cannot_read(client):
    chosen = client.post("/tills", data=form(client, till_id="SMKT002-1"))

    cookie = chosen.headers["Set-Cookie"]
    assert (chosen.status_code, chosen.location) == (303, "/till")
    assert cookie.startswith(f"{till_cookie(door_of(client).cookies)}=SMKT002-1")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Harbour, Till 1" in client.get("/till").text


def test_a_remembered_till_opens_at_once(client):
    client.set_cookie(till_cookie(door_of(client).cookies), "SMKT001-1")

    assert client.get("/").location == "/till"


def test_another_till_can_be_chosen_at_any_time(client):
    client.set_cookie(till_cookie(door_of(client).cookies), "SMKT001-1")

    page = client.get("/tills").text

    assert "This browser, until now" in page


def test_a_till_that_is_gone_is_forgotten(client):
    client.set_cookie(till_cookie(door_of(client).cookies), "SMKT009-1")

    assert client.get("/till").location == "/tills"
    assert client.get("/").status_code == 200


def test_a_till_that_no_shop_has_cannot_be_chosen(client):
    refused = client.post("/tills", data=form(client, till_id="SMKT009-1"))

    assert (refused.status_code, refused.json["code"]) == (404, "no_such_till")


def test_without_the_books_a_till_says_so_and_does_not_begin(client, books):
    books.away = True

    refused = client.get("/", headers={"Accept": "text/html"})

    assert refused.status_code == 503
    assert "try again" in refused.text.lower()


def test_a_till_without_javascript_says_what_it_needs(client):
    client.set_cookie(till_cookie(door_of(client).cookies), "SMKT001-1")

    assert "The till needs JavaScript" in client.get("/till").text


def test_over_https_the_cookie_is_bound_to_the_host_and_to_this_suite(settings):
    https = settings.model_copy(update={"public_url": "https://till.example"})
    other = https.model_copy(update={"secret_key": SecretStr("the key of another suite here")})

    mine, theirs = (till_cookie(Cookies.of(each, "till")) for each in (https, other))

    assert mine.startswith("__Host-mercato_")
    assert mine != theirs
