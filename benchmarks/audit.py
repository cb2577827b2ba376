"""How long an audit takes over a long history, and what sales that run meanwhile lose by it.

Every purchase is a sale that prices again. Audits are timed while they still price a step of them each, and once all
have their proof. Sales are timed in rounds that take turns: alone, and while one audit follows another. The aim is 5
seconds at 100,000 purchases, and sales that never wait for an audit.
"""

import argparse
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from statistics import median
from typing import Any

import psycopg2
from flask.testing import FlaskClient
from psycopg2.extras import execute_values
from rich.console import Console
from rich.table import Table

from _history import fill
from _program import api_key, settings
from analytics import books
from api_service.app import create_app
from api_service.audit.collaborators import Auditing
from api_service.audit.models.results import Report, Verdict
from api_service.audit.use_cases import auditing
from common.migrations.bootstrap import Server
from common.money import Money

AIM_SECONDS = 5.0
SALES = 200

#: So many rules are shown with their seconds.
SLOWEST = 6

# The history becomes sales at a till's side: a transaction each, one line a product, stock moved, VAT shared out as
# pricing does.
TRANSACTIONS = """
DO $$ BEGIN FOR number IN 0..{purchases} LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$
"""
TAKE = """
UPDATE books.purchase SET transaction_id = numbered.transaction_id, origin = numbered.origin
  FROM (
    SELECT
      id, ({first} + row_number() OVER (ORDER BY purchase.transaction_id))::text::xid8 AS transaction_id,
      CASE WHEN plain.purchase_id IS NULL THEN 'import' ELSE 'api' END AS origin
    FROM books.purchase
    LEFT JOIN (
      SELECT purchase_id FROM books.line GROUP BY purchase_id HAVING count(*) = count(DISTINCT product_id)
    ) AS plain ON plain.purchase_id = purchase.id
  ) AS numbered
  WHERE numbered.id = purchase.id;
UPDATE books.watermark SET folded_below = ({first} + {folded} + 1)::text::xid8;
INSERT INTO books.movement (branch_id, product_id, kind, quantity)
  SELECT branch_id, product_id, 'opening', quantity FROM books.level;
INSERT INTO books.movement (branch_id, product_id, kind, quantity, purchase_id)
  SELECT purchase.branch_id, line.product_id, 'sale', -line.quantity, purchase.id
  FROM books.purchase JOIN books.line ON line.purchase_id = purchase.id WHERE purchase.origin = 'api';
UPDATE books.level SET quantity = level.quantity - sold.quantity
  FROM (
    SELECT branch_id, product_id, -sum(quantity) AS quantity FROM books.movement WHERE kind = 'sale'
    GROUP BY branch_id, product_id
  ) AS sold
  WHERE sold.branch_id = level.branch_id AND sold.product_id = level.product_id;
"""


def main() -> int:
    """Measure, print, and give 1 where the aim was missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--purchases", type=int, default=100_000, help="how long the history is")
    arguments.add_argument("--rounds", type=int, default=5, help="how often each is measured")
    chosen = arguments.parse_args()
    console = Console()
    with books() as server:
        fill(server, chosen.purchases, console)
        make_sales(server)
        surroundings = Auditing.of(settings(server, log_level="ERROR"))
        proving = [run(surroundings) for _ in range(chosen.rounds)]
        everything = run(Auditing.of(settings(server), everything=True), everything=True)
        usual = [run(surroundings) for _ in range(chosen.rounds)]
        client = create_app(settings(server, log_level="ERROR")).test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {api_key(server)}"
        alone, beside = [], []
        for _ in range(chosen.rounds):
            alone += sales(client)
            with audits(surroundings):
                beside += sales(client)
    show(console, chosen.purchases, proving, usual, everything, alone, beside)
    slower = max(median(each.seconds for each in reports) for reports in (proving, usual))
    return 0 if slower < AIM_SECONDS else 1


def make_sales(server: Server) -> None:
    """Turn the history into sales that the books could have made."""
    with closing(psycopg2.connect(server.libpq())) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE transaction_id < folded_below), pg_current_xact_id()::text "
            "FROM books.purchase, books.watermark"
        )
        [(purchases, folded, first)] = cursor.fetchall()
        cursor.execute(TRANSACTIONS.format(purchases=purchases))
        cursor.execute(TAKE.format(first=first, folded=folded))
        cursor.execute(
            "SELECT purchase_id, array_agg(line_number ORDER BY product_id), "
            "array_agg(total_minor ORDER BY product_id) FROM books.line GROUP BY purchase_id"
        )
        shares: list[tuple[Any, int, int]] = []
        for purchase, numbers, totals in cursor.fetchall():
            vat = Money.total((Money(each, "EUR") for each in totals), "EUR").included_vat(2100)
            parts = vat.allocate(totals)
            shares += [
                (purchase, number, part.minor) for number, part in zip(numbers, parts, strict=True)
            ]
        execute_values(
            cursor,
            "UPDATE books.line SET vat_minor = share.minor FROM (VALUES %s) AS share (id, number, minor) "
            "WHERE purchase_id = share.id AND line_number = share.number",
            shares,
            template="(%s::uuid, %s, %s)",
            page_size=5000,
        )
        cursor.execute("VACUUM (ANALYZE)")


def run(surroundings: Auditing, *, everything: bool = False) -> Report:
    """One audit, which must find nothing but that there is nobody else to ask."""
    report = auditing.run_now(surroundings, everything=everything)
    if report.verdict is Verdict.VIOLATED:
        first = next(each for each in report.results if each.wrong)
        raise SystemExit(f"{first.name}: {first.first}")
    return report


@contextmanager
def audits(surroundings: Auditing) -> Iterator[None]:
    """One audit after another, in a thread of its own."""
    over = threading.Event()

    def go_on() -> None:
        while not over.is_set():
            auditing.run(surroundings)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def sales(client: FlaskClient) -> list[float]:
    """Milliseconds of sales, one after another."""
    times = []
    for number in range(SALES):
        sale = {"branch_id": "B1", "lines": [{"product_id": 1 + number, "quantity": 1}]}
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        started = time.perf_counter()
        if client.post("/api/v1/purchases", json=sale, headers=headers).status_code != 201:
            raise SystemExit("the sale was not booked")
        times.append((time.perf_counter() - started) * 1000)
    return times


def slowest(reports: Sequence[Report]) -> list[tuple[str, float]]:
    """The rules of the books that take longest, with the median of their seconds."""
    took: dict[str, list[float]] = {}
    for report in reports:
        for result in report.results:
            took.setdefault(result.name, []).append(result.seconds)
    found = sorted(((name, median(each)) for name, each in took.items()), key=lambda each: -each[1])
    return found[:SLOWEST]


def show(
    console: Console,
    purchases: int,
    proving: Sequence[Report],
    usual: Sequence[Report],
    everything: Report,
    alone: Sequence[float],
    beside: Sequence[float],
) -> None:
    """The figures as a table."""
    table = Table(box=None, pad_edge=False)
    table.add_column(f"{purchases:,} purchases")
    table.add_column("", justify="right")
    table.add_row(
        "an audit that still proves, median", f"{median(each.seconds for each in proving):.2f} s"
    )
    table.add_row("a usual audit, median", f"{median(each.seconds for each in usual):.2f} s")
    table.add_row("a usual audit, slowest", f"{max(each.seconds for each in usual):.2f} s")
    table.add_row("rows it looks at", f"{usual[-1].checked:,}")
    for name, seconds in slowest(usual):
        table.add_row(f"  {name}", f"{seconds:.2f} s")
    table.add_row("an audit of everything", f"{everything.seconds:.1f} s")
    table.add_row("a sale alone, median", f"{median(alone):.2f} ms")
    table.add_row("a sale beside audits, median", f"{median(beside):.2f} ms")
    table.add_row("ratio", f"{median(beside) / median(alone):.2f}")
    table.add_row("a sale beside audits, slowest", f"{max(beside):.0f} ms")
    console.print(table)


if __name__ == "__main__":
    raise SystemExit(main())
