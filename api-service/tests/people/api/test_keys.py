"""API keys: a program gets as far as its key's role and branch, until the key is withdrawn."""

import uuid

import pytest
from sqlalchemy import text

from common.access import Role

PASSWORD = "seventeen green umbrellas"


def make(desk, **changes):
    body = {"name": "Stock robot", "role": "cashier", "branch_id": "SMKT001", "password": PASSWORD}
    return desk.post("/api/v1/keys", body | changes)


def ask(client, key, path="/api/v1/purchases"):
    return client.get(path, headers={"Authorization": f"Bearer {key}"})


def test_a_program_gets_in_with_its_key_until_it_is_withdrawn(owner_desk, client):
    made = make(owner_desk)
    assert made.status_code == 201
    key, at = made.json["key"], f"/api/v1/keys/{made.json['id']}"
    assert key.startswith("mk_")
    assert "." not in key

    assert ask(client, key).status_code == 200
    assert owner_desk.post(f"{at}/withdraw").json["withdrawn"] is True
    refused = ask(client, key)

    assert (refused.status_code, refused.json["code"]) == (401, "not_signed_in")
    assert owner_desk.post(f"{at}/withdraw").json["withdrawn"] is True
    assert owner_desk.post(f"/api/v1/keys/{uuid.uuid4()}/withdraw").status_code == 404


def test_another_service_hears_whose_key_it_was_shown(owner_desk, till, client):
    made = make(owner_desk, name="Order robot", role="manager")
    key, at = made.json["key"], f"/api/v1/keys/{made.json['id']}"

    told = till.post("/internal/program", {"key": key})

    assert (told.status_code, told.headers["Cache-Control"]) == (200, "no-store")
    assert told.json == {"name": "Order robot", "role": "manager", "branch_id": "SMKT001"}
    by_itself = {"Authorization": f"Bearer {key}"}
    refused = client.post("/internal/program", json={"key": key}, headers=by_itself)
    assert refused.status_code == 403
    owner_desk.post(f"{at}/withdraw")
    for none in (key, key[:-1], "mk_", "a.b.c"):
        assert till.post("/internal/program", {"key": none}).status_code == 401


def test_a_key_is_told_once_and_only_its_hash_is_kept(owner_desk, arrange):
    key = make(owner_desk).json["key"]
    secret = key.split("_", 2)[2]

    listed = owner_desk.get("/api/v1/keys")
    kept = arrange.execute(text("SELECT api_key::text FROM books.api_key")).scalar_one()

    assert secret not in listed.text
    assert secret not in kept
    assert listed.json["keys"][0] | {"id": "", "made_at": ""} == {
        "id": "",
        "name": "Stock robot",
        "role": "cashier",
        "branch_id": "SMKT001",
        "made_at": "",
        "used_at": None,
        "withdrawn": False,
    }


def test_when_a_key_was_used_is_known(owner_desk, client, clock):
    key = make(owner_desk).json["key"]

    ask(client, key)
    clock.move(seconds=30)
    ask(client, key)

    used = owner_desk.get("/api/v1/keys").json["keys"][0]["used_at"]
    assert used == "2026-11-20T14:20:00Z"


@pytest.mark.parametrize(
    ("role", "branch_id", "path", "status"),
    [
        ("cashier", "SMKT001", "/api/v1/tasks", 403),
        ("manager", "SMKT001", "/api/v1/tasks", 200),
        ("owner", None, "/api/v1/tasks", 200),
        ("owner", None, "/api/v1/staff", 403),
        ("owner", None, "/api/v1/keys", 403),
        ("owner", None, "/internal/session", 403),
    ],
)
def test_a_key_opens_what_its_role_opens_and_nothing_personal(
    owner_desk, client, role, branch_id, path, status
):
    key = make(owner_desk, role=role, branch_id=branch_id).json["key"]

    assert ask(client, key, path).status_code == status


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"password": "wrong"}, "wrong_password"),
        ({"branch_id": None}, "branch_does_not_fit"),
        ({"role": "owner"}, "branch_does_not_fit"),
        ({"branch_id": "NOWHERE"}, "branch_does_not_fit"),
    ],
)
def test_a_key_takes_the_password_and_a_branch_that_fits(owner_desk, changes, code):
    refused = make(owner_desk, **changes)

    assert (refused.status_code, refused.json["code"]) == (422, code)
    assert owner_desk.get("/api/v1/keys").json["keys"] == []


def test_only_owners_in_person_make_keys(enter, desk):
    enter("mila@example.org", Role.MANAGER)

    assert make(desk.sign_in("mila@example.org")).status_code == 403


def test_a_wrong_key_is_refused_in_a_demo_too(owner_desk, demo_client):
    key = make(owner_desk).json["key"]

    assert demo_client.get("/api/v1/purchases").status_code == 200
    for wrong in (key[:-1] + "x", "mk_x", "nonsense", "a.b.c", "mk_" + "0" * 32 + "_" + "a" * 43):
        assert ask(demo_client, wrong).status_code == 401
    assert ask(demo_client, key, "/api/v1/tasks").status_code == 403
