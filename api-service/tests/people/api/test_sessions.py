"""Sessions end: by a click, by time, by whoever may end them, and at once."""

import uuid

import pytest
from sqlalchemy import text

from common.access import Role


def is_in(service) -> bool:
    return service.get("/internal/session").status_code == 200


def test_signed_out_is_dead_on_the_server(enter, till):
    enter("ines@example.org")
    here, there = till.sign_in("ines@example.org"), till.sign_in("ines@example.org")

    assert here.post("/internal/sign-out", {"everywhere": False}).json == {"ended": 1}

    ended = here.get("/internal/session")
    assert (ended.status_code, ended.json["code"]) == (401, "session_ended")
    assert ended.json["reason"] == "signed_out"
    assert here.get("/internal/sessions").status_code == 401
    assert is_in(there)


def test_signing_out_everywhere_leaves_nothing(enter, till, desk):
    enter("mila@example.org", Role.MANAGER)
    enter("other@example.org")
    everywhere = [till.sign_in("mila@example.org"), desk.sign_in("mila@example.org")]
    other = till.sign_in("other@example.org")

    assert everywhere[0].post("/internal/sign-out", {"everywhere": True}).json == {"ended": 2}

    assert [is_in(each) for each in everywhere] == [False, False]
    assert is_in(other)


def test_sessions_are_listed_and_ended_one_by_one(enter, till, desk):
    enter("mila@example.org", Role.MANAGER)
    here = desk.sign_in("mila@example.org", address="192.0.2.1")
    there = till.sign_in("mila@example.org", address="192.0.2.2")

    listed = here.get("/internal/sessions").json["sessions"]

    assert {(each["application"], each["address"], each["is_this"]) for each in listed} == {
        ("dashboard", "192.0.2.1", True),
        ("till", "192.0.2.2", False),
    }
    assert {each["agent"] for each in listed} == {"Tests/1.0"}
    other = next(each["id"] for each in listed if not each["is_this"])
    assert here.post(f"/internal/sessions/{other}/end").json == {"ended": 1}
    assert not is_in(there)
    assert here.post(f"/internal/sessions/{other}/end").status_code == 404


def test_nobody_ends_anothers_session(enter, till):
    enter("ines@example.org")
    enter("jan@example.org")
    ines, jan = till.sign_in("ines@example.org"), till.sign_in("jan@example.org")
    session_of_jan = jan.get("/internal/sessions").json["sessions"][0]["id"]

    refused = ines.post(f"/internal/sessions/{session_of_jan}/end")
    unknown = ines.post(f"/internal/sessions/{uuid.uuid4()}/end")

    assert (refused.status_code, unknown.status_code) == (404, 404)
    assert refused.json | {"instance": ""} == unknown.json | {"instance": ""}
    assert is_in(jan)


@pytest.mark.parametrize(
    ("application", "role", "idle"),
    [
        ("till", Role.CASHIER, {"hours": 4}),
        ("dashboard", Role.MANAGER, {"hours": 2}),
        ("shop", Role.CUSTOMER, {"days": 14}),
        ("shop", Role.MANAGER, {"hours": 2}),
    ],
)
def test_a_session_that_nobody_uses_ends(enter, service, clock, application, role, idle):
    enter("somebody@example.org", role)
    somebody = service(application).sign_in("somebody@example.org")

    clock.move(**idle)
    clock.move(seconds=-1)
    assert is_in(somebody)
    clock.move(**idle)

    ended = somebody.get("/internal/session")
    assert (ended.status_code, ended.json["reason"]) == (401, "idle")


@pytest.mark.parametrize(
    ("application", "role", "steps", "step"),
    [("till", Role.CASHIER, 14, {"hours": 1}), ("shop", Role.CUSTOMER, 60, {"days": 1})],
)
def test_a_session_in_use_ends_too(enter, service, clock, application, role, steps, step):
    enter("somebody@example.org", role)
    somebody = service(application).sign_in("somebody@example.org")

    for _ in range(steps - 1):
        clock.move(**step)
        assert is_in(somebody)
    clock.move(**step)

    assert somebody.get("/internal/session").json["reason"] == "too_old"


def test_that_a_session_is_in_use_is_written_at_most_once_a_minute(enter, till, clock, arrange):
    enter("ines@example.org")
    ines = till.sign_in("ines@example.org")

    def seen_at():
        return arrange.execute(text("SELECT seen_at, xmin::text FROM books.session")).one()

    first = seen_at()
    clock.move(seconds=59)
    assert is_in(ines)
    assert seen_at() == first
    clock.move(seconds=1)
    assert is_in(ines)
    assert (seen_at().seen_at - first.seen_at).total_seconds() == 60


def test_a_disabled_account_is_out_at_its_next_request(enter, till, arrange):
    """Whichever way it was disabled, in the database by hand too."""
    enter("ines@example.org")
    ines = till.sign_in("ines@example.org")
    assert ines.get("/api/v1/purchases").status_code == 200

    arrange.execute(text("UPDATE books.account SET disabled_at = now()"))

    refused = ines.get("/api/v1/purchases")
    assert (refused.status_code, refused.json["code"]) == (401, "session_ended")
    assert refused.json["reason"] == "disabled"


def test_a_new_password_ends_the_other_sessions(enter, till, desk):
    enter("mila@example.org", Role.MANAGER)
    here, there = desk.sign_in("mila@example.org"), till.sign_in("mila@example.org")

    wrong = here.post("/internal/password", {"current": "no", "new": "candle window orbit"})
    done = here.post(
        "/internal/password",
        {"current": "seventeen green umbrellas", "new": "candle window orbit"},
    )

    assert (wrong.status_code, wrong.json["errors"][0]["pointer"]) == (422, "/current")
    assert done.json == {"ended": 1}
    assert is_in(here)
    assert not is_in(there)
    assert desk.try_to_sign_in("mila@example.org").status_code == 401
    assert desk.try_to_sign_in("mila@example.org", "candle window orbit").status_code == 200


def test_sessions_that_ended_by_time_are_swept_away(enter, till, clock, arrange):
    enter("ines@example.org")
    for _ in range(3):
        till.sign_in("ines@example.org")
    clock.move(hours=15)

    till.sign_in("ines@example.org")

    assert arrange.execute(text("SELECT count(*) FROM books.session")).scalar_one() == 1
