"""What a door does with the session in a cookie, also while the books are away."""

import pytest

from common.access import STAFF, Caller, Kind, Role
from common.service_client import Refusal
from common.sessions import door as doors
from common.testing.people import door_of, form, signed_in, somebody


class Moments:
    """A monotonic clock that a test moves."""

    def __init__(self):
        self.now = 1000.0

    def monotonic(self):
        return self.now


@pytest.fixture
def moments(monkeypatch):
    clock = Moments()
    monkeypatch.setattr(doors, "time", clock)
    return clock


@pytest.fixture
def asked(people, monkeypatch):
    """Every question to the books about a session."""
    calls = []
    real = people.session

    def counted():
        calls.append(1)
        return real()

    monkeypatch.setattr(people, "session", counted)
    return calls


def test_every_request_asks_the_books(client, asked):
    signed_in(client, somebody(Role.CASHIER))

    client.get("/who")
    client.get("/who")

    assert len(asked) == 2


@pytest.mark.parametrize("forged", ["a\nb", " a", "\u20ac", "x" * 201])
def test_a_cookie_that_no_header_carries_is_nobodys_and_the_books_are_not_asked(
    client, asked, forged
):
    client.set_cookie(door_of(client).cookies.session, forged)

    answer = client.get("/who", headers={"Accept": "text/html"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?next=%2Fwho")
    assert asked == []


def test_the_books_word_on_a_shopper_is_good_for_five_seconds(client, people, moments, asked):
    token = signed_in(client, somebody(Role.CUSTOMER))
    assert client.post("/open", data=form(client)).status_code == 200
    client.get("/who")
    people.end(token)
    moments.now += 4.9
    assert client.get("/who").status_code == 403
    assert len(asked) == 1

    moments.now += 0.2
    assert client.get("/who").status_code == 401
    assert len(asked) == 2


def test_a_shopper_who_signs_out_is_out_at_once(client):
    signed_in(client, somebody(Role.CUSTOMER))
    client.get("/who")
    client.post("/sign-out", data=form(client))

    assert client.get("/who").status_code == 401


def test_a_session_that_ended_is_out_at_the_next_request(client, people):
    token = signed_in(client, somebody(Role.CASHIER))
    assert client.get("/who").status_code == 200

    people.end(token, "disabled")

    told = client.get("/who")
    assert (told.status_code, told.json["reason"]) == (401, "disabled")
    assert told.json["leads_to"] == "/sign-in?why=disabled"


def test_a_role_without_business_is_refused_and_not_led_about(client):
    signed_in(client, somebody(Role.CUSTOMER))

    assert client.get("/", headers={"Accept": "text/html"}).status_code == 403


def test_a_page_goes_on_for_a_while_without_the_books(client, people, moments):
    signed_in(client, somebody(Role.CASHIER))
    client.get("/who")
    people.away = True

    moments.now += 299
    assert client.get("/who").json == {"name": "Ines Duarte"}
    moments.now += 2
    assert client.get("/who").status_code == 503


def test_nobody_is_vouched_for_whom_the_books_never_saw(client, people):
    people.away = True
    client.set_cookie(door_of(client).cookies.session, "made-up")

    assert client.get("/who").status_code == 503


def test_books_that_are_away_are_asked_by_one_request_every_few_seconds(
    client, people, moments, asked
):
    signed_in(client, somebody(Role.CASHIER))
    client.get("/who")
    people.away = True

    for _ in range(5):
        client.get("/who")
    assert len(asked) == 2

    moments.now += 2.1
    client.get("/who")
    client.get("/who")
    assert len(asked) == 3

    people.away = False
    moments.now += 2.1
    client.get("/who")
    client.get("/who")
    assert len(asked) == 5


def test_an_end_during_the_books_absence_counts_as_soon_as_they_are_back(client, people, moments):
    token = signed_in(client, somebody(Role.CASHIER))
    client.get("/who")
    people.away = True
    client.get("/who")
    people.away = False
    people.end(token)

    moments.now += 2.1
    assert client.get("/who").status_code == 401
    people.away = True
    assert client.get("/who").status_code == 503


def test_a_teams_till_without_anybody_leads_to_its_lock(client):
    signed_in(client, somebody(Role.CASHIER), team_till="SMKT001-1")
    assert client.get("/who").status_code == 200

    signed_in(client, Caller(kind=Kind.PERSON), team_till="SMKT001-1")

    assert client.get("/", headers={"Accept": "text/html"}).location == "/lock?next=%2F"
    told = client.get("/who")
    assert (told.status_code, told.json["code"]) == (401, "session_locked")
    assert told.json["leads_to"] == "/lock"


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Refusal(401, {"code": "session_ended", "reason": "idle"}), 401),
        (Refusal(403, {"code": "not_allowed", "detail": "Not you"}), 403),
        (Refusal(404, {"code": "customer_not_found", "detail": "Nobody"}), 404),
        (Refusal(429, {"code": "too_many_requests"}, retry_after=9), 429),
        (Refusal(422, {"code": "invalid_request"}), 500),
    ],
)
def test_what_the_books_refuse_is_refused_alike(client, refusal, status):
    signed_in(client, somebody(Role.CASHIER))

    def refused():
        raise refusal

    client.application.view_functions["who"] = refused
    refused.rule = STAFF

    told = client.get("/who")

    assert told.status_code == status
    assert told.headers.get("Retry-After") == ("9" if status == 429 else None)


def test_other_trouble_with_the_books_lets_nobody_in(client, people, monkeypatch):
    signed_in(client, somebody(Role.CASHIER))

    def confused():
        raise Refusal(401, {"code": "not_signed_in", "detail": "The service token does not hold"})

    monkeypatch.setattr(people, "session", confused)

    assert client.get("/who").status_code == 503


def test_behind_a_proxy_the_books_hear_the_visitors_own_address(build, people, monkeypatch):
    heard = []
    real = people.demo_sign_in

    def listening(role, *, address, agent):
        heard.append(address)
        return real(role, address=address, agent=agent)

    monkeypatch.setattr(people, "demo_sign_in", listening)
    for count in (0, 1):
        client = build(trusted_proxies=count)
        client.post(
            "/sign-in/demo",
            data=form(client, role="owner"),
            headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"},
        )

    assert heard == ["127.0.0.1", "198.51.100.7"]
