"""Web orders as every store tells of them: healthy ones, for tests to spoil."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from api_service.audit.models.bills import Bill, BillLine, Offer
from api_service.audit.models.facts import (
    BookedRefund,
    Checkout,
    Entered,
    Entry,
    Order,
    Outbox,
    WebPurchase,
)
from api_service.audit.models.flows import Facts
from api_service.audit.models.web_rules import STORE_RULES
from common.money import Money

#: Two pens, on which something was taken off, and a loaf, whose VAT is another.
BILL = Bill.of_lines(
    "EUR",
    [
        BillLine(1, "Pen", 2, 400, 100, 700, 2100, 121, (Offer(7, 1, "Pens cheaper", 100),)),
        BillLine(2, "Loaf", 1, 300, 0, 300, 900, 25),
    ],
)


class Web:
    """Builds the stores' rows, and judges them."""

    bill = BILL

    now = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)
    then = now - timedelta(minutes=10)
    just_now = now - timedelta(seconds=5)

    def euros(self, minor):
        return Money(minor, "EUR")

    def order(self, number, status="paid", *, minor=1000, at=None, **changes):
        at = at or self.then
        paid = status != "placed"
        made = Order(
            id=f"order-{number}",
            number=f"W{number}",
            status=status,
            total=self.euros(minor),
            payment_id=f"payment-{number}",
            capture_id=f"capture-{number}" if paid else None,
            invoice_number=f"2026-{number:06d}" if paid else None,
            paid_at=at if paid else None,
            changed_at=at,
            bill=self.bill,
            dated_at=at if paid else None,
        )
        return replace(made, **changes)

    def entry(self, number, kind, *, minor=1000, at=None, payment=None, name=None):
        at = at or self.then
        return Entry(
            name or f"{kind}-{number}",
            payment or f"payment-{number}",
            f"order-{number}",
            Entered(kind),
            self.euros(minor),
            at,
        )

    def healthy(self):
        """Order 1 is paid, 2 was cancelled and refunded, 3 was declined, 4 waits for its payment."""
        return Facts(
            asked_at=self.now,
            currency="EUR",
            orders=[self.order(1), self.order(2, "refunded"), self.order(4, "placed")],
            checkouts=[
                Checkout("order-1", "done", self.then),
                Checkout("order-2", "done", self.then),
                Checkout("order-3", "declined", self.then),
                Checkout("order-4", "authorised", self.just_now),
            ],
            entries=[
                self.entry(1, "authorise"),
                self.entry(1, "capture"),
                self.entry(2, "authorise"),
                self.entry(2, "capture"),
                self.entry(2, "refund"),
                self.entry(3, "decline"),
                self.entry(4, "authorise", at=self.just_now),
            ],
            purchases=[
                WebPurchase(
                    f"order-{number}", self.euros(1000), f"capture-{number}", self.then, self.bill
                )
                for number in (1, 2)
            ],
            refunds=[BookedRefund("refund-2", "order-2", self.euros(1000), "refund-2", self.then)],
            outboxes=[Outbox("order-service", 1, 0, 2.0)],
        )

    def judged(self, facts):
        flows = facts.flows()
        return {rule.name: rule.result(facts, flows) for rule in STORE_RULES}

    def violated(self, facts):
        return {name: found for name, found in self.judged(facts).items() if found.wrong}

    def without(self, rows, **values):
        return [
            row
            for row in rows
            if any(getattr(row, name) != value for name, value in values.items())
        ]


@pytest.fixture
def web():
    """Four orders: one paid, one refunded, one declined, one that waits."""
    return Web()
