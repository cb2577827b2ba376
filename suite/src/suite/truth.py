"""What really happened in a suite's web orders, read from each service's own facts, against what shoppers were told."""

import http.client
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from suite.driving import Mercato
from suite.shopping import Bought, Told

#: An order that was paid, whatever was done with it since.
PAID = {"paid", "packed", "shipped", "delivered"}


@dataclass(frozen=True, slots=True)
class Truth:
    """All orders, payments and web purchases of a suite."""

    orders: dict[str, dict[str, Any]]
    """By their id."""
    ledger: list[dict[str, Any]]
    purchases: Counter[str]
    """How often each order is in the books."""
    refunds: Counter[str]
    """How often each order's money is said to have gone back, in the books."""

    @classmethod
    def of(cls, mercato: Mercato, *, since: "Truth | None" = None) -> "Truth":
        """As it is now, without what was there `since`; what is under way may be in one place and not in another."""
        orders = {each["id"]: each for each in facts(mercato, "order-service", "orders")}
        ledger = list(facts(mercato, "payment-gateway", "ledger"))
        booked = mercato.ask("SELECT id::text FROM books.purchase WHERE origin = 'web'")
        refunds = mercato.ask("SELECT purchase_id::text FROM books.refund")
        known = since or cls({}, [], Counter(), Counter())
        payments = {entry["payment_id"] for entry in known.ledger}
        return cls(
            {number: order for number, order in orders.items() if number not in known.orders},
            [entry for entry in ledger if entry["payment_id"] not in payments],
            Counter(row[0] for row in booked if row[0] not in known.orders),
            Counter(row[0] for row in refunds if row[0] not in known.orders),
        )

    def having(self, *statuses: str) -> set[str]:
        """The ids of the orders that stand at one of these."""
        return {number for number, order in self.orders.items() if order["status"] in statuses}

    def net_minor(self) -> dict[str, int]:
        """What the gateway took less what it gave back, by payment; only where anything is left."""
        sums: dict[str, int] = defaultdict(int)
        for entry in self.ledger:
            sign = {"capture": 1, "refund": -1}.get(entry["kind"], 0)
            sums[entry["payment_id"]] += sign * (entry["amount"] or {"minor": 0})["minor"]
        return {payment: minor for payment, minor in sums.items() if minor}

    def held(self) -> set[str]:
        """The payments that still hold money on a card: authorised, neither taken nor called off."""
        acts: dict[str, set[str]] = defaultdict(set)
        for entry in self.ledger:
            acts[entry["payment_id"]].add(entry["kind"])
        return {
            payment
            for payment, kinds in acts.items()
            if "authorise" in kinds and not kinds & {"capture", "void"}
        }

    def wrongs(self, bought: Iterable[Bought]) -> list[str]:
        """Everything that is not as shoppers were told, or is in one place and not in another; empty when all is."""
        by_told: dict[Told, dict[str, Bought]] = defaultdict(dict)
        for each in bought:
            by_told[each.told][each.checkout_id] = each
        told, back = by_told[Told.PAID], by_told[Told.CANCELLED].keys()
        paid, refunded = self.having(*PAID), self.having("refunded")
        booked = self.purchases.keys()
        return [
            *_listed("told of, but not paid", told.keys() - paid),
            *_listed("paid, and nobody was told", paid - told.keys()),
            *_listed("told to have failed, and paid", paid & by_told[Told.FAILED].keys()),
            *_listed("cancelled, and not refunded", back - refunded),
            *_listed("refunded, and nobody cancelled it", refunded - back),
            *_listed("paid, and not in the books", (paid | refunded) - booked),
            *_listed("in the books, and not paid", booked - (paid | refunded)),
            *_listed("refunds that the books lack", refunded - self.refunds.keys()),
            *_listed("refunds of nothing in the books", self.refunds.keys() - refunded),
            *_listed("twice in the books", _repeated(self.purchases)),
            *_listed("refunded twice in the books", _repeated(self.refunds)),
            *_listed("money held for ever", self.held()),
            *self._wrong_money(told, paid),
        ]

    def story(self, wrongs: Iterable[str]) -> Iterator[str]:
        """What is known of the orders and payments that are named there."""
        named = " ".join(wrongs)
        for number, order in self.orders.items():
            if number in named or order["payment_id"] in named:
                acts = [e["kind"] for e in self.ledger if e["payment_id"] == order["payment_id"]]
                steps = [
                    f"{step['at']} {step['status']} by {step['by']}" for step in order["history"]
                ]
                yield f"{number} is {order['status']}: {steps}; {order['payment_id']}: {acts}"

    def _wrong_money(self, told: dict[str, Bought], paid: set[str]) -> Iterator[str]:
        owed = {}
        for number in paid:
            total = self.orders[number]["total"]["minor"]
            owed[self.orders[number]["payment_id"]] = total
            if number in told and told[number].total_minor != total:
                yield f"{number}: {told[number].total_minor} was shown, {total} is owed"
        if len(owed) != len(paid):
            yield "two orders share a payment"
        taken = self.net_minor()
        for payment in sorted(owed.keys() | taken.keys()):
            if owed.get(payment, 0) != taken.get(payment, 0):
                yield f"{payment}: {owed.get(payment, 0)} owed, {taken.get(payment, 0)} taken"
        captures = Counter(e["payment_id"] for e in self.ledger if e["kind"] == "capture")
        yield from _listed("captured twice", _repeated(captures))


def facts(mercato: Mercato, service: str, name: str) -> Iterator[dict[str, Any]]:
    """All facts of this name, page by page.

    Raises:
        RuntimeError: the service did not hand them out.
    """
    after: int | None = 0
    while after is not None:
        page = inside(mercato, service, "GET", f"/api/v1/facts/{name}?after={after}&limit=1000")
        yield from page["facts"]
        after = page["next"]


def inside(mercato: Mercato, service: str, method: str, path: str, body: Any = None) -> Any:
    """A neighbour's own call to a service; the answer's content.

    Raises:
        RuntimeError: it was refused, or not answered.
    """
    from common.service_tokens import ServiceTokens

    key = mercato.home.secrets().service_key
    token = ServiceTokens(key, service="api-service").issue(service)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    port = int(mercato.topology_url(service).rsplit(":", 1)[1])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answered = connection.getresponse()
        content = answered.read()
    except (OSError, http.client.HTTPException) as error:
        raise RuntimeError(f"{service} {path}: {error}") from error
    finally:
        connection.close()
    if answered.status >= 400:
        raise RuntimeError(f"{service} {path}: {answered.status} {content.decode()}")
    return json.loads(content)


def cancel(mercato: Mercato, order_id: str, *, seconds: float = 90) -> None:
    """Cancel an order, and ask on until that is acknowledged.

    Raises:
        TimeoutError: it was not in this time.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            inside(mercato, "order-service", "POST", f"/api/v1/orders/{order_id}/cancel", {})
            return
        except RuntimeError as error:
            if time.monotonic() > deadline:
                raise TimeoutError(str(error)) from error
            time.sleep(0.1)


def _listed(what: str, found: Iterable[str]) -> list[str]:
    return [f"{what}: {each}" for each in sorted(found)]


def _repeated(counted: Counter[str]) -> list[str]:
    return [name for name, times in counted.items() if times > 1]
