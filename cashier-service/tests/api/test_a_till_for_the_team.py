"""A manager opens a till for the team; its people take over from each other by PIN, and the basket stays."""

import re

import pytest

from cashier_service.pages.desk import till_cookie
from common.access import Caller, Kind, Role
from common.service_client import Refusal
from common.testing.people import door_of, form, signed_in, somebody


@pytest.fixture
def manager(visitor):
    signed_in(visitor, somebody(Role.MANAGER))
    return visitor


@pytest.fixture
def locked(visitor):
    """The team's till with nobody at it."""
    signed_in(visitor, Caller(kind=Kind.PERSON), team_till="SMKT001-1")
    return visitor


def switch(client, who, pin):
    return client.post("/lock/switch", data=form(client, account_id=str(who.account_id), pin=pin))


def test_a_manager_opens_a_till_for_the_team_and_the_till_waits_for_a_pin(manager, people):
    before = manager.get_cookie(door_of(manager).cookies.session).value

    opened = manager.post("/tills/team", data=form(manager, till_id="SMKT001-1"))

    assert opened.location == "/lock"
    assert "_till_place=SMKT001-1" in str(opened.headers.getlist("Set-Cookie"))
    assert before not in people.sessions
    page = manager.get("/lock").text
    assert re.findall(r"<strong>([^<]+)</strong>", page) == [
        "Ines Duarte",
        "Tom Okafor",
        "Nour Haddad",
    ]
    assert "Market Hall, Till 1" in page


def test_the_page_of_tills_offers_it_to_managers_alone(manager, visitor):
    assert 'formaction="/tills/team"' in manager.get("/tills").text

    signed_in(visitor, somebody(Role.CASHIER))
    assert 'formaction="/tills/team"' not in visitor.get("/tills").text
    refused = visitor.post("/tills/team", data=form(visitor, till_id="SMKT001-1"))
    assert refused.status_code == 403


def test_a_till_of_another_branch_is_not_opened(manager):
    refused = manager.post("/tills/team", data=form(manager, till_id="SMKT002-1"))

    assert (refused.status_code, refused.json["code"]) == (404, "no_such_till")


def test_while_locked_every_page_leads_to_the_lock_and_every_fetch_says_so(locked):
    assert locked.get("/till", headers={"Accept": "text/html"}).location == "/lock?next=%2Ftill"
    assert "waits for a PIN" in locked.get("/lock?next=%2Ftill").text
    told = locked.get("/till/status")
    assert (told.status_code, told.json["code"], told.json["leads_to"]) == (
        401,
        "session_locked",
        "/lock",
    )


def test_a_pin_lets_its_owner_take_over_under_a_new_token(locked, people, team):
    before = locked.get_cookie(door_of(locked).cookies.session).value

    assert switch(locked, team.callers[1], "1357").location == "/till"

    assert before not in people.sessions
    page = locked.get("/till").text
    assert "Tom Okafor" in page
    assert "Market Hall, Till 1" in page


@pytest.mark.parametrize("pin", ["0000", "<b>", "12345678901234567890"])
def test_a_wrong_pin_keeps_the_name_and_not_the_pin(locked, team, pin):
    refused = switch(locked, team.callers[1], pin)

    assert refused.status_code == 401
    assert "That PIN does not fit" in refused.text
    assert f'value="{team.callers[1].account_id}" checked' in refused.text
    assert pin not in refused.text.replace("0000000013", "")


@pytest.mark.parametrize(("who", "pin"), [("", "1357"), ("nobody", "1357"), (None, "")])
def test_a_name_and_a_pin_are_needed(locked, team, who, pin):
    who = str(team.callers[0].account_id) if who is None else who

    refused = locked.post("/lock/switch", data=form(locked, account_id=who, pin=pin))

    assert refused.status_code == 422
    assert "Choose your name" in refused.text


def test_too_many_wrong_pins_lead_to_the_password(locked, team):
    team.refusal = Refusal(429, {"code": "too_many_requests"}, retry_after=900)

    refused = switch(locked, team.callers[0], "2468")

    assert refused.status_code == 429
    assert "Sign in with the password" in refused.text
    assert locked.get("/sign-in").status_code == 200


def test_somebody_without_a_pin_cannot_be_chosen(locked, team):
    page = locked.get("/lock").text

    assert f'value="{team.callers[2].account_id}" disabled' in page


def test_locking_leaves_the_till_to_the_next_pin(locked, team, people):
    switch(locked, team.callers[0], "2468")
    before = locked.get_cookie(door_of(locked).cookies.session).value

    assert locked.post("/lock", data=form(locked)).location == "/lock"

    assert before not in people.sessions
    assert locked.get("/till/status").json["code"] == "session_locked"


def test_without_the_books_a_till_is_not_locked_and_says_so(locked, team, people):
    switch(locked, team.callers[0], "2468")
    locked.get("/till/status")
    fields = form(locked)
    people.away = True

    refused = locked.post("/lock", data=fields, headers={"Accept": "text/html"})

    assert refused.status_code == 503
    assert "not locked yet" in refused.text


def test_the_lock_without_the_books_keeps_the_basket_and_says_so(locked, people):
    locked.get("/lock")
    people.away = True

    page = locked.get("/lock")

    assert page.status_code == 503
    assert "The basket is kept" in page.text


def test_a_cashier_of_their_own_session_locks_by_leaving(visitor, people):
    token = signed_in(visitor, somebody(Role.CASHIER))

    left = visitor.post("/lock", data=form(visitor))

    assert left.location == "/sign-in?next=/till&why=locked"
    assert token not in people.sessions
    assert "The basket is kept" in visitor.get(left.location).text


def test_the_teams_till_is_no_other_till(locked, team):
    switch(locked, team.callers[0], "2468")
    locked.set_cookie(till_cookie(door_of(locked).cookies), "SMKT002-1")

    assert "Market Hall, Till 1" in locked.get("/till").text
    assert "SMKT002-1" not in locked.get("/tills").text
    refused = locked.post("/tills", data=form(locked, till_id="SMKT002-1"))
    assert refused.status_code == 404


def test_a_team_leaves_by_locking_and_a_person_by_signing_out(locked, team, visitor):
    switch(locked, team.callers[0], "2468")
    page = locked.get("/till").text
    assert "Close it for the team" in page

    signed_in(visitor, somebody(Role.CASHIER))
    visitor.set_cookie(till_cookie(door_of(visitor).cookies), "SMKT001-1")
    assert "Close it for the team" not in visitor.get("/till").text


def test_who_is_at_the_till_can_lock_it_by_a_key(visitor):
    signed_in(visitor, somebody(Role.CASHIER))
    visitor.set_cookie(till_cookie(door_of(visitor).cookies), "SMKT001-1")

    assert re.search(r'action="/lock"[^>]*>.*?data-key="F10"', visitor.get("/till").text, re.DOTALL)


def test_nobody_comes_to_the_lock_without_a_teams_till(visitor):
    assert visitor.get("/lock").location == "/till"
    signed_in(visitor, somebody(Role.CASHIER))
    assert visitor.get("/lock").location == "/till"
    assert visitor.post("/lock/switch", data=form(visitor)).location == "/till"
