"""API keys: the list, a new one, and withdrawing one."""

import uuid

import pytest

from common.access import Role
from common.testing.people import PASSWORD
from dashboard_service.models.keys import Key, KeyDraft

HTML = {"Accept": "text/html"}


@pytest.fixture
def web_shop(keys, clock):
    """A key that was never used."""
    made = Key(
        uuid.uuid4(), "Web shop", Role.CASHIER, "SMKT001", clock.now(), used_at=None,
        is_withdrawn=False,
    )  # fmt: skip  # short values, several to a line
    keys.kept = [made]
    return made


def test_without_keys_the_page_says_what_they_are_for(look):
    assert "No program has a key" in look("/keys").words


@pytest.mark.usefixtures("web_shop")
def test_the_list_says_what_each_may_do_and_when_it_did(look):
    rows = look("/keys").tables["Keys"]

    assert rows[1][1:3] == ["CashierMarket Hall", "never"]


def test_a_key_is_shown_once(client, send, keys):
    answer = send(
        client, "/keys", name="Labels", role="manager", branch_id="SMKT002", password=PASSWORD
    )

    assert "mk_1_a-secret-that-is-shown-once" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert keys.calls == [("make", KeyDraft("Labels", Role.MANAGER, "SMKT002"), PASSWORD)]
    assert "mk_1_a-secret" not in client.get("/keys").text


def test_a_wrong_password_makes_no_key(client, send, keys, read):
    answer = send(client, "/keys", name="Labels", role="owner", password="wrong")

    seen = read(answer.text)
    assert answer.status_code == 422
    assert "That is not your password" in seen.words
    assert seen.fields["name"] == "Labels"
    assert seen.fields["password"] == ""
    assert keys.kept == []


def test_every_empty_field_is_named(client, send, read):
    words = read(send(client, "/keys", role="cashier").text).words

    assert "3 things to put right" in words


def test_a_key_is_withdrawn(client, send, keys, web_shop, look):
    answer = send(client, f"/keys/{web_shop.id}/withdraw")

    assert answer.status_code == 303
    assert keys.kept[0].is_withdrawn
    assert "The key is withdrawn." in look("/keys").words


def test_keys_are_for_owners(manager):
    assert manager.get("/keys", headers=HTML).status_code == 403
    assert 'href="/keys"' not in manager.get("/staff", headers=HTML).text
