"""What is written down of doors: who came in, who did not, and who changed what somebody may do."""

import uuid

import pytest

from common.access import Role
from common.service_client import SESSION_HEADER


@pytest.fixture
def told(caplog):
    """The facts of the events of one name, as they were logged."""
    caplog.set_level("INFO")

    def of(event):
        facts = (record.msg for record in caplog.records)
        return [each for each in facts if isinstance(each, dict) and each["event"] == event]

    return of


def test_a_sign_in_is_told_with_who_where_and_when(enter, told, till):
    ines = enter("ines@example.org")
    till.sign_in("ines@example.org")

    (line,) = told("signed in")

    assert (line["account_id"], line["role"]) == (str(ines), "cashier")
    assert (line["application"], line["address"]) == ("till", "192.0.2.7")
    assert line["timestamp"].endswith("Z")


def test_a_wrong_password_is_told_with_the_account_and_the_address(enter, told, till):
    ines = enter("ines@example.org")
    till.try_to_sign_in("ines@example.org", "wrong")
    till.try_to_sign_in("nobody@example.org", "wrong")

    known, unknown = told("sign-in refused")

    assert (known["account_id"], known["address"]) == (str(ines), "192.0.2.7")
    assert (known["reason"], unknown["reason"]) == ("wrong_credentials", "wrong_credentials")
    assert unknown["account_id"] is None
    assert "nobody@" not in str(unknown)


def test_throttled_attempts_are_told_with_the_account_and_the_address(enter, told, till):
    ines = enter("ines@example.org")
    for _ in range(6):
        till.try_to_sign_in("ines@example.org", "wrong")

    (line,) = told("attempts throttled")

    assert (line["account_id"], line["address"]) == (str(ines), "192.0.2.7")
    assert line["limit"] == "account from address"


def test_what_a_role_may_not_do_is_told_with_whoever_tried(manager_desk, told):
    manager_desk.get("/api/v1/keys")

    (line,) = told("access refused")

    assert (line["code"], line["reason"]) == ("not_allowed", "owners, in person")
    assert (line["kind"], line["role"]) == ("person", "manager")
    assert uuid.UUID(line["account_id"])


def test_a_page_of_another_site_is_told(client, told):
    client.post("/api/login", json={}, headers={"Origin": "https://evil.example"})

    (line,) = told("access refused")

    assert (line["code"], line["address"]) == ("foreign_request", "127.0.0.1")


@pytest.mark.parametrize("wrong", ["mk_no_key", "not.a.token"])
def test_a_key_or_token_that_does_not_hold_is_told_without_it(client, told, wrong):
    client.get("/api/v1/products", headers={"Authorization": f"Bearer {wrong}"})

    (line,) = told("access refused")

    assert line["code"] == "not_signed_in"
    assert wrong not in str(line)


def test_whoever_has_not_signed_in_yet_or_no_longer_is_no_event(client, desk, told):
    client.get("/api/v1/products")
    client.get("/internal/session", headers=desk.headers({SESSION_HEADER: "an-ended-session"}))

    assert told("access refused") == []


def test_a_change_of_role_is_told_with_who_made_it(enter, owner_desk, told):
    ines = enter("ines@example.org")
    shown = owner_desk.get(f"/api/v1/staff/{ines}")
    changed = {"name": "Ines", "role": Role.MANAGER, "branch_id": "SMKT001", "disabled": False}
    owner_desk.put(f"/api/v1/staff/{ines}", changed, shown.headers["ETag"])

    (line,) = told("role changed")

    assert (line["account_id"], line["role"]) == (str(ines), "manager")
    assert uuid.UUID(line["by"]) != ines
