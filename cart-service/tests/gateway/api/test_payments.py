"""The life of a payment over HTTP, with everything that may come twice, late, or in the wrong order."""

import re
import uuid
from dataclasses import replace

import pytest

from common.money import Money
from payment_gateway.models.cards import Card
from payment_gateway.use_cases import authorise


def codes(*replies):
    return [(reply.status_code, reply.json.get("code")) for reply in replies]


def test_a_payment_from_the_card_to_the_money_and_half_of_it_back(caller, payment_id):
    held = caller.authorise(payment_id)
    taken = caller.capture(payment_id)
    back = caller.refund(payment_id, 1250, "9c1b7f5e-26a4-4f8e-9b4f-0d3d2f6c1a11")

    assert [reply.status_code for reply in (held, taken, back)] == [201, 201, 201]
    assert held.json == {
        "id": str(payment_id),
        "reference": "W1001",
        "status": "authorised",
        "authorised": {"minor": 3250, "currency": "EUR"},
        "captured": None,
        "refunded": None,
        "reason": None,
        "card": {"brand": "visa", "last4": "4242"},
        "capture_id": None,
        "refund_ids": [],
    }
    assert (taken.json["status"], taken.json["captured"]["minor"]) == ("captured", 3250)
    assert back.json["status"] == "partly_refunded"
    assert back.json["refunded"]["minor"] == 1250
    assert back.json["refund_ids"] == ["9c1b7f5e-26a4-4f8e-9b4f-0d3d2f6c1a11"]
    assert back.json["capture_id"] == taken.json["capture_id"]
    assert caller.look(payment_id).json == back.json
    assert caller.refund(payment_id, 2000).json["status"] == "refunded"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("4000000000000002", "declined"),
        ("4000000000009995", "out_of_funds"),
        ("4000000000000069", "expired_card"),
        ("4000000000000127", "wrong_code"),
        ("4000000000000119", "processing_error"),
    ],
)
def test_a_decline_says_why_and_stays(caller, payment_id, number, reason):
    for _ in range(2):
        declined = caller.authorise(payment_id, number=number)
        assert codes(declined) == [(402, "card_declined")]
        assert declined.json["reason"] == reason

    assert caller.look(payment_id).json["status"] == "declined"
    assert caller.look(payment_id).json["authorised"] is None
    assert codes(caller.capture(payment_id)) == [(409, "not_authorised")]
    assert codes(caller.refund(payment_id)) == [(409, "not_authorised")]
    assert caller.void(payment_id).json["status"] == "declined"
    assert [fact["kind"] for fact in caller.facts().json["facts"]] == ["decline"]


def test_an_id_belongs_to_one_amount_on_one_card(caller, payment_id):
    caller.authorise(payment_id)

    assert (
        codes(
            caller.authorise(payment_id, minor=3251),
            caller.authorise(payment_id, number="4242424242424241"),
            caller.authorise(payment_id, expiry="11/30"),
            caller.authorise(payment_id, amount={"minor": 3250, "currency": "USD"}),
            caller.authorise(payment_id, reference="W1002"),
        )
        == [(422, "another_payment")] * 5
    )
    assert caller.authorise(payment_id).status_code == 201


def test_what_was_called_off_before_it_came_never_comes(caller, payment_id):
    void = caller.void(payment_id)

    assert (void.status_code, void.json["status"]) == (201, "voided")
    assert caller.void(payment_id).data == void.data
    assert (
        codes(caller.authorise(payment_id), caller.capture(payment_id), caller.refund(payment_id))
        == [(409, "payment_voided")] * 3
    )
    assert caller.look(payment_id).json["authorised"] is None
    [fact] = caller.facts().json["facts"]
    assert (fact["kind"], fact["amount"]) == ("void", None)


def test_what_is_held_can_be_called_off_and_then_not_be_taken(caller, payment_id):
    caller.authorise(payment_id)

    assert caller.void(payment_id).json["status"] == "voided"
    assert codes(caller.capture(payment_id)) == [(409, "payment_voided")]
    assert [fact["amount"]["minor"] for fact in caller.facts().json["facts"]] == [3250, 3250]


def test_what_was_taken_can_only_be_given_back(caller, payment_id):
    caller.authorise(payment_id)
    caller.capture(payment_id)

    assert codes(caller.void(payment_id)) == [(409, "already_captured")]
    assert caller.look(payment_id).json["status"] == "captured"


def test_a_capture_takes_at_most_what_is_held_and_only_once(caller, payment_id):
    caller.authorise(payment_id)

    assert codes(caller.capture(payment_id, 3251)) == [(422, "exceeds_authorised")]
    assert caller.capture(payment_id, 3000).json["captured"]["minor"] == 3000
    assert codes(caller.capture(payment_id, 250)) == [(422, "another_payment")]


def test_nothing_is_taken_or_given_back_that_is_not_there(caller, payment_id):
    assert codes(caller.look(payment_id)) == [(404, "no_such_payment")]
    assert codes(caller.capture(payment_id)) == [(409, "not_authorised")]
    assert codes(caller.refund(payment_id)) == [(404, "no_such_payment")]
    caller.authorise(payment_id)
    assert codes(caller.refund(payment_id)) == [(409, "not_authorised")]


def test_refunds_together_never_exceed_the_capture(caller, payment_id):
    caller.authorise(payment_id)
    caller.capture(payment_id, 3000)

    assert codes(caller.refund(payment_id, 3001)) == [(409, "exceeds_capture")]
    caller.refund(payment_id, 2000)
    assert codes(caller.refund(payment_id, 1001)) == [(409, "exceeds_capture")]
    assert caller.refund(payment_id, 1000).status_code == 201
    assert codes(caller.refund(payment_id, 1)) == [(409, "exceeds_capture")]
    dollars = {"amount": {"minor": 1, "currency": "USD"}}
    other = caller.post(payment_id, "refunds", dollars, {"Idempotency-Key": "in-dollars"})
    assert codes(other) == [(409, "exceeds_capture")]


def test_a_refund_belongs_to_its_key(caller, payment_id):
    other = uuid.uuid4()
    for each in (payment_id, other):
        caller.authorise(each)
        caller.capture(each)
    caller.refund(payment_id, 1000, "one")

    assert codes(caller.refund(payment_id, 1001, "one")) == [(422, "idempotency_key_reused")]
    assert codes(caller.refund(other, 1000, "one")) == [(422, "idempotency_key_reused")]
    without = caller.post(payment_id, "refunds", {"amount": {"minor": 1, "currency": "EUR"}})
    assert codes(without) == [(400, "missing_idempotency_key")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "424242424242"},
        {"number": "42424242424242424242"},
        {"number": "4242 4242 4242 4242"},
        {"number": 4242424242424242},
        {"expiry": "13/30"},
        {"expiry": "1/30"},
        {"code": "12"},
        {"name": ""},
        {"amount": {"minor": 0, "currency": "EUR"}},
        {"amount": {"minor": -5, "currency": "EUR"}},
        {"amount": 32.5},
        {"more": 1},
    ],
)
def test_what_cannot_be_read_is_refused_without_repeating_it(caller, payment_id, wrong):
    refused = caller.authorise(payment_id, **wrong)

    assert refused.status_code == 422
    assert "4242" not in refused.text
    assert codes(caller.look(payment_id)) == [(404, "no_such_payment")]


@pytest.mark.parametrize(
    ("number", "seconds"), [("4000000000009001", [2.0]), ("4000000000009002", [10.0])]
)
def test_a_bank_takes_its_time_once(caller, payment_id, waited, number, seconds):
    first = caller.authorise(payment_id, number=number)

    assert (first.status_code, waited) == (201, seconds)
    assert caller.authorise(payment_id, number=number).data == first.data
    assert waited == seconds


def test_a_lost_reply_leaves_an_authorised_payment(caller, payment_id):
    lost = caller.authorise(payment_id, number="4000000000009003")

    assert lost.status_code == 500
    assert caller.look(payment_id).json["status"] == "authorised"
    assert caller.authorise(payment_id, number="4000000000009003").status_code == 201


@pytest.mark.parametrize("number", ["4000000000009001", "4000000000009002", "4000000000009003"])
def test_outside_a_demo_no_card_keeps_anybody_waiting(gateway, payment_id, waited, number):
    elsewhere = replace(gateway, settings=gateway.settings.model_copy(update={"demo": False}))

    held = authorise(elsewhere, payment_id, Money(3250, "EUR"), Card(number, "12/30"), "W1001")

    assert (waited, held.is_answered) == ([], True)


def test_the_ledger_is_read_in_pages(caller, payment_id):
    caller.authorise(payment_id)
    caller.capture(payment_id)
    caller.refund(payment_id, 50)

    first = caller.facts(limit=2).json
    second = caller.facts(limit=2, after=first["next"]).json

    assert [fact["place"] for fact in first["facts"] + second["facts"]] == [1, 2, 3]
    assert [fact["kind"] for fact in first["facts"]] == ["authorise", "capture"]
    assert second["next"] is None
    [refund] = second["facts"]
    assert refund["amount"] == {"minor": 50, "currency": "EUR"}
    assert (refund["payment_id"], refund["reference"]) == (str(payment_id), "W1001")
    assert refund["at"] == "2026-11-20T14:20:00Z"
    assert refund["entry_id"] == caller.look(payment_id).json["refund_ids"][0]


def test_nobody_but_a_service_is_answered_not_even_in_a_demo(caller, payment_id):
    caller.headers = {}

    for reply in (
        caller.authorise(payment_id),
        caller.capture(payment_id),
        caller.void(payment_id),
        caller.refund(payment_id),
        caller.look(payment_id),
        caller.facts(),
    ):
        assert reply.status_code == 401


def test_nothing_of_a_card_but_brand_and_last_four_is_written(caller, payment_id, settings, capfd):
    caller.authorise(payment_id, number="5100000000009995", code="8675", name="Canary Cardholder")
    caller.authorise(uuid.uuid4(), number="4000000000000127", code="8675")

    log = capfd.readouterr().err
    caller.client.application.extensions["collaborators"].store.close()
    folder = settings.gateway_db_url.removeprefix("sqlite:///").rpartition("/")[0]
    kept = b"".join(file.read_bytes() for file in _files(folder)).decode("latin-1")
    assert "9995" in kept
    for secret in ("5100000000009995", "510000000000", "8675", "Canary Cardholder", "12/30"):
        assert secret not in _without_chance(kept)
        assert secret not in _without_chance(log)


def _without_chance(text):
    """Without ids, fingerprints and moments, in which any four digits turn up now and then."""
    of_chance = (
        r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|[0-9a-f]{32}|T[0-9:.]{15}Z"
    )
    return re.sub(of_chance, " ", text)


def _files(folder):
    from pathlib import Path

    return [file for file in Path(folder).iterdir() if file.is_file()]
