"""One's own account: password, PIN, second factor, sessions."""

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from common.testing.people import PASSWORD
from dashboard_service.models.account import OpenSession

CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


@pytest.fixture
def elsewhere(accounts, clock):
    """A session at a till, beside the one at hand."""
    at, now = clock.now() - timedelta(hours=1), clock.now()
    here = OpenSession(uuid.uuid4(), "dashboard", "127.0.0.1", CHROME, at, now, is_this=True)
    there = OpenSession(uuid.uuid4(), "till", "192.168.1.9", CHROME, at, at, is_this=False)
    accounts.open = [there, here]
    return there


@pytest.fixture
def with_branch(accounts):
    """A manager's account."""
    accounts.account = replace(accounts.account, branch_id="SMKT001")


@pytest.mark.usefixtures("elsewhere")
def test_it_says_where_one_is_signed_in_this_place_first(look):
    words = look("/account").words

    here, there = "Numbers This one", "192.168.1.9, today at 14:20"
    assert here in words
    assert there in words
    assert words.index(here) < words.index(there)
    assert "Chrome on Linux" in words


def test_a_password_is_changed_by_who_knows_it(client, send, accounts, look):
    answer = send(client, "/account/password", current=PASSWORD, new="nineteen blue umbrellas")

    assert (answer.status_code, answer.location) == (303, "/account")
    assert accounts.calls == [("change_password", PASSWORD, "nineteen blue umbrellas")]
    assert "The password is changed. 2 other sessions were ended." in look("/account").words


def test_a_wrong_password_is_said_at_its_field(client, send, read):
    answer = send(client, "/account/password", current="wrong", new="nineteen blue umbrellas")

    assert answer.status_code == 422
    assert 'id="current-error"' in answer.text
    assert "That is not your password" in read(answer.text).words
    assert "nineteen blue" not in answer.text


def test_a_short_password_never_reaches_the_books(client, send, accounts):
    assert send(client, "/account/password", current=PASSWORD, new="short").status_code == 422
    assert accounts.calls == []


def test_who_has_no_branch_needs_no_pin(look):
    assert "pin" not in look("/account").fields


@pytest.mark.usefixtures("with_branch")
def test_a_manager_sets_a_pin(client, send, accounts):
    answer = send(client, "/account/pin", pin="4821", password=PASSWORD)

    assert answer.status_code == 303
    assert accounts.calls == [("set_pin", PASSWORD, "4821")]


@pytest.mark.usefixtures("with_branch")
def test_an_error_stands_at_the_form_it_belongs_to(client, send):
    page = send(client, "/account/pin", pin="4821", password="wrong").text

    assert 'id="pin-password-error"' in page
    assert 'id="factor-password-error"' not in page


def test_the_second_step_counts_once_a_code_has_been_confirmed(client, send, accounts, read):
    page = send(client, "/account/second-factor", password=PASSWORD).text
    hidden = read(page).fields
    assert '<svg viewBox="0 0' in page
    assert not re.search(r"\sstyle=", page)
    assert "JBSW Y3DP EHPK 3PXP" in page
    assert not accounts.account.has_second_factor

    proof = {"secret": hidden["secret"], "uri": hidden["uri"]}
    wrong = send(client, "/account/second-factor/confirm", code="000000", **proof)
    assert wrong.status_code == 422
    # the same square again, so that nobody must begin anew
    assert "JBSW Y3DP EHPK 3PXP" in wrong.text

    done = send(client, "/account/second-factor/confirm", code="123 456", **proof)
    assert done.status_code == 200
    assert all(f"abcd-{number:04}" in done.text for number in range(8))
    assert done.headers["Cache-Control"] == "no-store"


def test_a_page_without_its_secret_leads_back(client, send):
    answer = send(
        client, "/account/second-factor/confirm", code="123456", secret="x", uri="javascript:1"
    )

    assert (answer.status_code, answer.location) == (303, "/account")


def test_the_second_step_is_turned_off_by_who_knows_the_password(client, send, accounts):
    accounts.account = replace(accounts.account, has_second_factor=True)

    assert send(client, "/account/second-factor/end", password="wrong").status_code == 422
    assert accounts.account.has_second_factor

    send(client, "/account/second-factor/end", password=PASSWORD)
    assert not accounts.account.has_second_factor


def test_a_session_elsewhere_is_ended(client, send, accounts, elsewhere, look):
    answer = send(client, f"/account/sessions/{elsewhere.id}/end")

    assert answer.status_code == 303
    assert [each.is_this for each in accounts.open] == [True]
    assert "That session is ended." in look("/account").words


def test_one_that_had_ended_is_no_mistake(client, send, look):
    send(client, f"/account/sessions/{uuid.uuid4()}/end")

    assert "That session had ended already." in look("/account").words


def test_silent_books_are_said_and_nothing_is_lost(client, send, accounts, read):
    accounts.away = True
    answer = send(client, "/account/password", current=PASSWORD, new="nineteen blue umbrellas")

    assert answer.status_code == 503
    assert "The books do not answer" in read(answer.text).words
