"""How fast document 001's numbers are answered over a long history, beside plain SQL that scans it.

Both answer the same questions in rounds that take turns. Before each a sale is booked, so the rollups never have all of
it, and both answers must be the same to the last buyer. The aim is 25 ms at a million purchases.
"""

import argparse
import json
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import psycopg2
from flask.testing import FlaskClient
from rich.console import Console
from rich.table import Table

from _history import fill
from _program import api_key, settings
from api_service.app import create_app
from common.migrations import bootstrap, roles
from suite.testing import start_postgres, stop_postgres

AIM_MS = 25
LEAST = 30
PASSWORDS = {role.purpose: f"the {role.purpose}'s" for role in roles.ROLES}

PLAIN = {
    "unique_buyers": "SELECT count(DISTINCT customer_id) FROM books.purchase",
    "loyal_buyers": """
        SELECT customer_id, count(*), count(*) OVER () FROM books.purchase
        GROUP BY customer_id HAVING count(*) >= %(least)s
        ORDER BY count(*) DESC, customer_id LIMIT 1000
    """,
    "top_products": """
        SELECT product_id, product.name, units
        FROM (
          SELECT product_id, sum(quantity) AS units, dense_rank() OVER (ORDER BY sum(quantity) DESC) AS place
          FROM books.line GROUP BY product_id
        ) AS ranked JOIN catalog.published_product AS product ON product.id = product_id
        WHERE place <= 3 ORDER BY units DESC, product_id
    """,
}


def main() -> int:
    """Measure, print, and give 1 where the aim was missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--purchases", type=int, default=1_000_000, help="how long the history is, 2,000 or more"
    )
    arguments.add_argument("--rounds", type=int, default=15, help="how often each is measured")
    chosen = arguments.parse_args()
    console = Console()
    with books() as server:
        fill(server, chosen.purchases, console)
        books_settings = settings(server, cache_seconds=0, log_level="ERROR")
        client = create_app(books_settings).test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {api_key(server)}"
        with closing(psycopg2.connect(server.libpq("api"))) as plain:
            plain.set_session(readonly=True, autocommit=True)
            ours, scanned = rounds(client, plain, chosen.rounds)
        others = {name: measure(client, path, chosen.rounds) for name, path in questions().items()}
    show(console, chosen.purchases, ours, scanned, others)
    return 0 if median(ours) < AIM_MS else 1


@contextmanager
def books() -> Iterator[bootstrap.Server]:
    """A PostgreSQL of its own with the suite's settings, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="mercato-bench-"))
    cluster, started = start_postgres(folder)
    try:
        admin = f"postgresql://postgres:{cluster.password}@127.0.0.1:{cluster.port}/mercato"
        server = bootstrap.Server.of(admin, PASSWORDS)
        bootstrap.prepare(server)
        yield server
    finally:
        stop_postgres(started)
        shutil.rmtree(folder, ignore_errors=True)


def rounds(client: FlaskClient, plain: Any, number: int) -> tuple[list[float], list[float]]:
    """Milliseconds of our answers and of the plain ones to the same questions, each after a sale of a moment ago."""
    ours, scanned = [], []
    ask_plain(plain)
    ask(client)
    for _ in range(number):
        known = ask(client)[1]["unique_buyers"]
        sell(client)
        took, answer = ask(client)
        ours.append(took)
        took, expected = ask_plain(plain)
        scanned.append(took)
        answer.pop("generated_at")
        if answer["unique_buyers"] != known + 1:
            raise SystemExit("the sale of a moment ago is not in the answer")
        if answer != expected:
            raise SystemExit("the answer is not what a scan of all purchases gives")
    return ours, scanned


def sell(client: FlaskClient) -> None:
    """A guest buys something."""
    sale = {"branch_id": "B1", "lines": [{"product_id": 1, "quantity": 1}]}
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    if client.post("/api/v1/purchases", json=sale, headers=headers).status_code != 201:
        raise SystemExit("the sale was not booked")


def ask(client: FlaskClient) -> tuple[float, Any]:
    """Milliseconds, and document 001's numbers."""
    return timed(lambda: get(client, f"/dashboard/analytics?min_purchases={LEAST}"))


def ask_plain(connection: Any) -> tuple[float, Any]:
    """Milliseconds, and the same numbers by scanning."""

    def scan() -> Any:
        rows = {}
        with connection.cursor() as cursor:
            for name, statement in PLAIN.items():
                cursor.execute(statement, {"least": LEAST})
                rows[name] = cursor.fetchall()
        loyal = rows["loyal_buyers"]
        expected = {
            "unique_buyers": rows["unique_buyers"][0][0],
            "loyal_buyers": [{"user_id": str(row[0]), "purchases": row[1]} for row in loyal],
            "top_products": [
                {"product_id": row[0], "name": row[1], "units": int(row[2])}
                for row in rows["top_products"]
            ],
        }
        if loyal and loyal[0][2] > len(loyal):
            expected["loyal_buyers_total"] = loyal[0][2]
        return expected

    return timed(scan)


def questions() -> dict[str, str]:
    """What else an owner asks."""
    today = datetime.now(UTC).date()

    def since(days: int) -> str:
        return f"from={today - timedelta(days=days)}&to={today}"

    return {
        "sales of today by hour, against yesterday": "sales",
        "sales of 30 days": f"sales?{since(29)}",
        "sales of a year by month, against the year before": f"sales?{since(364)}&group=month&compare=year",
        "best products of 30 days": f"products?{since(29)}",
        "best products of a year": f"products?{since(364)}",
        "best products ever, one branch": "products?branch=B2",
        "loyal customers ever": f"customers?min_purchases={LEAST}",
        "loyal customers of 30 days": f"customers?{since(29)}",
        "loyal customers of a year": f"customers?{since(364)}",
        "has anything changed?": "marker",
    }


def measure(client: FlaskClient, path: str, number: int) -> list[float]:
    """Milliseconds of an answer, again and again."""
    times = []
    for _ in range(max(3, number // 3)):
        sell(client)
        times.append(timed(lambda: get(client, f"/api/v1/reports/{path}"))[0])
    return times


def get(client: FlaskClient, path: str) -> Any:
    """The answer, read."""
    response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path}: {response.status_code} {response.text}")
    return json.loads(response.data)


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds that it took, and what came of it."""
    started = time.perf_counter()
    result = act()
    return (time.perf_counter() - started) * 1000, result


def show(
    console: Console,
    purchases: int,
    ours: list[float],
    scanned: list[float],
    others: dict[str, list[float]],
) -> None:
    """The figures as tables, and whether the aim was reached."""
    table = Table(title=f"Document 001's numbers over {purchases:,} purchases, ms")
    for heading in ("", "median", "fastest", "slowest"):
        table.add_column(heading, justify="right" if heading else "left")
    rows = {"GET /dashboard/analytics": ours, "plain SQL": scanned}
    for name, times in rows.items():
        table.add_row(
            name, *(f"{figure:.1f}" for figure in (median(times), min(times), max(times)))
        )
    table.add_section()
    for name, times in others.items():
        table.add_row(
            name, *(f"{figure:.1f}" for figure in (median(times), min(times), max(times)))
        )
    console.print(table)
    reached = median(ours) < AIM_MS
    verdict = "[green]PASS[/]" if reached else "[red]FAIL[/]"
    console.print(
        f"{verdict}: {median(ours):.1f} ms, aim {AIM_MS} ms; exact in all {len(ours)} rounds; "
        f"{median(scanned) / median(ours):.0f} times as fast as the scan."
    )


if __name__ == "__main__":
    sys.exit(main())
