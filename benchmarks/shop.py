"""How long the shop takes for a page of a list and for a search with 20,000 products, beside 100 of them.

Both shops run under the same gunicorn settings on the same PostgreSQL, and are asked in rounds that take turns: every
list, order and filter at any of its pages; words, artists and beginnings of words, as they are typed. One visitor asks
at a time, so that nobody waits for anybody else, and has no basket, which is another service's. The aims are a p95 of
50 ms for lists and of 80 ms for searches.
"""

import argparse
import http.client
import itertools
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from rich.console import Console
from rich.table import Table

from _goods import Goods, fill, made_up
from _load import Round, drive
from _serving import gunicorn
from common.migrations import bootstrap
from store_service.models.shelf import PAGE, Sort
from suite.testing import start_postgres, stop_postgres

AIMS_MS = {"list": 50, "search": 80}
SMALL = 100
PASSWORDS = {"migrator": "migrates", "api": "keeps", "importer": "imports", "store": "shows"}
ADDRESSES = 2_000


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop that runs: its goods, its port, and what each round of each kind gave."""

    goods: list[Goods]
    port: int
    visits: dict[str, "Visit"]
    rounds: dict[str, list[Round]] = field(default_factory=lambda: {kind: [] for kind in AIMS_MS})


class Visit:
    """Opens one address after the other, the next round those that the last one did not come to."""

    def __init__(self, paths: list[str]) -> None:
        """At the first of them."""
        self._paths = itertools.cycle(paths)

    def __call__(self, _: int) -> bytes:
        """The request's bytes."""
        path = next(self._paths)
        return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n".encode()


def main() -> int:
    """Measure, print, and give 1 where an aim was missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--products", type=int, default=20_000, help="how many there are")
    arguments.add_argument("--rounds", type=int, default=5, help="how often each is measured")
    arguments.add_argument("--seconds", type=float, default=2, help="how long a round takes")
    chosen = arguments.parse_args()
    with postgres() as admin, ExitStack() as stack:
        shops = [stack.enter_context(shop(admin, n)) for n in (SMALL, chosen.products)]
        for each in shops:
            check(each)
            for visit in each.visits.values():  # connections, caches and templates warm up
                drive(each.port, visit, clients=1, seconds=1)
        for _ in range(chosen.rounds):
            for kind in AIMS_MS:
                for each in shops:
                    visit = each.visits[kind]
                    result = drive(each.port, visit, clients=1, seconds=chosen.seconds)
                    each.rounds[kind].append(result)
    return 0 if show(*shops) else 1


@contextmanager
def postgres() -> Iterator[str]:
    """A durable PostgreSQL; its administrator's URL, to which a database's name is added."""
    folder = Path(tempfile.mkdtemp(prefix="mercato-bench-"))
    cluster, started = start_postgres(folder)
    try:
        yield f"postgresql://postgres:{cluster.password}@127.0.0.1:{cluster.port}/"
    finally:
        stop_postgres(started)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def shop(admin: str, products: int) -> Iterator[Shop]:
    """A shop of so many products, on a database of its own."""
    server = bootstrap.Server.of(f"{admin}of_{products}", PASSWORDS)
    bootstrap.prepare(server)
    goods = made_up(products)
    fill(server, goods)
    application, home = "store_service.app:create_app()", Visit(["/"])
    with gunicorn(application, home, 200, DATABASE_URL=server.url("store")) as port:
        visits = {"list": Visit(lists(goods)), "search": Visit(searches(goods))}
        yield Shop(goods, port, visits)


def lists(goods: list[Goods]) -> list[str]:
    """Addresses of pages that there are, the last ones as often as the first."""
    chance = random.Random(1)
    holds: Counter[tuple[str, str, bool]] = Counter()
    for each in goods:
        kinds = itertools.product(
            {"", each.department}, {"", each.genre}, {False, each.is_in_stock}
        )
        holds.update(kinds)
    paths: list[str] = []
    while len(paths) < ADDRESSES:
        shelf = chance.choice(list(holds))
        department, genre, in_stock = shelf
        query: dict[str, str | int] = {
            "genre": genre,
            "stock": 1 if in_stock else "",
            "sort": chance.choice(list(Sort)).value,
            "page": chance.randint(1, -(-holds[shelf] // PAGE)),
        }
        path = f"/departments/{department}" if department else "/"
        paths.append(f"{path}?{urlencode({name: told for name, told in query.items() if told})}")
    return paths


def searches(goods: list[Goods]) -> list[str]:
    """Addresses of searches that find something: a word, its beginning, an artist, a word and a beginning."""
    chance = random.Random(2)
    paths: list[str] = []
    for number in range(ADDRESSES):
        sought = chance.choice(goods)
        first, second = sought.name.split()
        typed = (first, first[:3], sought.artist or second, f"{first} {second[:2]}")
        paths.append(f"/?{urlencode({'q': typed[number % len(typed)]})}")
    return paths


def check(shop: Shop) -> None:
    """Fast and wrong does not count: the first page shows all that fit, and a search what was looked for."""
    page, number = read(shop.port, "/"), len(shop.goods)
    if f"{number:,} things" not in page or page.count('<li class="good">') != PAGE:
        raise SystemExit(f"the first page does not show {number:,} products")
    sought = shop.goods[number // 2]
    if f'href="/goods/{sought.id}"' not in read(
        shop.port, f"/?{urlencode({'q': f'P-{sought.id}'})}"
    ):
        raise SystemExit(f"the search does not find {sought.name}")


def read(port: int, path: str) -> str:
    """A page."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Accept": "text/html"})
    page = connection.getresponse().read().decode()
    connection.close()
    return page


def show(small: Shop, large: Shop) -> bool:
    """The figures as a table; whether both aims were reached, with nothing but pages for answers."""
    statuses = {
        status
        for each in (small, large)
        for rounds in each.rounds.values()
        for measured in rounds
        for status in measured.statuses
    }
    if statuses != {200}:
        raise SystemExit(f"answers other than 200: {statuses}")
    console, table = Console(), Table(title="A page of the shop, ms")
    for heading in ("", "products", "median", "p95", "worst p95", "pages"):
        table.add_column(heading, justify="right" if heading else "left")
    verdicts, reached = [], True
    for kind, aim in AIMS_MS.items():
        for each in (small, large):
            table.add_row(kind, f"{len(each.goods):,}", *figures(each.rounds[kind]))
        ratio = median(
            many.p95_ms / few.p95_ms
            for few, many in zip(small.rounds[kind], large.rounds[kind], strict=True)
        )
        p95 = median(each.p95_ms for each in large.rounds[kind])
        reached = reached and p95 < aim
        verdicts.append(
            f"{kind}: p95 {p95:.1f} ms, {ratio:.1f} times that of {len(small.goods)} products; "
            f"{aim} ms {'[green]reached[/]' if p95 < aim else '[red]missed[/]'}"
        )
    console.print(table)
    for verdict in verdicts:
        console.print(verdict)
    return reached


def figures(rounds: list[Round]) -> tuple[str, ...]:
    """Medians over the rounds, the worst of them, and how many pages that were."""
    p95 = [each.p95_ms for each in rounds]
    middle = median(each.median_ms for each in rounds)
    pages = sum(len(each.times) for each in rounds)
    return f"{middle:.1f}", f"{median(p95):.1f}", f"{max(p95):.1f}", f"{pages:,}"


if __name__ == "__main__":
    sys.exit(main())
