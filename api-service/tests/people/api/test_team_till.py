"""A till that a manager opened for the branch's team: a PIN is enough there, and nowhere else."""

import uuid

import pytest
from sqlalchemy import text

from common.access import Role

PIN = "8264"


@pytest.fixture
def opened(enter, till):
    """A till of SMKT001 that its manager opened; it waits for a PIN."""
    enter("mila@example.org", Role.MANAGER, name="Mila Novak", pin=True)
    mila = till.sign_in("mila@example.org")
    return mila.with_token(mila.post("/internal/team-till", {"till_id": "SMKT001-1"}))


def test_an_opened_till_waits_for_a_pin(opened):
    shown = opened.get("/internal/session").json

    assert (shown["team_till"], shown["person"]) == ("SMKT001-1", None)
    refused = opened.get("/api/v1/purchases")
    assert (refused.status_code, refused.json["code"]) == (401, "session_locked")


def test_the_token_of_the_managers_own_session_is_dead(enter, till):
    enter("mila@example.org", Role.MANAGER)
    mila = till.sign_in("mila@example.org")

    team = mila.with_token(mila.post("/internal/team-till", {"till_id": "SMKT001-1"}))

    assert mila.get("/internal/session").status_code == 401
    assert team.get("/internal/session").status_code == 200


def test_a_pin_lets_the_next_cashier_act(enter, opened):
    ines, jan = enter("ines@example.org", pin=True), enter("jan@example.org", pin=True)

    first = opened.with_token(
        opened.post("/internal/team/switch", {"account_id": str(ines), "pin": PIN})
    )
    second = first.with_token(
        first.post("/internal/team/switch", {"account_id": str(jan), "pin": PIN})
    )

    assert second.get("/internal/session").json["person"]["id"] == str(jan)
    assert second.get("/api/v1/purchases").status_code == 200
    assert [each.get("/internal/session").status_code for each in (opened, first)] == [401, 401]


def test_a_locked_till_waits_for_the_next_pin(enter, opened):
    ines = enter("ines@example.org", pin=True)
    acting = opened.with_token(
        opened.post("/internal/team/switch", {"account_id": str(ines), "pin": PIN})
    )

    locked = acting.with_token(acting.post("/internal/team/lock"))

    assert locked.get("/internal/session").json["person"] is None
    assert acting.get("/internal/session").status_code == 401


def test_the_team_is_the_branchs_staff(enter, opened):
    enter("ines@example.org", name="Ines Duarte", pin=True)
    enter("jan@example.org", name="Jan Bakker")
    enter("far@example.org", branch_id="SMKT002", pin=True)
    enter("rosa@example.org", Role.OWNER, pin=True)

    listed = opened.get("/internal/team").json["cashiers"]

    assert [(each["name"], each["has_pin"]) for each in listed] == [
        ("Ines Duarte", True),
        ("Jan Bakker", False),
        ("Mila Novak", True),
    ]


def test_the_owner_who_opened_a_till_belongs_to_its_team(enter, till):
    rosa = enter("rosa@example.org", Role.OWNER, name="Rosa Lindqvist", pin=True)
    signed_in = till.sign_in("rosa@example.org")
    team = signed_in.with_token(signed_in.post("/internal/team-till", {"till_id": "SMKT002-1"}))

    assert [each["id"] for each in team.get("/internal/team").json["cashiers"]] == [str(rosa)]
    switched = team.post("/internal/team/switch", {"account_id": str(rosa), "pin": PIN})
    assert switched.json["session"]["person"]["role"] == "owner"


def test_a_pin_is_nothing_without_a_teams_till(enter, till):
    ines = enter("ines@example.org", pin=True)
    body = {"account_id": str(ines), "pin": PIN}

    assert till.post("/internal/team/switch", body).status_code == 401
    own = till.sign_in("ines@example.org")
    assert own.post("/internal/team/switch", body).json["code"] == "no_team"
    assert till.try_to_sign_in("ines@example.org", PIN).status_code == 401


@pytest.mark.parametrize("who", ["wrong pin", "other branch", "no pin", "nobody", "disabled"])
def test_only_the_pin_of_somebody_who_works_here_counts(enter, opened, arrange, who):
    account_id = {
        "wrong pin": lambda: enter("a@example.org", pin=True),
        "other branch": lambda: enter("b@example.org", branch_id="SMKT002", pin=True),
        "no pin": lambda: enter("c@example.org"),
        "nobody": uuid.uuid4,
        "disabled": lambda: enter("d@example.org", pin=True),
    }[who]()
    arrange.execute(text("UPDATE books.account SET disabled_at = now() WHERE email LIKE 'd@%'"))
    pin = "5937" if who == "wrong pin" else PIN

    refused = opened.post("/internal/team/switch", {"account_id": str(account_id), "pin": pin})

    assert (refused.status_code, refused.json["code"]) == (401, "wrong_pin")
    assert opened.get("/internal/session").json["person"] is None


def test_five_wrong_pins_are_enough_for_one_person_only(enter, opened, clock):
    ines, jan = enter("ines@example.org", pin=True), enter("jan@example.org", pin=True)

    answers = [
        opened.post("/internal/team/switch", {"account_id": str(ines), "pin": "0000"}).status_code
        for _ in range(5)
    ]
    throttled = opened.post("/internal/team/switch", {"account_id": str(ines), "pin": PIN})
    other = opened.post("/internal/team/switch", {"account_id": str(jan), "pin": PIN})

    assert answers == [401] * 5
    assert (throttled.status_code, throttled.headers["Retry-After"]) == (429, "900")
    assert other.status_code == 200
    clock.move(minutes=15, seconds=1)
    again = opened.with_token(other)
    assert (
        again.post("/internal/team/switch", {"account_id": str(ines), "pin": PIN}).status_code
        == 200
    )


def test_a_disabled_cashier_leaves_the_till_to_the_next(enter, opened, desk):
    """The browser's basket stays where it is: the session is still the till's."""
    enter("rosa@example.org", Role.OWNER)
    rosa = desk.sign_in("rosa@example.org")
    ines, jan = enter("ines@example.org", pin=True), enter("jan@example.org", pin=True)
    acting = opened.with_token(
        opened.post("/internal/team/switch", {"account_id": str(ines), "pin": PIN})
    )
    member = rosa.get(f"/api/v1/staff/{ines}")
    change = {"name": "Ines", "role": "cashier", "branch_id": "SMKT001", "disabled": True}

    assert rosa.put(f"/api/v1/staff/{ines}", change, member.json["etag"]).status_code == 200

    assert acting.get("/api/v1/purchases").json["code"] == "session_locked"
    assert acting.get("/internal/session").json["person"] is None
    assert acting.post("/internal/team/switch", {"account_id": str(jan), "pin": PIN}).json[
        "session"
    ]["person"]["id"] == str(jan)


@pytest.mark.parametrize("till_id", ["SMKT002-1", "NOWHERE-1"])
def test_a_manager_opens_no_till_of_another_branch(enter, till, till_id):
    enter("mila@example.org", Role.MANAGER)

    refused = till.sign_in("mila@example.org").post("/internal/team-till", {"till_id": till_id})

    assert (refused.status_code, refused.json["code"]) == (422, "unknown_till")


def test_a_cashier_opens_no_till_for_the_team(enter, till, desk):
    enter("ines@example.org")
    enter("mila@example.org", Role.MANAGER)
    body = {"till_id": "SMKT001-1"}

    assert till.sign_in("ines@example.org").post("/internal/team-till", body).status_code == 403
    assert desk.sign_in("mila@example.org").post("/internal/team-till", body).status_code == 403
