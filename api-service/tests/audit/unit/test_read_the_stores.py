"""Reading the stores' facts over HTTP, page by page, and what is said of those that do not answer."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, request

from api_service.audit.clients import CouldNotAsk, HttpStores
from api_service.audit.models.bills import Bill, BillLine, BillVat, Offer
from api_service.audit.models.facts import Entered, Source
from api_service.audit.use_cases.gathering import gather
from common.money import Money
from common.service_tokens import ServiceTokens
from common.testing.wsgi import answered_by

WHEN = "2026-11-20T14:20:00+00:00"


def entry(place):
    return {
        "place": place, "payment_id": f"p{place}", "kind": "capture",
        "amount": {"minor": 100, "currency": "EUR"}, "at": WHEN, "reference": "order",
        "entry_id": f"e{place}",
    }  # fmt: skip  # a row on a line, as in a table


def order(place, name, status):
    return {
        "place": place, "id": name, "number": "W1", "status": status,
        "total": {"minor": 100, "currency": "EUR"}, "payment_id": None, "capture_id": None,
        "reservation_id": None, "invoice_number": None, "placed_at": WHEN, "changed_at": WHEN,
        "history": [{"status": "placed", "at": WHEN, "by": "shop"}],
    }  # fmt: skip  # a row on a line, as in a table


@pytest.fixture
def served():
    """What the stores hold, by the name of the facts."""
    return {"ledger": [], "orders": [], "checkouts": []}


@pytest.fixture
def app(served):
    app = Flask(__name__)

    @app.get("/api/v1/facts/<name>")
    def facts(name):
        if name == "outbox":
            return served.get("outbox", ({"code": "not_found"}, 404))
        after = int(request.args["after"])
        found = [each for each in served[name] if each["place"] > after]
        page = found[:2]
        return {"facts": page, "next": page[-1]["place"] if len(found) > 2 else None}

    return app


@pytest.fixture
def stores(app):
    urls = dict.fromkeys(Source, "http://store")
    made = HttpStores(urls, ServiceTokens("a key that is long enough", service="api-service"))
    for client in made._clients.values():
        answered_by(client, app)
    return made


def test_every_page_is_read(stores, served):
    served["ledger"] = [entry(place) for place in range(1, 6)]

    found = stores.ledger()

    assert [each.entry_id for each in found] == ["e1", "e2", "e3", "e4", "e5"]
    assert found[0].kind is Entered.CAPTURE
    assert found[0].amount == Money(100, "EUR")


def test_a_payment_that_was_called_off_before_it_came_has_no_amount(stores, served):
    served["ledger"] = [entry(1) | {"kind": "void", "amount": None, "reference": ""}]

    assert [(each.kind, each.amount) for each in stores.ledger()] == [(Entered.VOID, None)]


def test_an_order_that_moved_on_while_the_pages_were_read_counts_once_as_it_is_last(stores, served):
    served["orders"] = [order(1, "a", "placed"), order(2, "b", "placed"), order(3, "a", "paid")]

    assert {each.id: each.status for each in stores.orders()} == {"a": "paid", "b": "placed"}


def test_an_order_tells_what_its_invoice_shows_and_one_of_an_older_version_does_not(stores, served):
    pen = [1, "Pen", 2, 400, 100, 700, 2100, 121, [[7, 1, "Pens cheaper", 100]]]
    told = {"lines": [pen], "vat": [[2100, 579, 121, 700]], "paid_at": WHEN}
    served["orders"] = [order(1, "a", "paid") | told, order(2, "b", "paid")]

    first, second = stores.orders()
    assert (f"{first.dated_at:%H:%M}", second.dated_at) == ("14:20", None)
    assert [first.bill, second.bill] == [
        Bill(
            "EUR",
            (BillLine(1, "Pen", 2, 400, 100, 700, 2100, 121, (Offer(7, 1, "Pens cheaper", 100),)),),
            (BillVat(2100, 579, 121, 700),),
        ),
        None,
    ]


@pytest.mark.parametrize(
    ("told", "since"), [({}, "14:20"), ({"stepped_at": "2026-11-20T14:15:00+00:00"}, "14:15")]
)
def test_a_checkout_that_is_only_tried_again_stands_still(stores, served, told, since):
    served["checkouts"] = [{"place": 1, "id": "a", "state": "captured", "changed_at": WHEN} | told]

    assert [f"{each.stepped_at:%H:%M}" for each in stores.checkouts()] == [since]
    served["checkouts"][0]["reservation_id"] = "r"
    assert [each.reservation_id for each in stores.checkouts()] == ["r"]


def test_a_service_without_an_outbox_has_nothing_that_waits(stores):
    assert stores.outbox(Source.CHECKOUTS) is None


def test_an_outbox_says_how_much_waits(stores, served):
    served["outbox"] = {"facts": [], "waiting": 2, "parked": 1, "oldest_seconds": 7.5}

    found = stores.outbox(Source.ORDERS)

    assert (found.of, found.waiting, found.parked, found.oldest_seconds) == (
        "order-service", 2, 1, 7.5,
    )  # fmt: skip  # a row on a line, as in a table
    assert found.ahead_seconds == 0  # an older version does not tell
    served["outbox"]["ahead_seconds"] = 90.5
    assert stores.outbox(Source.ORDERS).ahead_seconds == 90.5


def test_an_answer_in_another_form_is_no_answer(stores, served):
    served["ledger"] = [{"place": 1, "kind": "capture"}]

    with pytest.raises(CouldNotAsk, match="the payment gateway answers what nobody understands"):
        stores.ledger()


NO_ZONE = WHEN.removesuffix("+00:00")


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("ledger", entry(1) | {"at": NO_ZONE}),
        ("orders", order(1, "a", "paid") | {"changed_at": NO_ZONE}),
        ("orders", order(1, "a", "paid") | {"history": [{"status": "paid", "at": NO_ZONE}]}),
        ("orders", order(1, "a", "paid") | {"paid_at": NO_ZONE}),
        ("checkouts", {"place": 1, "id": "a", "state": "captured", "changed_at": NO_ZONE}),
        ("checkouts", {"place": 1, "id": "a", "state": "done", "changed_at": WHEN, "stepped_at": NO_ZONE}),
    ],
)  # fmt: skip  # a row on a line, as in a table
def test_a_moment_that_does_not_say_its_zone_is_nothing_to_judge_by(stores, served, name, row):
    served[name] = [row]

    with pytest.raises(CouldNotAsk, match="does not say its zone"):
        getattr(stores, name)()


def test_a_number_without_end_is_no_answer_either(stores, served):
    served["outbox"] = {"facts": [], "waiting": float("inf"), "parked": 0, "oldest_seconds": None}

    with pytest.raises(CouldNotAsk, match="order-service answers what nobody understands"):
        stores.outbox(Source.ORDERS)


def test_names_are_words_whatever_they_are_written_as(stores, served):
    served["orders"] = [order(1, "a", "paid") | {"invoice_number": 7, "capture_id": 8}]
    served["checkouts"] = [
        {"place": 1, "id": "a", "state": "done", "changed_at": WHEN, "reservation_id": [9]}
    ]

    assert [(each.invoice_number, each.capture_id) for each in stores.orders()] == [("7", "8")]
    assert [each.reservation_id for each in stores.checkouts()] == ["[9]"]


def test_a_service_that_nobody_named_cannot_be_asked():
    stores = HttpStores({Source.LEDGER: ""}, ServiceTokens("a key", service="api-service"))

    with pytest.raises(CouldNotAsk, match="nobody said where the payment gateway answers"):
        stores.ledger()


def test_a_service_that_is_away_cannot_be_asked():
    stores = HttpStores(
        {Source.ORDERS: "http://127.0.0.1:1"}, ServiceTokens("a key", service="api-service")
    )

    with pytest.raises(CouldNotAsk, match="order-service does not answer"):
        stores.orders()


class Slow:
    """Stores that answer only once all of them are asked; then each question takes a moment."""

    def __init__(self):
        self.together = threading.Barrier(len(Source), timeout=5)

    def ledger(self):
        return self._told(Source.LEDGER)

    def orders(self):
        return self._told(Source.ORDERS)

    def checkouts(self):
        self.together.wait()
        raise CouldNotAsk("cart-service does not answer")

    def outbox(self, source):
        assert source is Source.ORDERS
        return "what waits there"

    def _told(self, source):
        self.together.wait()
        return [source]


def test_the_stores_are_asked_side_by_side_and_one_that_is_away_hides_no_other():
    found = gather(Slow(), datetime.now(UTC), "EUR", timedelta(seconds=60))

    assert (found.entries, found.orders) == ([Source.LEDGER], [Source.ORDERS])
    assert (list(found.checkouts), found.outboxes) == ([], ["what waits there"])
    assert found.missing == {Source.CHECKOUTS: "cart-service does not answer"}
    assert found.believed > found.asked_at + timedelta(seconds=60)
