"""How many whole web orders a second: basket, checkout, reservation, payment, order and booking, in real processes.

An order is what a shopper without an account does: three products put into a new basket one after the other, the basket
looked at, and the checkout paid with e-mail, address and card. It counts once the shopper is told that it is paid. What
comes after it, the purchase in the books and the audit of the whole, is waited for at the end and must be right, or the
figure does not count.

The rounds take turns with a bare Flask route that books sales of three lines in the same PostgreSQL and nothing else:
the ratio says how many bare sales one whole order costs. The aim is ten times the best peer that was measured on a
machine of two cores (django-oscar, 12.1 orders a second at 8 clients, no payment taken).
"""

import argparse
import http.client
import json
import random
import sys
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table

from _load import Round, drive
from _serving import gunicorn
from sale import BRANCH, PRODUCTS, Sale
from suite.database_url import DatabaseUrl
from suite.driving import Mercato, fresh_suite, wait_for

PEER, AIM = 12.1, 10
CARD = {"number": "4242424242424242", "expiry": "12/39", "code": "123"}
CUSTOMER = {"name": "Bench", "email": "bench@example.com"}
ADDRESS = {"street": "Long Street 1", "postcode": "1000", "city": "Bench", "country": "BE"}
SETTLED_SECONDS = 90

MUCH = """
SET session_replication_role = replica;
UPDATE books.movement SET quantity = quantity + 10000000 WHERE kind = 'opening';
UPDATE books.level SET quantity = quantity + 10000000 WHERE (branch_id, product_id) IN (
  SELECT branch_id, product_id FROM books.movement WHERE kind = 'opening');
"""


def main() -> int:
    """Measure, print, and give 1 where the aim was missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5, help="how often each is measured")
    arguments.add_argument("--seconds", type=float, default=6, help="how long a round takes")
    arguments.add_argument("--clients", type=int, default=8, help="shoppers at once")
    chosen = arguments.parse_args()
    with fresh_suite() as mercato:
        mercato.up()
        mercato.ask(MUCH)
        shoppers = Shoppers(mercato)
        shoppers.order(
            clients=chosen.clients, seconds=2
        )  # connections, caches and templates warm up
        bare, sale = bare_app(mercato), Sale("")
        orders, sales = [], []
        for _ in range(chosen.rounds):
            orders.append(shoppers.order(clients=chosen.clients, seconds=chosen.seconds))
            with gunicorn(bare, sale, 201) as port:
                sales.append(drive(port, sale, clients=chosen.clients, seconds=chosen.seconds / 2))
        shoppers.check()
        return 0 if show(orders, sales) else 1


@dataclass
class Shoppers:
    """Shoppers in threads, and what they were told."""

    mercato: Mercato
    products: list[int] = field(default_factory=list)
    paid: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Learn what is sold on the web."""
        rows = self.mercato.ask(
            "SELECT product_id FROM books.level WHERE quantity > 1000000 AND branch_id = "
            "(SELECT min(id) FROM catalog.published_branch WHERE kind = 'shop') ORDER BY product_id"
        )
        self.products = [row[0] for row in rows]

    def order(self, *, clients: int, seconds: float) -> Round:
        """Order for so long, each shopper as fast as they are answered."""
        result, lock = Round(), threading.Lock()
        until = time.perf_counter() + seconds

        def shopper(number: int) -> None:
            chance = random.Random(number)
            browser = Browser(self.mercato.topology_url("cart-service"))
            while (began := time.perf_counter()) < until:
                status, told = browser.buy(chance.sample(self.products, 3))
                with lock:
                    result.times.append(time.perf_counter() - began)
                    result.statuses[status] = result.statuses.get(status, 0) + 1
                    self.paid.append(str(told.get("id")))

        threads = [threading.Thread(target=shopper, args=(each,)) for each in range(clients)]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        result.seconds = time.perf_counter() - began
        if set(result.statuses) != {201}:
            raise SystemExit(f"answers other than 201: {result.statuses}")
        return result

    def check(self) -> None:
        """Fast and wrong does not count: each order is in the books once, and the audit is clean."""
        often = Counter(self.paid)
        if len(often) != len(self.paid):
            raise SystemExit("one order was told to two shoppers")
        wait_for(lambda: self._booked() >= len(often), seconds=SETTLED_SECONDS)
        if self._booked() != len(often):
            raise SystemExit(f"{len(often)} orders were paid, {self._booked()} are in the books")
        wait_for(
            lambda: self.mercato("audit", check=False).returncode == 0, seconds=SETTLED_SECONDS
        )

    def _booked(self) -> int:
        rows = self.mercato.ask("SELECT count(*) FROM books.purchase WHERE origin = 'web'")
        return int(rows[0][0])


class Browser:
    """One shopper's connection."""

    def __init__(self, url: str) -> None:
        """Connect at the first request."""
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)

    def buy(self, products: list[int]) -> tuple[int, dict[str, Any]]:
        """Three products into a new basket, look, pay; the status of the payment, and the checkout."""
        basket = {"Basket-Id": self._ask("POST", "/api/v1/baskets", {})[1]["id"]}
        for product in products:
            self._ask("POST", "/add_to_cart", {"product_id": product, "quantity": 1}, basket)
        self._ask("GET", f"/api/v1/baskets/{basket['Basket-Id']}", None, basket)
        key = {"Idempotency-Key": str(uuid.uuid4())}
        body = {"customer": CUSTOMER, "address": ADDRESS, "card": CARD}
        return self._ask("POST", "/api/v1/checkouts", body, basket | key)

    def _ask(
        self, method: str, path: str, body: Any, headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, Any]]:
        sent = None if body is None else json.dumps(body)
        told = {"Content-Type": "application/json", "Accept": "application/json"}
        self._connection.request(method, path, sent, told | (headers or {}))
        response = self._connection.getresponse()
        return response.status, json.loads(response.read() or b"{}")


def bare_app(mercato: Mercato) -> str:
    """The bare route on the suite's own database, as gunicorn takes it."""
    database = DatabaseUrl.parse(mercato.status()["database_url"]).libpq
    return f"_bare_sale:create_app({database!r}, {BRANCH!r}, {PRODUCTS!r})"


def show(orders: list[Round], sales: list[Round]) -> bool:
    """The figures as a table; whether the aim was reached."""
    table = Table(title="Whole web orders over HTTP")
    for heading in ("", "per second", "slowest", "fastest", "median ms", "p99 ms"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, rounds in (("web orders", orders), ("bare sales", sales)):
        rates = [each.per_second for each in rounds]
        table.add_row(
            name,
            f"{median(rates):.1f}",
            f"{min(rates):.1f}",
            f"{max(rates):.1f}",
            f"{median(each.median_ms for each in rounds):.0f}",
            f"{median(each.p99_ms for each in rounds):.0f}",
        )
    ratio = median(
        sold.per_second / ordered.per_second for ordered, sold in zip(orders, sales, strict=True)
    )
    times = median(each.per_second for each in orders) / PEER
    console = Console()
    console.print(table)
    console.print(f"One whole order costs as much as {ratio:.0f} bare sales.")
    console.print(
        f"{times:.1f} times the best peer; {AIM} times "
        f"{'[green]reached[/]' if times >= AIM else '[red]missed[/]'}"
    )
    return times >= AIM


if __name__ == "__main__":
    sys.exit(main())
