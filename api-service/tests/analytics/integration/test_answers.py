"""Rollups and tail together say what a plain recount says, at every moment and while everybody writes."""

import random
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from api_service.analytics.models import Group, Period
from api_service.analytics.repository import answers, rollups
from api_service.analytics.repository.answers import Span, View
from api_service.analytics.use_cases import folding
from common.clock import day_begins, day_ends

BRANCHES = {
    "SMKT001": "Europe/Amsterdam",
    "SMKT002": "Europe/Amsterdam",
    "TOKYO": "Asia/Tokyo",
    "NEWYORK": "America/New_York",
    "WEB": "Europe/Amsterdam",
    "ELSEWHERE": "Europe/Amsterdam",
}
pytestmark = pytest.mark.usefixtures("chain")

FIRST, LAST = date(2026, 8, 20), date(2026, 11, 20)
SOME_DAYS = Period(date(2026, 10, 24), date(2026, 11, 2))


@pytest.fixture
def chain(arrange):
    """Branches in three time zones."""
    arrange.execute(
        text(
            "INSERT INTO catalog.branch VALUES ('TOKYO', 'Tokyo', 'shop', '', 'Asia/Tokyo'), "
            "('NEWYORK', 'New York', 'shop', '', 'America/New_York')"
        )
    )


def any_purchase(dice):
    """Something that somebody bought somewhere in these months."""
    seconds = int(
        (datetime(2026, 11, 20, tzinfo=UTC) - datetime(2026, 8, 20, tzinfo=UTC)).total_seconds()
    )
    products = dice.sample([1, 2, 3], dice.randint(1, 3))
    return {
        "sold_at": datetime(2026, 8, 20, tzinfo=UTC) + timedelta(seconds=dice.randint(0, seconds)),
        "lines": {product: dice.randint(1, 3) for product in products},
        "branch": dice.choice(list(BRANCHES)),
        "buyer": int(40 * dice.random() ** 2) + 1,
        "tender": dice.choice(["cash", "card"]),
    }


def check(connection, truth, scope):
    """Every question in one scope, against the truth of the same snapshot."""
    view = View(connection, rollups.watermark(connection), scope, "EUR")
    truth = truth.of(scope)
    check_buyers(view, truth)
    check_products(view, truth)
    check_sales(view, truth)


def check_buyers(view, truth):
    expected = truth.buyers()
    loyal = sorted(
        ((customer, count) for customer, count in expected.items() if count >= 3),
        key=lambda each: (-each[1], each[0]),
    )

    found = answers.buyers_ever(view, least=3, most=5)

    assert (found.buyers, found.loyal) == (len(expected), len(loyal))
    assert [(each.customer_id, each.purchases) for each in found.listed] == loyal[:5]
    if view.scope == "*":
        newest = [
            (each.customer_id, each.purchases, each.total.minor, each.last_purchase_at)
            for each in pages_of_newest(view)
        ]
        assert newest == truth.newest()


def pages_of_newest(view):
    """All buyers, seven at a time."""
    after = None
    for _ in range(200):
        page = answers.newest_buyers(view, after=after, most=7)
        yield from page
        if not page:
            return
        after = (page[-1].last_purchase_at, page[-1].customer_id)
    raise AssertionError("the pages do not end")


def check_products(view, truth):
    ever = answers.best_products_ever(view, places=2)
    some = answers.best_products(view, Period(FIRST, LAST), places=2)

    assert {each.product_id: each.units for each in ever} == best(truth.units(), 2)
    assert {each.product_id: each.units for each in some} == best(
        truth.during(FIRST, LAST).units(), 2
    )


def best(units, places):
    """The products with the highest counts."""
    highest = sorted(set(units.values()), reverse=True)[:places]
    return {product: count for product, count in units.items() if count in highest}


def check_sales(view, truth):
    truth = truth.during(SOME_DAYS.first, SOME_DAYS.last)
    by_branch = truth.by(lambda each: each.branch_id)

    for group in (Group.HOUR, Group.DAY):
        sold = answers.sold(view, SOME_DAYS, group)
        assert {branch: plain(figures) for branch, figures in sold.by_branch.items()} == by_branch
        assert plain(sold.whole("EUR")) == added(by_branch.values())
        assert added(plain(figures) for _, figures in sold.by_slot) == added(by_branch.values())

    paid = {
        each.kind: (each.purchases, each.total.minor) for each in answers.tenders(view, SOME_DAYS)
    }
    by_tender = truth.by(lambda each: each.tender)
    assert paid == {kind: (count, total) for kind, (count, _, total) in by_tender.items()}


def plain(figures):
    return figures.purchases, figures.units, figures.total.minor


def added(sums):
    return tuple(map(sum, zip(*sums, strict=True))) or (0, 0, 0)


def test_answers_are_exact_after_every_sale_and_every_fold(arrange, book, books, fold, recount):
    dice = random.Random(20261120)

    for _ in range(40):
        for _ in range(dice.randint(0, 4)):
            book(arrange, **any_purchase(dice))
        if dice.random() < 0.5:
            fold(most=dice.choice([1, 3, 100]))
        with books.database.transaction(isolation="REPEATABLE READ") as connection:
            truth = recount(connection)
            for scope in ("*", *BRANCHES):
                check(connection, truth, scope)


def test_sales_until_a_moment_are_exact_for_every_branch(arrange, book, books, fold, recount):
    dice = random.Random(1)
    for number in range(300):
        book(arrange, **any_purchase(dice))
        if number == 250:
            fold()

    with books.database.transaction(isolation="REPEATABLE READ") as connection:
        view = View(connection, rollups.watermark(connection), "*", "EUR")
        truth = recount(connection).of("*")
        for _ in range(20):
            days = dice.randint(0, 75)
            period = Period(FIRST + timedelta(days=3), FIRST + timedelta(days=3 + days))
            spans = [
                Span(
                    branch,
                    day_begins(period.first, zone).astimezone(UTC),
                    min(
                        datetime(2026, 8, 22, tzinfo=UTC)
                        + timedelta(seconds=dice.randint(0, 86_400 * 80)),
                        day_ends(period.last, zone).astimezone(UTC),
                    ),
                )
                for branch, zone in BRANCHES.items()
                if branch != "ELSEWHERE"
            ]
            until = {span.branch_id: span.before for span in spans}
            within = truth.during(period.first, period.last)
            within.purchases[:] = [
                each for each in within.purchases if each.sold_at < until[each.branch_id]
            ]

            sold = answers.sold_until(view, period, spans)
            assert {branch: plain(figures) for branch, figures in sold.items()} == within.by(
                lambda each: each.branch_id
            )
            assert answers.units_until(view, period, spans, [1, 2, 3]) == dict(within.units())
            assert answers.buyers_between(view, spans) == len(within.buyers())
            loyal = answers.loyal_between(view, spans, least=2, most=100)
            assert {each.customer_id: each.purchases for each in loyal.listed} == {
                customer: count for customer, count in within.buyers().items() if count >= 2
            }
            assert (loyal.buyers, loyal.loyal) == (len(within.buyers()), len(loyal.listed))


class Crowd:
    """Threads that do something again and again until they are stopped, and tell what went wrong."""

    def __init__(self):
        self._stopped = threading.Event()
        self._threads = []
        self.failures = []

    def add(self, act):
        """Have one more thread do this."""

        def again():
            try:
                while not self._stopped.is_set():
                    act()
            except Exception as failure:  # noqa: BLE001  # handed to the test
                self.failures.append(failure)

        self._threads.append(threading.Thread(target=again))
        self._threads[-1].start()

    def stop(self):
        """End all of them."""
        self._stopped.set()
        for thread in self._threads:
            thread.join()


@pytest.fixture
def crowd():
    gathered = Crowd()
    yield gathered
    gathered.stop()


def test_answers_are_exact_while_tills_sell_and_workers_fold(
    shop, settings, book, books, recount, crowd
):
    engine = create_engine(shop.url("api"), poolclass=NullPool)

    def till(seed):
        dice = random.Random(seed)

        def sell():
            """A transaction of some sales, which may take its time, and may be taken back."""
            with engine.connect() as connection, connection.begin() as transaction:
                for _ in range(dice.randint(1, 3)):
                    # each till has its own customers, so that none waits for another
                    purchase = any_purchase(dice)
                    book(connection, **purchase | {"buyer": purchase["buyer"] * 10 + seed})
                    connection.execute(text("SELECT pg_sleep(:time)"), {"time": dice.random() / 50})
                if dice.random() < 0.2:
                    transaction.rollback()

        return sell

    def fold_by_itself():
        database = folding.folding_database(settings.database_url)
        try:
            folding.fold(database, most=5)
        finally:
            database.close()

    for seed in range(4):
        crowd.add(till(seed))
    for _ in range(2):
        crowd.add(fold_by_itself)

    watermarks, counts = set(), set()
    for _ in range(40):
        with books.database.transaction(isolation="REPEATABLE READ") as connection:
            truth = recount(connection)
            check(connection, truth, "*")
            check(connection, truth, "SMKT001")
            watermarks.add(rollups.watermark(connection))
            counts.add(len(truth.purchases))

    assert crowd.failures == []
    assert len(watermarks) > 5, "nothing was folded meanwhile"
    assert len(counts) > 20, "nothing was sold meanwhile"
