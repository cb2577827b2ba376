"""Notices: taken in once, kept until somebody tells them."""

import uuid

import pytest
from sqlalchemy import text


@pytest.fixture
def tell(asks):
    """Have somebody told something; keywords replace fields."""

    def tell(*, key=None, **changes):
        notice = {
            "kind": "receipt",
            "about": "W1001",
            "to": "ada@example.org",
            "body": {"total": {"minor": 480, "currency": "EUR"}, "share": 0.5},
        } | changes
        return asks("post", "/api/v1/notices", key=key or uuid.uuid4(), json=notice)

    return tell


def test_a_notice_is_kept_once(tell, arrange):
    key = uuid.uuid4()
    first = tell(key=key)

    again = tell(key=key)

    assert first.status_code == 202
    assert again.data == first.data
    assert again.headers["Idempotent-Replayed"] == "true"
    [kept] = arrange.execute(text("SELECT * FROM books.notice")).all()
    assert (kept.id, kept.kind, kept.about, kept.addressed_to) == (
        key,
        "receipt",
        "W1001",
        "ada@example.org",
    )
    assert kept.body == {"total": {"minor": 480, "currency": "EUR"}, "share": "0.5"}


def test_another_notice_under_the_key_is_refused(tell):
    key = uuid.uuid4()
    tell(key=key)

    other = tell(key=key, about="W1002")

    assert (other.status_code, other.json["code"]) == (422, "idempotency_key_reused")


def test_without_a_key_nothing_is_taken(asks):
    refused = asks("post", "/api/v1/notices", json={"kind": "stock_alert", "about": "MUG"})

    assert (refused.status_code, refused.json["code"]) == (400, "missing_idempotency_key")


@pytest.mark.parametrize(
    "wrong", [{"kind": "gossip"}, {"about": ""}, {"body": {"deep": ["a\x00b"]}}, {"body": []}]
)
def test_what_cannot_be_kept_is_refused(tell, wrong):
    assert tell(**wrong).status_code == 422


def test_an_alert_needs_nobody_to_be_addressed(tell):
    assert tell(kind="stock_alert", about="MUG", to=None, body={}).status_code == 202
