"""Signing in: the right door, one refusal for every kind of wrong, a new token each time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from api_service.people.models.accounts import Application
from api_service.people.repository import accounts, sessions
from api_service.people.use_cases.sign_in import Attempt, sign_in
from common.access import Role
from common.service_client import SESSION_HEADER

PASSWORD = "seventeen green umbrellas"


def test_a_session_begins_and_is_known(enter, till):
    enter("ines@example.org", Role.CASHIER, "SMKT002", name="Ines Duarte")

    begun = till.try_to_sign_in("ines@example.org")

    assert begun.status_code == 200
    assert begun.json["session"]["person"] | {"id": "", "customer_id": ""} == {
        "id": "",
        "name": "Ines Duarte",
        "email": "ines@example.org",
        "role": "cashier",
        "branch_id": "SMKT002",
        "customer_id": "",
        "has_pin": False,
        "has_second_factor": False,
    }
    assert begun.json["session"]["team_till"] is None
    shown = till.with_token(begun).get("/internal/session")
    assert shown.json == begun.json["session"]


def test_an_email_fits_in_whichever_letter_case(enter, till):
    enter("Ines.Duarte@Example.org")

    assert till.try_to_sign_in("ines.duarte@example.ORG").status_code == 200


def test_a_password_is_compared_exactly_as_typed(enter, till):
    enter("ines@example.org")

    for almost in ("Seventeen green umbrellas", "seventeen green umbrellas ", ""):
        assert till.try_to_sign_in("ines@example.org", almost).status_code == 401


def test_unknown_disabled_and_wrong_are_refused_alike(enter, till, arrange):
    enter("ines@example.org")
    enter("gone@example.org")
    arrange.execute(text("UPDATE books.account SET disabled_at = now() WHERE email LIKE 'gone%'"))

    answers = [
        till.try_to_sign_in("ines@example.org", "something else entirely"),
        till.try_to_sign_in("gone@example.org"),
        till.try_to_sign_in("nobody@example.org"),
    ]

    told = [each.json | {"instance": ""} for each in answers]
    assert told[0] == told[1] == told[2]
    assert (told[0]["status"], told[0]["code"]) == (401, "wrong_credentials")


@pytest.mark.parametrize(
    ("application", "role", "leads_to"),
    [
        ("dashboard", Role.CASHIER, "http://till.example/"),
        ("dashboard", Role.CUSTOMER, "http://shop.example/"),
        ("till", Role.CUSTOMER, "http://shop.example/"),
    ],
)
def test_the_wrong_door_says_which_is_right(enter, service, application, role, leads_to):
    enter("somebody@example.org", role)

    refused = service(application).try_to_sign_in("somebody@example.org")

    assert (refused.status_code, refused.json["code"]) == (403, "wrong_door")
    assert (refused.json["role"], refused.json["redirect"]) == (role.value, leads_to)


def test_a_stale_session_does_not_stand_in_the_way(enter, till):
    enter("ines@example.org")
    till.token = "somebody-left-this-here"

    assert till.try_to_sign_in("ines@example.org").status_code == 200
    assert till.get("/internal/session").json["code"] == "session_ended"


def test_a_session_known_before_the_sign_in_is_useless_after_it(enter, till):
    """Whoever plants a token, or steals an older one, is not let in by the sign-in of somebody else."""
    enter("ines@example.org")
    planted = "A" * 43
    till.token = planted

    fresh = till.sign_in("ines@example.org")
    again = till.sign_in("ines@example.org")

    assert planted not in (fresh.token, again.token)
    assert fresh.token != again.token
    assert till.get("/internal/session").status_code == 401


def test_only_the_hash_of_a_token_is_kept(enter, till, arrange):
    enter("ines@example.org")
    token = till.sign_in("ines@example.org").token

    kept = arrange.execute(text("SELECT session::text FROM books.session")).scalars().all()

    assert len(kept) == 1
    assert token not in kept[0]
    assert len(token) >= 43


def test_nobody_but_a_service_may_ask_for_a_session(client, demo_client, enter):
    enter("ines@example.org")
    body = {"application": "till", "email": "ines@example.org", "password": "x", "address": "::1"}

    assert client.post("/internal/sign-in", json=body).status_code == 401
    assert demo_client.post("/internal/sign-in", json=body).status_code == 403


def test_a_session_without_a_service_token_opens_nothing(enter, till, client):
    enter("ines@example.org")
    token = till.sign_in("ines@example.org").token

    refused = client.get("/api/v1/purchases", headers={SESSION_HEADER: token})

    assert refused.status_code == 401


def test_a_session_of_the_till_opens_nothing_at_the_dashboard(enter, till, desk):
    enter("mila@example.org", Role.MANAGER)
    desk.token = till.sign_in("mila@example.org").token

    assert desk.get("/internal/session").status_code == 401


def test_an_old_hash_is_renewed_at_the_sign_in(enter, till, arrange):
    enter("ines@example.org")
    cheap = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("an older password")
    arrange.execute(text("UPDATE books.account SET password_hash = :hash"), {"hash": cheap})

    till.sign_in("ines@example.org", "an older password")

    kept = arrange.execute(text("SELECT password_hash FROM books.account")).scalar_one()
    assert "$m=19456,t=2,p=1$" in kept
    assert till.try_to_sign_in("ines@example.org", "an older password").status_code == 200


def test_a_demo_lets_in_by_role(enter, demo_client, desk):
    enter("rosa@example.org", Role.OWNER, name="Rosa Lindqvist")
    enter("late@example.org", Role.OWNER, name="Second Owner")
    body = {"application": "dashboard", "role": "owner", "address": "127.0.0.1", "agent": ""}

    assert desk.post("/internal/demo-sign-in", body).status_code == 404
    desk.client = demo_client
    begun = desk.post("/internal/demo-sign-in", body)
    assert begun.json["session"]["person"]["name"] == "Rosa Lindqvist"
    missing = desk.post("/internal/demo-sign-in", body | {"role": "manager"})
    assert missing.status_code == 404


def test_many_sign_ins_to_one_account_do_not_wait_in_a_circle(enter, books):
    """While its sessions are ended over and over."""
    ines = enter("ines@example.org")
    attempt = Attempt(Application.TILL, "192.0.2.7", "", "ines@example.org", PASSWORD)

    def get_in(_):
        return [sign_in(books, attempt).token for _ in range(3)]

    def put_out(_):
        for _ in range(20):
            with books.database.transaction() as connection:
                accounts.hold(connection, ines)
                sessions.end_all(connection, ines)

    with ThreadPoolExecutor(3) as pool:
        tokens = [pool.submit(get_in, n) for n in range(2)]
        pool.submit(put_out, 0).result()
        begun = {token for each in tokens for token in each.result()}

    assert len(begun) == 6
