"""The second factor: asked for after the right password only, and no code lets in twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from sqlalchemy import text

from common.access import Role

PASSWORD = "seventeen green umbrellas"


@pytest.fixture
def rosa(enter, desk, clock):
    """An owner whose account asks for a code: her dashboard, her app, her recovery codes."""
    enter("rosa@example.org", Role.OWNER)
    signed_in = desk.sign_in("rosa@example.org")
    secret = signed_in.post("/internal/second-factor", {"password": PASSWORD}).json["secret"]
    app = pyotp.TOTP(secret)
    confirmed = signed_in.post("/internal/second-factor/confirm", {"code": app.at(clock.now())})
    clock.move(seconds=30)
    return signed_in, app, confirmed.json["recovery_codes"]


def test_a_code_is_asked_for_after_the_right_password_only(rosa, desk, clock):
    _, app, codes = rosa

    right = desk.try_to_sign_in("rosa@example.org")
    wrong = desk.try_to_sign_in("rosa@example.org", "wrong")
    both = desk.try_to_sign_in("rosa@example.org", code=app.at(clock.now()))

    assert (right.status_code, right.json["code"]) == (401, "second_factor_needed")
    assert (wrong.status_code, wrong.json["code"]) == (401, "wrong_credentials")
    assert both.json["session"]["person"]["has_second_factor"] is True
    assert len(set(codes)) == 8


def test_the_database_alone_makes_no_codes(rosa, books, clock):
    _, app, codes = rosa
    with books.database.statements() as connection:
        kept = str(
            connection.execute(
                text("SELECT totp_secret, totp_proposed, recovery_hashes FROM books.account")
            ).all()
        )

    assert app.secret not in kept
    assert pyotp.TOTP(app.secret).at(clock.now()) not in kept
    # a fast hash is enough from 112 random bits on
    assert all(len(code.replace("-", "")) * 5 >= 112 for code in codes)


def test_a_code_lets_in_once(rosa, desk, clock):
    _, app, _ = rosa
    code = app.at(clock.now())

    assert desk.try_to_sign_in("rosa@example.org", code=code).status_code == 200
    again = desk.try_to_sign_in("rosa@example.org", code=code)

    assert (again.status_code, again.json["code"]) == (401, "second_factor_wrong")
    clock.move(seconds=30)
    assert desk.try_to_sign_in("rosa@example.org", code=app.at(clock.now())).status_code == 200


def test_of_parallel_sign_ins_with_one_code_one_gets_in(rosa, desk, clock):
    _, app, _ = rosa
    barrier = threading.Barrier(3)
    body = {
        "application": "dashboard",
        "email": "rosa@example.org",
        "password": PASSWORD,
        "code": app.at(clock.now()),
        "address": "192.0.2.7",
    }

    def try_it(_):
        client = desk.client.application.test_client()
        barrier.wait()
        return client.post("/internal/sign-in", json=body, headers=desk.headers()).status_code

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(try_it, range(3)))

    assert answers.count(200) == 1


def test_the_code_that_confirmed_the_app_is_used_up(enter, desk, clock):
    enter("rosa@example.org", Role.OWNER)
    signed_in = desk.sign_in("rosa@example.org")
    secret = signed_in.post("/internal/second-factor", {"password": PASSWORD}).json["secret"]
    code = pyotp.TOTP(secret).at(clock.now())
    signed_in.post("/internal/second-factor/confirm", {"code": code})

    assert desk.try_to_sign_in("rosa@example.org", code=code).status_code == 401


def test_a_code_of_two_minutes_ago_is_too_old(rosa, desk, clock):
    _, app, _ = rosa
    code = app.at(clock.now())
    clock.move(minutes=2)

    assert desk.try_to_sign_in("rosa@example.org", code=code).status_code == 401


@pytest.mark.usefixtures("rosa")
def test_wrong_codes_are_throttled_like_wrong_passwords(desk):
    answers = []
    for _ in range(5):
        answers.append(desk.try_to_sign_in("rosa@example.org", code="000000").status_code)
        # asking without a code in between does not begin the count anew
        desk.try_to_sign_in("rosa@example.org")

    assert answers == [401] * 5
    assert desk.try_to_sign_in("rosa@example.org").status_code == 429


def test_a_recovery_code_lets_in_once(rosa, desk):
    _, _, codes = rosa
    written = codes[0].lower().replace("-", " ")

    assert desk.try_to_sign_in("rosa@example.org", code=written).status_code == 200
    assert desk.try_to_sign_in("rosa@example.org", code=codes[0]).status_code == 401
    assert desk.try_to_sign_in("rosa@example.org", code=codes[1]).status_code == 200


def test_the_code_may_follow_without_the_password(rosa, desk, clock):
    _, app, _ = rosa
    ticket = desk.try_to_sign_in("rosa@example.org").json["ticket"]

    def follow(code, *, address="192.0.2.7", ticket=ticket):
        return desk.try_to_sign_in("", "", address=address, ticket=ticket, code=code)

    assert follow("000000").json["code"] == "second_factor_wrong"
    assert follow(app.at(clock.now()), address="198.51.100.9").json["code"] == "wrong_credentials"
    assert follow(app.at(clock.now()), ticket=ticket[:-1] + "x").json["code"] == "wrong_credentials"
    assert follow(app.at(clock.now())).status_code == 200
    clock.move(minutes=5)
    assert follow(app.at(clock.now())).json["code"] == "wrong_credentials"


@pytest.mark.usefixtures("rosa")
@pytest.mark.parametrize("ticket", ["x", "a-b-c", "-" * 40, "0" * 32 + "-x-" + "0" * 64])
def test_a_made_up_ticket_is_refused(desk, ticket):
    refused = desk.try_to_sign_in("", "", ticket=ticket, code="000000")

    assert (refused.status_code, refused.json["code"]) == (401, "wrong_credentials")


def test_without_it_the_password_is_enough_again(rosa, desk):
    signed_in, _, _ = rosa

    assert signed_in.post("/internal/second-factor/end", {"password": "no"}).status_code == 422
    assert signed_in.post("/internal/second-factor/end", {"password": PASSWORD}).json == {}

    assert desk.try_to_sign_in("rosa@example.org").status_code == 200


def test_nothing_is_confirmed_that_was_not_proposed(enter, desk, till):
    enter("rosa@example.org", Role.OWNER)
    signed_in = desk.sign_in("rosa@example.org")

    nothing = signed_in.post("/internal/second-factor/confirm", {"code": "123456"})
    signed_in.post("/internal/second-factor", {"password": PASSWORD})
    wrong = signed_in.post("/internal/second-factor/confirm", {"code": "12345"})

    assert (nothing.status_code, nothing.json["code"]) == (409, "no_second_factor_proposed")
    assert (wrong.status_code, wrong.json["code"]) == (422, "wrong_code")
    assert desk.try_to_sign_in("rosa@example.org").status_code == 200
    enter("ines@example.org")
    refused = till.sign_in("ines@example.org").post(
        "/internal/second-factor", {"password": PASSWORD}
    )
    assert refused.status_code == 403


def test_a_demoted_reset_owner_needs_no_code(rosa, enter, desk):
    signed_in, _, _ = rosa
    rosa_id = signed_in.get("/internal/session").json["person"]["id"]
    enter("second@example.org", Role.OWNER)
    second = desk.sign_in("second@example.org", address="198.51.100.1")

    token = second.post(f"/api/v1/staff/{rosa_id}/reset").json["token"]
    body = {"token": token, "password": "candle window orbit", "pin": None}
    assert desk.post("/internal/invitations/accept", body).status_code == 200

    assert desk.try_to_sign_in("rosa@example.org", "candle window orbit").status_code == 200
