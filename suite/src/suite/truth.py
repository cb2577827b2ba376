"""What really happened in a suite's web orders, read from each service's own facts, against what shoppers were told."""

import http.client
import json
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

    @classmethod
    def of(cls, mercato: Mercato) -> "Truth":
        """As it is now; what is under way may be in one place and not yet in another."""
        orders = {each["id"]: each for each in facts(mercato, "order-service", "orders")}
        booked = mercato.ask("SELECT id::text FROM books.purchase WHERE origin = 'web'")
        return cls(
            orders=orders,
            ledger=list(facts(mercato, "payment-gateway", "ledger")),
            purchases=Counter(str(row[0]) for row in booked),
        )

    @property
    def paid(self) -> set[str]:
        """The ids of the orders that are paid."""
        return {number for number, order in self.orders.items() if order["status"] in PAID}

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
        told = {each.checkout_id: each for each in bought if each.told is Told.PAID}
        failed = {each.checkout_id: each for each in bought if each.told is Told.FAILED}
        return [
            *_differences("told of, but not paid", told.keys() - self.paid),
            *_differences("paid, and nobody was told", self.paid - told.keys()),
            *_differences("told to have failed, and paid", self.paid & failed.keys()),
            *self._wrong_money(told),
            *_differences("paid and not in the books", self.paid - self.purchases.keys()),
            *_differences("in the books and not paid", self.purchases.keys() - self.paid),
            *_differences("twice in the books", [i for i, n in self.purchases.items() if n > 1]),
            *_differences("money held for ever", self.held()),
        ]

    def _wrong_money(self, told: dict[str, Bought]) -> Iterator[str]:
        owed = {}
        for number in self.paid:
            order = self.orders[number]
            owed[order["payment_id"]] = order["total"]["minor"]
            if number in told and told[number].total_minor != order["total"]["minor"]:
                yield f"{number}: shown {told[number].total_minor}, owes {order['total']['minor']}"
        if len(owed) != len(self.paid):
            yield "two orders share a payment"
        taken = self.net_minor()
        for payment in owed.keys() | taken.keys():
            if owed.get(payment, 0) != taken.get(payment, 0):
                yield f"payment {payment}: owed {owed.get(payment, 0)}, taken {taken.get(payment, 0)}"
        captures = Counter(e["payment_id"] for e in self.ledger if e["kind"] == "capture")
        yield from _differences("captured twice", [i for i, n in captures.items() if n > 1])


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


def _differences(what: str, found: Iterable[str]) -> list[str]:
    return [f"{what}: {each}" for each in sorted(found)]
