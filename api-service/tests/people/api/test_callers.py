"""Who calls: nothing is believed but a token that is signed for these books, recently, by one of our services."""

import hashlib
import time

import jwt
import pytest

from common.access import Role
from common.service_client import SESSION_HEADER

KEY = "a key that the services of the tests share"


def bearer(**changes):
    now = int(time.time())
    claims = {"iss": "cashier-service", "aud": "api-service", "iat": now, "exp": now + 60}
    key = changes.pop("key", KEY)
    if key is not None:
        key = hashlib.sha256(key.encode()).digest()
    algorithm = changes.pop("algorithm", "HS256")
    return jwt.encode(claims | changes, key, algorithm=algorithm)


def status(client, token, path="/internal/first-run"):
    return client.get(path, headers={"Authorization": f"Bearer {token}"}).status_code


def test_a_service_is_answered(client):
    assert status(client, bearer()) == 200


@pytest.mark.filterwarnings("ignore:The HMAC key:Warning")
@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "cashier-service"},
        {"iat": int(time.time()) - 300, "exp": int(time.time()) - 240},
        {"exp": int(time.time()) + 3600},
        {"key": "another key that is just as long as the first"},
        {"algorithm": "none", "key": None},
        {"algorithm": "HS512"},
    ],
    ids=["other audience", "expired", "lasts too long", "other key", "unsigned", "other algorithm"],
)
def test_any_other_token_is_refused_in_a_demo_too(client, demo_client, changes):
    token = bearer(**changes)

    assert status(client, token) == 401
    assert status(demo_client, token) == 401
    assert status(demo_client, token, "/api/v1/purchases") == 401


def test_without_a_token_internal_addresses_answer_nobody(client, demo_client):
    assert client.get("/internal/first-run").status_code == 401
    assert demo_client.get("/internal/first-run").status_code == 403


def test_a_service_without_a_person_is_not_staff(till):
    assert till.get("/api/v1/products").status_code == 200
    assert till.get("/api/v1/purchases").status_code == 403


def test_a_cashier_is_not_let_in_where_a_service_is(enter, till):
    """The till's token opens nothing more to whoever stands at it."""
    enter("ines@example.org")
    ines = till.sign_in("ines@example.org")

    assert ines.get("/api/v1/reports/marker").status_code == 403


@pytest.mark.parametrize(
    ("role", "path", "expected"),
    [
        (Role.CASHIER, "/api/v1/purchases", 200),
        (Role.CASHIER, "/api/v1/tasks", 403),
        (Role.MANAGER, "/api/v1/tasks", 200),
        (Role.MANAGER, "/api/v1/keys", 403),
        (Role.OWNER, "/api/v1/keys", 200),
    ],
)
def test_a_person_gets_as_far_as_their_role(enter, service, role, path, expected):
    enter("somebody@example.org", role)
    somebody = service("till").sign_in("somebody@example.org")

    assert somebody.get(path).status_code == expected


def test_the_document_says_nothing_of_internal_addresses(demo_client):
    paths = demo_client.get("/openapi.json").json["paths"]

    assert not [path for path in paths if path.startswith("/internal/")]
    assert {"/api/login", "/api/signup", "/api/v1/staff", "/api/v1/keys"} <= set(paths)


def test_no_secret_reaches_the_log(enter, till, desk, capfd, caplog):
    enter("mila@example.org", Role.MANAGER, pin=True)
    caplog.set_level("DEBUG")
    till.try_to_sign_in("mila@example.org", "canary-wrong-password")
    till.try_to_sign_in("canary-typed@example.org", "canary-wrong-password")
    mila = till.sign_in("mila@example.org")
    team = mila.with_token(mila.post("/internal/team-till", {"till_id": "SMKT001-1"}))
    team.post(
        "/internal/team/switch",
        {"account_id": "6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44", "pin": "8350"},
    )
    desk.client.get("/internal/session", headers={SESSION_HEADER: "canary-stolen-token"})

    err = capfd.readouterr().err + caplog.text
    assert "signed in" in err
    assert "sign-in refused" in err
    for secret in ("canary", mila.token, team.token, "seventeen green", "8350"):
        assert secret not in err
