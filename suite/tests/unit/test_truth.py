"""What a drill calls wrong: each kind of wrong is seen, and nothing is where all is right."""

from collections import Counter
from copy import deepcopy

import pytest

from suite.shopping import Bought, Told
from suite.truth import Truth


def order(status, number, payment):
    return {
        "id": number,
        "status": status,
        "total": {"minor": 620, "currency": "EUR"},
        "payment_id": payment,
        "history": [{"status": status, "at": "now", "by": "a test"}],
    }


def entry(kind, payment):
    return {"payment_id": payment, "kind": kind, "amount": {"minor": 620, "currency": "EUR"}}


@pytest.fixture
def truth():
    """One order was paid, one was paid and cancelled, one card was declined."""
    return Truth(
        orders={
            "one": order("paid", "one", "pay-1"),
            "two": order("refunded", "two", "pay-2"),
        },
        ledger=[
            *(entry(kind, "pay-1") for kind in ("authorise", "capture")),
            *(entry(kind, "pay-2") for kind in ("authorise", "capture", "refund")),
            entry("decline", "pay-3"),
        ],
        purchases=Counter(["one", "two"]),
        refunds=Counter(["two"]),
    )


@pytest.fixture
def bought():
    return [
        Bought("a", Told.PAID, checkout_id="one", total_minor=620),
        Bought("b", Told.CANCELLED, checkout_id="two", total_minor=620),
        Bought("c", Told.FAILED, checkout_id="three"),
    ]


def test_where_all_is_right_nothing_is_wrong(truth, bought):
    assert truth.wrongs(bought) == []
    assert list(truth.story([])) == []


def doubled(truth):
    truth.orders["four"] = order("paid", "four", "pay-4")
    truth.purchases["four"] = 1
    truth.ledger.extend(entry(kind, "pay-4") for kind in ("authorise", "capture"))


_WRONGS = {
    "told of, but not paid": lambda truth: truth.orders["one"].update(status="cancelled"),
    "paid, and nobody was told": doubled,
    "cancelled, and not refunded": lambda truth: truth.orders["two"].update(status="cancelled"),
    "paid, and not in the books": lambda truth: truth.purchases.pop("one"),
    "in the books, and not paid": lambda truth: truth.purchases.update(["three"]),
    "twice in the books": lambda truth: truth.purchases.update(["one"]),
    "refunded twice in the books": lambda truth: truth.refunds.update(["two"]),
    "refunds that the books lack": lambda truth: truth.refunds.pop("two"),
    "refunds of nothing in the books": lambda truth: truth.refunds.update(["one"]),
    "pay-1: 620 owed, 0 taken": lambda truth: truth.ledger.pop(1),
    "pay-1: 620 owed, 1240 taken": lambda truth: truth.ledger.append(entry("capture", "pay-1")),
    "captured twice: pay-1": lambda truth: truth.ledger.append(entry("capture", "pay-1")),
    "pay-2: 0 owed, 620 taken": lambda truth: truth.ledger.pop(4),
    "money held for ever: pay-5": lambda truth: truth.ledger.append(entry("authorise", "pay-5")),
    "one: 620 was shown, 500 is owed": lambda truth: truth.orders["one"]["total"].update(minor=500),
    "two orders share a payment": lambda truth: truth.orders.update(
        four=order("paid", "four", "pay-1")
    ),
}


@pytest.mark.parametrize("wrong", _WRONGS)
def test_every_wrong_is_seen(truth, bought, wrong):
    _WRONGS[wrong](truth)

    assert any(each.startswith(wrong) for each in truth.wrongs(bought)), truth.wrongs(bought)


def test_who_was_told_that_it_failed_has_nothing(truth, bought):
    truth.orders["three"] = order("paid", "three", "pay-6")

    assert "told to have failed, and paid: three" in truth.wrongs(bought)
    assert any("three is paid" in each for each in truth.story(truth.wrongs(bought)))


def test_what_was_there_before_is_told_apart(truth, bought):
    later = deepcopy(truth)
    doubled(later)

    assert [each for each in later.wrongs(bought) if "four" in each]
