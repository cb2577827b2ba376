"""Signing in and out, as a browser without JavaScript does it."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from common.access import Role
from common.service_client import Refusal
from common.testing.people import PASSWORD, door_of, form, signed_in, somebody

BROWSER = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "same-origin"}


def sign_in(client, email="cashier@example.org", password=PASSWORD, **more):
    fields = form(client, email=email, password=password, **more)
    return client.post("/sign-in", data=fields, headers=BROWSER)


def field(page, name):
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    return found[0] if found else ""


def test_a_page_leads_to_the_sign_in_and_back(client):
    led = client.get("/who?day=today", headers=BROWSER)

    assert led.status_code == 303
    assert urlsplit(led.location).path == "/sign-in"
    wanted = parse_qs(urlsplit(led.location).query)["next"][0]
    assert sign_in(client, next=wanted).location == "/who?day=today"
    assert client.get("/who").json == {"name": "Ines Duarte"}


def test_a_script_gets_a_problem_that_says_where_the_door_is(client):
    refused = client.get("/who", headers={"Sec-Fetch-Mode": "cors", "Accept": "text/html"})

    assert refused.status_code == 401
    program = client.get("/who")
    assert (program.status_code, program.json["code"]) == (401, "not_signed_in")
    assert program.json["leads_to"] == "/sign-in"


def test_a_form_of_an_ended_session_leads_back_to_its_page(client, people):
    token = signed_in(client, somebody(Role.CASHIER))
    people.end(token, "idle")

    led = client.post(
        "/act", data=form(client), headers={**BROWSER, "Referer": "http://localhost/who?x=1"}
    )

    assert led.status_code == 303
    assert parse_qs(urlsplit(led.location).query) == {"why": ["idle"], "next": ["/who"]}


@pytest.mark.parametrize(
    "wanted",
    [
        "//elsewhere.example",
        "https://elsewhere.example/",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/a\\..\\b",
        "javascript:alert(1)",
        "elsewhere",
        "/\t/elsewhere.example",
        "/sign-in?next=/",
        "/sign-out",
        "/" + "a" * 3000,
    ],
)
def test_nobody_is_led_anywhere_but_to_own_pages(client, wanted):
    assert sign_in(client, next=wanted).location == "/"
    assert client.get("/sign-in", query_string={"next": wanted}).location == "/"


@pytest.mark.parametrize("email", ["cashier@example.org", "nobody@example.org"])
def test_a_wrong_password_keeps_the_email_and_never_the_password(client, email):
    refused = sign_in(client, email, "wrong and <secret>", next="/who")

    assert refused.status_code == 401
    assert "do not belong together" in refused.text
    assert f'value="{email}"' in field(refused.text, "email")
    assert "secret" not in refused.text
    assert 'value="/who"' in field(refused.text, "next")
    assert not client.get_cookie(door_of(client).cookies.session)


def test_what_was_typed_is_shown_as_text(client):
    page = sign_in(client, '"><script>alert(1)</script>', "x").text

    assert "<script>alert" not in page
    assert '"><script>alert(1)</script>' in html.unescape(page)


def test_empty_fields_are_named(client):
    refused = sign_in(client, "", "")

    assert refused.status_code == 422
    assert "Type the e-mail" in refused.text
    assert "Type the password" in refused.text


def test_fields_are_known_to_password_managers_and_take_what_is_pasted(client):
    page = client.get("/sign-in").text

    assert 'autocomplete="username"' in field(page, "email")
    assert 'autocomplete="current-password"' in field(page, "password")
    assert "paste" not in page


def test_a_second_factor_is_asked_for_without_the_password_again(client, people):
    people.code = "123456"

    asked = sign_in(client, "owner@example.org", next="/who")
    assert asked.status_code == 401
    assert field(asked.text, "password") == ""
    ticket = re.search(r'value="([^"]*)"', field(asked.text, "ticket"))[1]
    step = form(client, ticket=ticket, email="owner@example.org", next="/who")

    wrong = client.post("/sign-in/code", data=step | {"code": "000000"})
    assert "does not hold" in wrong.text
    assert ticket in field(wrong.text, "ticket")
    assert client.post("/sign-in/code", data=step | {"code": ""}).status_code == 422
    assert client.post("/sign-in/code", data=step | {"code": "123 456"}).location == "/who"


def test_a_code_that_comes_too_late_begins_at_the_password(client):
    late = client.post(
        "/sign-in/code", data=form(client, ticket="old", email="owner@example.org", code="123456")
    )

    assert late.status_code == 401
    assert "too late" in late.text
    assert 'value="owner@example.org"' in field(late.text, "email")
    assert field(late.text, "password")


def test_too_many_attempts_say_how_long_to_wait(client, people):
    people.refusal = Refusal(429, {"code": "too_many_requests"}, retry_after=840)

    refused = sign_in(client)

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "840")
    assert '<span data-wait="840">14 minutes</span>' in refused.text


def test_while_the_books_are_away_the_page_says_so_and_keeps_the_email(client, people):
    people.away = True

    refused = sign_in(client)

    assert refused.status_code == 503
    assert "The books do not answer" in refused.text
    assert 'value="cashier@example.org"' in field(refused.text, "email")


def test_whoever_works_elsewhere_is_led_there(client, people):
    facts = {"code": "wrong_door", "role": "customer", "redirect": "http://shop.example/"}
    people.refusal = Refusal(403, facts)

    assert sign_in(client).location == "http://shop.example/"

    people.refusal = Refusal(403, facts | {"redirect": "/"})
    assert "no business here" in sign_in(client).text


def test_browsers_let_the_form_lead_to_the_other_services_and_nowhere_else(client):
    policy = client.get("/sign-in").headers["Content-Security-Policy"]

    assert "form-action 'self' http://till.example http://numbers.example;" in policy


def test_signing_in_makes_a_new_session_and_forgets_the_visit(client, people):
    cookies = door_of(client).cookies
    client.set_cookie(cookies.session, "stolen-before-the-sign-in")
    fields = form(client, email="cashier@example.org", password=PASSWORD)

    begun = client.post("/sign-in", data=fields)

    set_cookies = begun.headers.getlist("Set-Cookie")
    token = client.get_cookie(cookies.session).value
    assert token in people.sessions
    assert token != "stolen-before-the-sign-in"
    assert any(each.startswith(f"{cookies.visit}=;") for each in set_cookies)
    session = next(each for each in set_cookies if each.startswith(f"{cookies.session}="))
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session
    assert "Domain" not in session


def test_a_second_sign_in_ends_the_session_before_it(client, people):
    first = signed_in(client, somebody(Role.CASHIER))

    client.post("/sign-in", data=form(client, email="owner@example.org", password=PASSWORD))

    assert first not in people.sessions
    assert client.get("/who").json == {"name": "Rosa Lindqvist"}


def test_over_https_cookies_are_bound_to_the_host_and_secure(build):
    client = build(public_url="https://till.example")

    begun = sign_in(client)

    session = next(each for each in begun.headers.getlist("Set-Cookie") if "_till=" in each)
    assert session.startswith("__Host-mercato_")
    assert "Secure" in session


def test_who_is_in_already_is_led_on(client):
    signed_in(client, somebody(Role.CASHIER))

    assert client.get("/sign-in?next=/who").location == "/who"


def test_signing_out_ends_the_session_on_the_server(client, people):
    token = signed_in(client, somebody(Role.CASHIER))

    left = client.post("/sign-out", data=form(client))

    assert left.location == "/sign-in?why=signed_out"
    assert left.headers["Clear-Site-Data"] == '"cache"'
    assert token not in people.sessions
    client.set_cookie(door_of(client).cookies.session, token)
    assert client.get("/who").status_code == 401
    assert "You are signed out" in client.get(left.location).text


def test_signing_out_everywhere_ends_every_session_of_the_person(client, people):
    elsewhere = people.begin(somebody(Role.CASHIER)).token
    other = people.begin(somebody(Role.OWNER)).token
    signed_in(client, somebody(Role.CASHIER))

    client.post("/sign-out", data=form(client, everywhere="1"))

    assert elsewhere not in people.sessions
    assert other in people.sessions


def test_signing_out_without_the_books_says_what_is_left(client, people):
    signed_in(client, somebody(Role.CASHIER))
    fields = form(client)
    people.away = True

    left = client.post("/sign-out", data=fields)

    assert not client.get_cookie(door_of(client).cookies.session)
    assert "ends by itself" in client.get(left.location).text


def test_every_page_says_who_is_signed_in_and_that_it_is_a_demo(client):
    signed_in(client, somebody(Role.CASHIER))

    page = client.get("/", headers=BROWSER).text

    assert re.search(r"strip__who.*?Ines Duarte.*?Cashier", page, re.DOTALL)
    assert 'href="http://numbers.example/account"' in page
    assert 'action="/sign-out"' in page
    assert "strip__demo" in page


@pytest.mark.parametrize("reason", ["idle", "disabled", "signed_out", "locked"])
def test_the_page_says_why_somebody_is_there(client, reason):
    assert 'class="notice' in client.get(f"/sign-in?why={reason}").text
    assert 'class="notice' not in client.get("/sign-in?why=<b>made up").text
