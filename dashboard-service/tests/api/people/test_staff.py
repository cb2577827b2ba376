"""The list of those who work here, one of them, and what can be done about the account."""

from dataclasses import replace

import pytest

from common.access import Role
from common.service_client import Refusal
from dashboard_service.models.staff import Draft

HTML = {"Accept": "text/html"}


@pytest.fixture
def ines(staff):
    """Who sells at the Market Hall."""
    return next(each for each in staff.people.values() if each.role is Role.CASHIER)


@pytest.fixture
def rosa(staff):
    """The owner, who is signed in."""
    return next(each for each in staff.people.values() if each.role is Role.OWNER)


def of(member):
    return f"/staff/{member.id}"


def test_the_list_says_who_does_what_where_and_since_when_they_are_gone(look):
    rows = look("/staff").tables["Staff"]

    assert rows[0] == ["Name", "Role", "Branch", "Last seen", "State"]
    assert [row[0].split("@")[0] for row in rows[1:]] == [
        "Rosa Lindqvist Youowner",
        "Pieter Vos manager",
        "Ines Duarte cashier",
    ]
    assert rows[3][1:] == ["CashierMarket Hall", "Market Hall", "12 min ago", "Active"]


def test_whoever_is_invited_or_disabled_is_marked_and_the_disabled_come_last(look, staff, ines):
    staff.people[ines.id] = replace(ines, is_disabled=True)

    assert look("/staff").tables["Staff"][-1][-1] == "Disabled"

    staff.people[ines.id] = replace(ines, is_invited=True, last_seen_at=None)
    assert look("/staff").tables["Staff"][-1][-2:] == ["never", "Invited"]


def test_an_owner_alone_is_told_what_to_do_first(look, staff, rosa):
    staff.people = {rosa.id: rosa}

    seen = look("/staff")
    assert "So far it is only you" in seen.words
    assert seen.links["Invite somebody"] == "/staff/invite"


def test_an_invitation_ends_in_a_link_that_is_shown_once(client, send, staff, read):
    answer = send(
        client, "/staff/invite", name=" Noor Haddad ", email="noor@example.com", role="cashier",
        branch_id="SMKT002", key="a-key",
    )  # fmt: skip  # short values, several to a line

    (token,) = staff.tickets
    assert answer.status_code == 200
    assert f"http://localhost/invitations/{token}" in answer.text
    assert "No e-mail is sent." in read(answer.text).words
    assert answer.headers["Cache-Control"] == "no-store"
    draft = Draft("Noor Haddad", "noor@example.com", Role.CASHIER, "SMKT002")
    assert staff.calls == [("invite", draft, "a-key")]


def test_an_owner_is_invited_to_every_branch(client, send, staff):
    send(
        client, "/staff/invite", name="Piet", email="p@example.com", role="owner",
        branch_id="SMKT002", key="k",
    )  # fmt: skip  # short values, several to a line

    assert staff.calls[0][1] == Draft("Piet", "p@example.com", Role.OWNER, None)


def test_nobody_works_at_the_branch_of_the_web(client, send, staff):
    assert 'value="WEB"' not in client.get("/staff/invite", headers={"Accept": "text/html"}).text

    refused = send(
        client, "/staff/invite", name="N", email="n@example.com", role="cashier",
        branch_id="WEB", key="k",
    )  # fmt: skip  # short values, several to a line

    assert (refused.status_code, staff.calls) == (422, [])


def test_a_form_with_mistakes_comes_back_with_what_was_typed(client, send, staff, read):
    answer = send(client, "/staff/invite", name="Noor", email="noor", role="cashier", key="k-1")

    seen = read(answer.text)
    assert answer.status_code == 422
    assert "Write an e-mail address" in seen.words
    assert "Choose the branch that they work in." in seen.words
    assert (seen.fields["name"], seen.fields["email"]) == ("Noor", "noor")
    assert seen.fields["key"] == "k-1"
    assert staff.calls == []


def test_what_the_books_refuse_stands_at_its_field(client, send, staff, read):
    staff.refuses = Refusal(409, {"code": "email_taken", "detail": "Somebody has this e-mail"})
    answer = send(
        client, "/staff/invite", name="N", email="n@example.com", role="owner", key="k",
    )  # fmt: skip  # short values, several to a line

    assert answer.status_code == 409
    assert 'id="email-error"' in answer.text
    assert "Somebody has this e-mail" in read(answer.text).words


def test_silent_books_leave_the_form_as_it_was(client, send, staff, read):
    staff.away = True
    answer = send(
        client, "/staff/invite", name="N", email="n@example.com", role="owner", key="k-2",
    )  # fmt: skip  # short values, several to a line

    seen = read(answer.text)
    assert answer.status_code == 503
    assert "It is not known whether that was done." in seen.words
    # the same key makes the second try the first one's repeat
    assert seen.fields["key"] == "k-2"


def test_name_role_and_branch_are_changed_with_the_etag_of_the_form(client, send, staff, ines):
    answer = send(client, of(ines), name="Ines D.", role="manager", branch_id="SMKT002", etag='"1"')

    assert (answer.status_code, answer.location) == (303, "/staff")
    found = staff.people[ines.id]
    assert (found.name, found.role, found.branch_id) == ("Ines D.", Role.MANAGER, "SMKT002")


def test_a_change_that_comes_too_late_says_so_and_keeps_what_was_typed(
    client, send, staff, ines, read
):
    staff.people[ines.id] = replace(ines, name="Ines Costa", etag='"2"')
    answer = send(client, of(ines), name="Ines D.", role="manager", branch_id="SMKT002", etag='"1"')

    seen = read(answer.text)
    assert answer.status_code == 412
    assert "Somebody changed Ines Costa meanwhile" in seen.words
    assert seen.fields["name"] == "Ines D."
    assert 'value="manager" checked' in answer.text
    assert staff.people[ines.id].name == "Ines Costa"

    # the form now carries what it was last compared with, so a second try is meant
    assert seen.fields["etag"] == '"2"'


def test_a_disabled_account_is_opened_again(client, send, staff, ines):
    shut = send(client, f"{of(ines)}/disable", etag='"1"')
    assert (shut.status_code, shut.location) == (303, of(ines))
    assert staff.people[ines.id].is_disabled

    send(client, f"{of(ines)}/enable", etag=staff.people[ines.id].etag)
    assert not staff.people[ines.id].is_disabled


def test_what_was_done_is_said_on_the_next_page(client, send, ines, look):
    send(client, f"{of(ines)}/disable", etag='"1"')

    assert "Ines Duarte is disabled, and out at the next click." in look(of(ines)).words


def test_signing_out_everywhere_ends_their_sessions(client, send, staff, ines):
    answer = send(client, f"{of(ines)}/sign-out")

    assert answer.status_code == 303
    assert staff.calls == [("sign_out", ines.id)]


def test_a_forgotten_password_is_a_new_link(client, send, staff, ines, read):
    answer = send(client, f"{of(ines)}/reset")

    (token,) = staff.tickets
    assert f"/invitations/{token}" in answer.text
    assert "Password, PIN and second step are gone" in read(answer.text).words


def test_the_last_owner_stays_and_the_page_says_why(client, send, staff, rosa, read):
    staff.refuses = Refusal(
        409,
        {"code": "last_owner", "title": "The last owner stays", "detail": "Make another one first"},
    )
    answer = send(client, of(rosa), name="Rosa", etag='"1"')

    seen = read(answer.text)
    assert answer.status_code == 409
    assert "The last owner stays" in seen.words
    assert "Make another one first" in seen.words


def test_nobody_is_offered_to_shut_the_own_door(look, rosa):
    seen = look(of(rosa))

    assert "Disable" not in seen.words
    assert "role" in seen.fields
    assert "Your own role and branch are for another owner to change" in seen.words


def test_the_own_name_is_changed_and_the_own_role_is_not(client, send, staff, rosa):
    send(client, of(rosa), name="Rosa L.", role="cashier", branch_id="SMKT001", etag='"1"')

    found = staff.people[rosa.id]
    assert (found.name, found.role, found.branch_id) == ("Rosa L.", Role.OWNER, None)


def test_nobody_of_this_id_is_not_found(client):
    answer = client.get("/staff/3f0b6c0e-0000-4000-8000-000000000000", headers=HTML)

    assert answer.status_code == 404


def test_a_manager_invites_cashiers_of_the_own_branch_and_nothing_else(manager, send, staff, read):
    seen = read(manager.get("/staff/invite", headers=HTML).text)
    assert "Invite a cashier" in seen.headings
    assert "branch_id" not in seen.fields

    refused = send(manager, "/staff/invite", name="N", email="n@x.nl", role="owner", key="k")
    assert refused.status_code == 422

    send(
        manager, "/staff/invite", name="N", email="n@x.nl", role="cashier", branch_id="SMKT002",
        key="k",
    )  # fmt: skip  # short values, several to a line
    assert staff.calls == [("invite", Draft("N", "n@x.nl", Role.CASHIER, "SMKT001"), "k")]


def test_a_form_of_another_page_is_refused(client, staff, ines):
    answer = client.post(f"{of(ines)}/disable", data={"etag": '"1"'}, headers=HTML)

    assert answer.status_code == 403
    assert staff.calls == []
