"""Who works here: managers have their branch's cashiers, owners everybody, and an owner is always left."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from api_service.people.errors import LastOwner
from api_service.people.models.accounts import Change
from api_service.people.use_cases import staff
from common.access import Caller, Kind, Role


def to(member, **changes):
    kept = {name: member[name] for name in ("name", "role", "branch_id", "disabled")}
    return kept | changes


def test_a_manager_sees_and_changes_cashiers_of_their_branch_only(enter, manager_desk):
    ines = enter("ines@example.org", name="Ines Duarte")
    hidden = [
        enter("far@example.org", branch_id="SMKT002"),
        enter("boss@example.org", Role.OWNER),
        enter("peer@example.org", Role.MANAGER),
        enter("marta@example.org", Role.CUSTOMER),
        uuid.uuid4(),
    ]
    change = {"name": "X", "role": "cashier", "branch_id": "SMKT001", "disabled": True}

    listed = manager_desk.get("/api/v1/staff").json["staff"]

    assert [each["id"] for each in listed] == [str(ines)]
    for other in hidden:
        at = f"/api/v1/staff/{other}"
        answers = [
            manager_desk.get(at),
            manager_desk.put(at, change, '"1"'),
            manager_desk.post(f"{at}/sign-out"),
            manager_desk.post(f"{at}/reset"),
        ]
        assert {(each.status_code, each.json["code"]) for each in answers} == {
            (404, "account_not_found")
        }


def test_a_change_needs_the_state_that_it_is_meant_for(enter, owner_desk):
    at = f"/api/v1/staff/{enter('ines@example.org')}"
    read = owner_desk.get(at)
    assert read.headers["ETag"] == read.json["etag"]

    changed = owner_desk.put(at, to(read.json, name="Ines D."), read.json["etag"])
    late = owner_desk.put(at, to(read.json, name="Someone"), read.json["etag"])
    without = owner_desk.put(at, to(read.json))

    assert (changed.status_code, changed.json["name"]) == (200, "Ines D.")
    assert changed.headers["ETag"] not in ("", read.json["etag"])
    assert (late.status_code, late.json["code"]) == (412, "precondition_failed")
    assert (without.status_code, without.json["code"]) == (428, "precondition_required")


def test_a_disabled_cashier_is_out_at_the_next_request_and_stays_out(enter, owner_desk, till):
    at = f"/api/v1/staff/{enter('ines@example.org')}"
    ines = till.sign_in("ines@example.org")
    read = owner_desk.get(at).json

    disabled = owner_desk.put(at, to(read, disabled=True), read["etag"]).json

    assert disabled["disabled"] is True
    assert ines.get("/api/v1/purchases").json["reason"] == "disabled"
    assert till.try_to_sign_in("ines@example.org").status_code == 401
    enabled = owner_desk.put(at, to(disabled, disabled=False), disabled["etag"])
    assert enabled.json["disabled"] is False
    assert ines.get("/internal/session").status_code == 401
    assert till.try_to_sign_in("ines@example.org").status_code == 200


@pytest.mark.parametrize(
    "change", [{"role": "cashier"}, {"branch_id": "SMKT002"}, {"role": "owner", "branch_id": None}]
)
def test_a_new_role_or_branch_takes_a_new_sign_in(enter, owner_desk, till, change):
    at = f"/api/v1/staff/{enter('mila@example.org', Role.MANAGER)}"
    mila = till.sign_in("mila@example.org")
    read = owner_desk.get(at).json

    assert owner_desk.put(at, to(read, **change), read["etag"]).status_code == 200

    assert mila.get("/internal/session").status_code == 401


def test_a_name_alone_ends_no_session(enter, owner_desk, till):
    at = f"/api/v1/staff/{enter('ines@example.org')}"
    ines = till.sign_in("ines@example.org")
    read = owner_desk.get(at).json

    owner_desk.put(at, to(read, name="Ines D."), read["etag"])

    assert ines.get("/internal/session").json["person"]["name"] == "Ines D."


def test_nobody_demotes_disables_or_resets_themselves(enter, owner_desk):
    enter("second@example.org", Role.OWNER)
    me = owner_desk.get("/internal/session").json["person"]["id"]
    at = f"/api/v1/staff/{me}"
    read = owner_desk.get(at).json

    answers = [
        owner_desk.put(at, to(read, disabled=True), read["etag"]),
        owner_desk.put(at, to(read, role="manager", branch_id="SMKT001"), read["etag"]),
        owner_desk.post(f"{at}/reset"),
    ]

    assert {(each.status_code, each.json["code"]) for each in answers} == {(409, "not_oneself")}
    assert owner_desk.put(at, to(read, name="Rosa L."), read["etag"]).status_code == 200


@pytest.mark.parametrize(
    "change", [{"role": "manager", "branch_id": "SMKT001"}, {"disabled": True}]
)
def test_of_two_owners_who_put_each_other_out_one_stays(enter, desk, arrange, change):
    a, b = enter("a@example.org", Role.OWNER), enter("b@example.org", Role.OWNER)
    desks = {a: desk.sign_in("a@example.org"), b: desk.sign_in("b@example.org")}
    read = {each: desks[each].get(f"/api/v1/staff/{each}").json for each in (a, b)}
    barrier = threading.Barrier(2)

    def put_out(mine, other):
        client = desk.client.application.test_client()
        headers = desks[mine].headers({"If-Match": read[other]["etag"]})
        barrier.wait()
        body = to(read[other], **change)
        return client.put(f"/api/v1/staff/{other}", json=body, headers=headers)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(put_out, a, b), pool.submit(put_out, b, a)
        answers = [first.result(), second.result()]

    assert min(each.status_code for each in answers) == 200
    refused = max(answers, key=lambda each: each.status_code)
    # the loser was refused as the last owner's enemy, or was out before it got so far
    assert (refused.status_code, refused.json["code"]) in {
        (409, "last_owner"),
        (401, "session_ended"),
        (403, "not_allowed"),
    }
    left = "SELECT count(*) FROM books.account WHERE role = 'owner' AND disabled_at IS NULL"
    assert arrange.execute(text(left)).scalar_one() == 1


def test_the_last_owner_stays_whoever_asks(books, owner_desk):
    """An owner's request that was let in just before that owner was demoted."""
    rosa = uuid.UUID(owner_desk.get("/internal/session").json["person"]["id"])
    late = Caller(kind=Kind.PERSON, role=Role.OWNER, account_id=uuid.uuid4(), service="x")

    with pytest.raises(LastOwner):
        staff.change_member(books, late, rosa, Change("Rosa", Role.OWNER, None, True), '"1"')


def test_a_reset_takes_everything_away_and_gives_a_new_start(enter, owner_desk, till):
    ines = enter("ines@example.org", pin=True)
    here = till.sign_in("ines@example.org")

    reset = owner_desk.post(f"/api/v1/staff/{ines}/reset")

    assert reset.status_code == 200
    assert here.get("/internal/session").status_code == 401
    assert till.try_to_sign_in("ines@example.org").status_code == 401
    member = owner_desk.get(f"/api/v1/staff/{ines}").json
    assert (member["invited"], member["has_pin"]) == (True, False)
    body = {"token": reset.json["token"], "password": "candle window orbit", "pin": None}
    assert till.post("/internal/invitations/accept", body).status_code == 200
    assert till.try_to_sign_in("ines@example.org", "candle window orbit").status_code == 200


def test_a_newer_link_replaces_the_older_one(enter, owner_desk, till):
    ines = enter("ines@example.org")
    older = owner_desk.post(f"/api/v1/staff/{ines}/reset").json["token"]
    newer = owner_desk.post(f"/api/v1/staff/{ines}/reset").json["token"]

    looked = [
        till.post("/internal/invitations/look", {"token": each}).status_code
        for each in (older, newer)
    ]

    assert looked == [404, 200]


def test_signing_a_member_out_ends_all_their_sessions(enter, owner_desk, till):
    ines = enter("ines@example.org")
    sessions = [till.sign_in("ines@example.org") for _ in range(2)]

    assert owner_desk.post(f"/api/v1/staff/{ines}/sign-out").json == {"ended": 2}

    assert {each.get("/internal/session").status_code for each in sessions} == {401}


def test_names_for_receipts(enter, till):
    ines, jan = enter("i@example.org", name="Ines"), enter("j@example.org", name="Jan")

    asked = till.get(
        "/internal/names", query_string={"ids": [str(ines), str(jan), str(uuid.uuid4())]}
    )

    assert asked.json == {"names": {str(ines): "Ines", str(jan): "Jan"}}


def test_neither_programs_nor_a_demo_administer_staff(demo_client, enter, till):
    enter("ines@example.org")

    assert demo_client.get("/api/v1/staff").status_code == 403
    assert till.get("/api/v1/staff").status_code == 403
    assert till.sign_in("ines@example.org").get("/api/v1/staff").status_code == 403


def test_when_somebody_was_last_here_outlasts_their_session(enter, owner_desk, till, clock):
    ines = enter("ines@example.org")

    def last_seen():
        return owner_desk.get(f"/api/v1/staff/{ines}").json["last_seen_at"]

    assert last_seen() is None
    signed_in = till.sign_in("ines@example.org")
    assert last_seen() == "2026-11-20T14:20:00Z"
    clock.move(minutes=5)
    signed_in.get("/internal/session")
    signed_in.post("/internal/sign-out")
    assert last_seen() == "2026-11-20T14:25:00Z"
