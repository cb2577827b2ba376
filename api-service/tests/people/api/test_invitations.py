"""Invitations: a link with which somebody sets the password of an account, once."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

INES = {"name": "Ines Duarte", "email": "ines@example.org", "role": "cashier"}
HERE = INES | {"branch_id": "SMKT001"}


def invite(service, body, key=None):
    return service.post(
        "/api/v1/staff/invitations", body, **{"Idempotency-Key": key or str(uuid.uuid4())}
    )


def test_an_invited_cashier_sets_a_password_and_gets_in(owner_desk, till):
    invited = invite(owner_desk, HERE)
    assert invited.status_code == 201
    assert till.try_to_sign_in("ines@example.org", "").status_code == 401
    token = invited.json["token"]

    looked = till.post("/internal/invitations/look", {"token": token})
    accepted = till.post(
        "/internal/invitations/accept",
        {"token": token, "password": "candle window orbit", "pin": "8264"},
    )

    assert looked.json | {"ends_at": ""} == INES | {
        "branch_id": "SMKT001",
        "branch_name": "Market Hall",
        "ends_at": "",
    }
    assert accepted.json == {"role": "cashier", "redirect": "http://till.example/"}
    person = till.try_to_sign_in("ines@example.org", "candle window orbit").json["session"][
        "person"
    ]
    assert (person["branch_id"], person["has_pin"]) == ("SMKT001", True)


def test_an_invitation_is_accepted_once(owner_desk, till):
    token = invite(owner_desk, HERE).json["token"]
    first = {"token": token, "password": "candle window orbit", "pin": None}
    barrier = threading.Barrier(4)

    def accept(_):
        client = till.client.application.test_client()
        barrier.wait()
        return client.post(
            "/internal/invitations/accept", json=first, headers=till.headers()
        ).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(accept, range(4)))

    # some may have had to wait too long for their turn to hash
    assert answers.count(200) == 1
    assert set(answers) <= {200, 404, 429}
    later = till.post("/internal/invitations/accept", first | {"password": "another good secret"})
    assert (later.status_code, later.json["code"]) == (404, "invitation_over")


def test_a_weak_password_leaves_the_invitation_as_it_is(owner_desk, till):
    token = invite(owner_desk, HERE).json["token"]

    def accept(password, pin=None):
        body = {"token": token, "password": password, "pin": pin}
        return till.post("/internal/invitations/accept", body)

    weak = accept("password123")
    simple = accept("candle window orbit", "1234")

    assert (weak.status_code, weak.json["code"]) == (422, "weak_password")
    assert weak.json["errors"][0]["pointer"] == "/password"
    assert (simple.json["code"], simple.json["errors"][0]["pointer"]) == ("weak_pin", "/pin")
    assert accept("candle window orbit").status_code == 200


def test_an_invitation_ends_after_three_days(owner_desk, till, clock):
    token = invite(owner_desk, HERE).json["token"]
    body = {"token": token, "password": "candle window orbit", "pin": None}

    clock.move(hours=72)

    assert till.post("/internal/invitations/look", {"token": token}).status_code == 404
    assert till.post("/internal/invitations/accept", body).status_code == 404


def test_a_repeat_invites_nobody_twice(owner_desk):
    key = str(uuid.uuid4())
    first, again = invite(owner_desk, HERE, key), invite(owner_desk, HERE, key)

    assert again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true"
    other = invite(owner_desk, HERE | {"email": "jan@example.org"}, key)
    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")
    taken = invite(owner_desk, HERE | {"email": "INES@example.org"})
    assert (taken.status_code, taken.json["code"]) == (409, "email_taken")
    missing = owner_desk.post("/api/v1/staff/invitations", HERE)
    assert missing.json["code"] == "missing_idempotency_key"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (HERE | {"branch_id": "NOWHERE"}, 422, "branch_does_not_fit"),
        (HERE | {"branch_id": "ELSEWHERE"}, 422, "branch_does_not_fit"),
        (HERE | {"branch_id": None}, 422, "branch_does_not_fit"),
        (HERE | {"role": "owner"}, 422, "branch_does_not_fit"),
        (HERE | {"role": "customer", "branch_id": None}, 403, "not_allowed"),
        (HERE | {"role": "king"}, 422, "invalid_request"),
        (HERE | {"email": "nothing"}, 422, "invalid_request"),
    ],
)
def test_a_role_and_a_branch_have_to_fit(owner_desk, body, status, code):
    refused = invite(owner_desk, body)

    assert (refused.status_code, refused.json["code"]) == (status, code)


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"branch_id": "SMKT002"}, 422, "branch_does_not_fit"),
        ({"branch_id": "NOWHERE"}, 422, "branch_does_not_fit"),
        ({"role": "manager"}, 403, "not_allowed"),
        ({"role": "owner", "branch_id": None}, 403, "not_allowed"),
    ],
)
def test_a_manager_invites_cashiers_of_their_branch_only(manager_desk, change, status, code):
    refused = invite(manager_desk, HERE | change)

    assert (refused.status_code, refused.json["code"]) == (status, code)
    assert invite(manager_desk, HERE).status_code == 201
