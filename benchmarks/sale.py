"""How fast a sale of three lines is booked over HTTP, beside a bare Flask route that runs the same statement.

Both run under the same gunicorn settings on the same PostgreSQL, in rounds that take turns, so that what the machine
does meanwhile touches both. Says what share of the bare route's rate is reached; the aim is one half.
"""

import argparse
import json
import shutil
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psycopg2
from rich.console import Console
from rich.table import Table

from _load import Round, drive
from _program import api_key
from _serving import gunicorn
from api_service.importer.use_cases import seed
from common.migrations import bootstrap, roles
from suite.testing import start_postgres, stop_postgres

AIM = 0.5
BRANCH, TILLS, PRODUCTS = "SMKT001", ("SMKT001-1", "SMKT001-2"), [1, 2, 3]
PASSWORDS = {role.purpose: f"the {role.purpose}'s" for role in roles.ROLES}


def main() -> int:
    """Measure, print, and give 1 where the aim was missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=5, help="how often each is measured")
    arguments.add_argument("--seconds", type=float, default=4, help="how long a round takes")
    arguments.add_argument("--clients", type=int, default=8, help="connections that send at once")
    chosen = arguments.parse_args()
    with ExitStack() as stack:
        server = stack.enter_context(books())
        request = Sale(api_key(server))
        ours = stack.enter_context(
            gunicorn("api_service.app:create_app()", request, 201, DATABASE_URL=server.url("api"))
        )
        bare = stack.enter_context(gunicorn(bare_app(server), request, 201))
        rounds: dict[int, list[Round]] = {ours: [], bare: []}
        for port in (ours, bare):  # connections, caches and page files warm up
            drive(port, request, clients=chosen.clients, seconds=1)
        for _ in range(chosen.rounds):
            for port, measured in rounds.items():
                measured.append(
                    drive(port, request, clients=chosen.clients, seconds=chosen.seconds)
                )
        check(server, rounds[ours])
        ratio = median(
            mine.per_second / theirs.per_second
            for mine, theirs in zip(rounds[ours], rounds[bare], strict=True)
        )
        show(rounds[ours], rounds[bare], ratio)
    return 0 if ratio >= AIM else 1


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale of three lines, paid by card, under a key of its own, as a program with an API key sends it."""

    api_key: str

    def __call__(self, _: int) -> bytes:
        """The request's bytes."""
        key = str(uuid.uuid4())
        till = TILLS[int(key[0], 16) % len(TILLS)]
        lines = [{"product_id": product, "quantity": 1} for product in PRODUCTS]
        body = json.dumps({"branch_id": BRANCH, "till_id": till, "lines": lines}).encode()
        return (
            f"POST /api/v1/purchases HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Authorization: Bearer {self.api_key}\r\n"
            f"Idempotency-Key: {key}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode() + body


@contextmanager
def books() -> Iterator[bootstrap.Server]:
    """A durable PostgreSQL with the demo's chain in it."""
    folder = Path(tempfile.mkdtemp(prefix="mercato-bench-"))
    cluster, started = start_postgres(folder)
    try:
        admin = f"postgresql://postgres:{cluster.password}@127.0.0.1:{cluster.port}/mercato"
        server = bootstrap.Server.of(admin, PASSWORDS)
        bootstrap.prepare(server)
        seed(server.url("importer"))
        fill_the_shelves(server)
        yield server
    finally:
        stop_postgres(started)
        shutil.rmtree(folder, ignore_errors=True)


def fill_the_shelves(server: bootstrap.Server) -> None:
    """More of everything than will be sold: finding units that the books do not know costs extra rows."""
    connection = psycopg2.connect(server.libpq("migrator"))
    with connection, connection.cursor() as cursor:
        cursor.execute("UPDATE books.level SET quantity = quantity + 1000000000")
    connection.close()


def bare_app(server: bootstrap.Server) -> str:
    """The bare route's application, as gunicorn takes it."""
    database = server.libpq("api")
    return f"_bare_sale:create_app({database!r}, {BRANCH!r}, {PRODUCTS!r})"


def check(server: bootstrap.Server, rounds: list[Round]) -> None:
    """Fast and wrong does not count: all were booked, and every purchase balances."""
    statuses = {status for each in rounds for status in each.statuses}
    if statuses != {201}:
        raise SystemExit(f"answers other than 201: {statuses}")
    connection = psycopg2.connect(server.libpq("api"))
    with connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE total_minor <> (SELECT sum(total_minor) FROM books.line "
            "WHERE purchase_id = purchase.id)) FROM books.purchase WHERE origin = 'till'"
        )
        booked, unbalanced = cursor.fetchone() or (0, 0)
    connection.close()
    if unbalanced or booked < sum(len(each.times) for each in rounds):
        raise SystemExit(f"{booked} booked, {unbalanced} do not balance")


def show(ours: list[Round], bare: list[Round], ratio: float) -> None:
    """The figures as a table, and whether the aim was reached."""
    table = Table(title="A sale of three lines over HTTP")
    for heading in ("", "sales/s", "slowest", "fastest", "p99 ms"):
        table.add_column(heading, justify="right" if heading else "left")
    for name, rounds in (("api-service", ours), ("bare Flask route", bare)):
        rates = [each.per_second for each in rounds]
        table.add_row(
            name,
            f"{median(rates):.0f}",
            f"{min(rates):.0f}",
            f"{max(rates):.0f}",
            f"{median(each.p99_ms for each in rounds):.1f}",
        )
    console = Console()
    console.print(table)
    verdict = "[green]reached" if ratio >= AIM else "[red]missed"
    console.print(
        f"{ratio:.0%} of the bare route (median of {len(ours)} rounds); {AIM:.0%} {verdict}"
    )


if __name__ == "__main__":
    sys.exit(main())
