"""The page behind an invitation's link."""

import logging
from datetime import timedelta

import pytest

from common.access import Role
from common.service_client import Refusal
from dashboard_service.models.staff import Invitation

HTML = {"Accept": "text/html"}
PAGE = "/invitations/a-token"


@pytest.fixture
def invited(staff, clock):
    """Puts an invitation behind the token."""

    def made(role=Role.CASHIER, branch="Harbour", name="Noor Haddad"):
        ends_at = clock.now() + timedelta(hours=1)
        staff.tickets["a-token"] = Invitation(name, "noor@example.com", role, branch, ends_at)

    return made


def test_it_says_who_is_invited_to_what(visitor, invited, read):
    invited()
    answer = visitor.get(PAGE, headers=HTML)

    seen = read(answer.text)
    assert "You are invited to work at Harbour as a cashier." in seen.words
    assert "At least 8 characters." in seen.words
    assert {"password", "pin"} <= set(seen.fields)
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_owner_needs_no_pin(visitor, invited, read):
    invited(Role.OWNER, None)

    seen = read(visitor.get(PAGE, headers=HTML).text)
    assert "as an owner" in seen.words
    assert "pin" not in seen.fields


def test_a_cashier_who_took_it_up_is_led_to_the_till(visitor, invited, send, staff):
    invited()
    visitor.get(PAGE)
    answer = send(visitor, PAGE, password="  seven green umbrellas", pin="4821")

    assert (answer.status_code, answer.location) == (303, "http://till.example/sign-in")
    # spaces are part of a password
    assert staff.calls == [("accept", "a-token", "  seven green umbrellas", "4821")]


def test_what_cannot_be_used_is_said_at_its_field(visitor, invited, send, read):
    invited()
    visitor.get(PAGE)
    answer = send(visitor, PAGE, password="short", pin="12")

    seen = read(answer.text)
    assert answer.status_code == 422
    assert "It has 5 characters; 8 are the least." in seen.words
    assert "Choose four to six digits." in seen.words
    assert "short" not in answer.text


def test_a_password_that_everybody_uses_is_refused_by_the_books(
    visitor, invited, send, staff, read
):
    invited(Role.OWNER, None)
    visitor.get(PAGE)
    staff.refuses = Refusal(
        422, {"code": "weak_password", "detail": "Many people use this password"}
    )
    answer = send(visitor, PAGE, password="password1")

    assert answer.status_code == 422
    assert 'id="password-error"' in answer.text
    assert "Many people use this password" in read(answer.text).words


@pytest.mark.parametrize("token", ["never-one", "x" * 5000])
def test_a_link_that_is_over_says_what_to_do(visitor, token, read):
    answer = visitor.get(f"/invitations/{token}", headers=HTML)

    seen = read(answer.text)
    assert answer.status_code == 404
    assert "ask whoever invited you for a new link" in seen.words


def test_a_link_works_once(visitor, invited, send):
    invited()
    visitor.get(PAGE)
    send(visitor, PAGE, password="seven green umbrellas", pin="4821")

    assert send(visitor, PAGE, password="another password", pin="4821").status_code == 404


def test_no_log_holds_the_token(visitor, invited, send, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    invited()
    visitor.get(PAGE)
    send(visitor, PAGE, password="short", pin="1")
    visitor.post(PAGE, data={}, headers=HTML)  # a form of no page of ours

    written = caplog.text + "".join(capfd.readouterr())
    assert "/invitations/…" in written
    assert "a-token" not in written


def test_a_stored_script_stays_text(visitor, invited):
    invited(name="<script>alert(1)</script>", branch="<img src=x onerror=alert(1)>")
    page = visitor.get(PAGE, headers=HTML).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page
