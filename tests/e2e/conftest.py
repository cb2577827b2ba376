"""One real suite for all journeys, started as anybody starts it, and ways to make its day hard."""

import os
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil
import pytest
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.remote.webdriver import WebDriver

from common.testing.browser import chromium, forget_everybody, resize
from suite.driving import Mercato, fresh_suite
from suite.topology import MERCATO
from traffic_generator.pages.till import Till, TillChoice

# What the page's own address for it answers, with any other answer than the basket as words.
_PUT_IN = """
const [id, quantity, done] = arguments;
const token = document.querySelector("meta[name=csrf-token]").content;
const headers = { "X-CSRF-Token": token, "Content-Type": "application/json" };
const body = JSON.stringify({ product_id: id, quantity });
fetch("/add_to_cart", { method: "POST", headers, body }).then(
  async (answer) => done(answer.ok ? "" : `${answer.status} ${await answer.text()}`),
  (error) => done(String(error)),
);
"""


@dataclass(frozen=True, slots=True)
class Suite:
    """Where the services of the running suite answer, and the command that drives it."""

    mercato: Mercato
    cashier: str
    api: str
    dashboard: str
    store: str

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Run SQL as administrator."""
        return self.mercato.ask(statement)

    def sales_at(self, till_id: str) -> int:
        """How many sales the books hold of a till."""
        return int(
            self.ask(f"SELECT count(*) FROM books.purchase WHERE till_id = '{till_id}'")[0][0]
        )

    def processes(self, name: str) -> list[psutil.Process]:
        """The processes of a service, the master first."""
        master = psutil.Process(self.mercato.pid(name))
        return [master, *master.children(recursive=True)]

    @contextmanager
    def paused(self, name: str) -> Iterator[None]:
        """A service that hangs: it takes connections and answers nothing until the block ends."""
        stopped = self.processes(name)
        for process in stopped:
            os.kill(process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in stopped:
                os.kill(process.pid, signal.SIGCONT)

    @contextmanager
    def slow_sales(self, seconds: float) -> Iterator[None]:
        """Books that take so long over each sale, and then do book it."""
        self.ask(
            "CREATE FUNCTION public.take_time() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN PERFORM pg_sleep({seconds}); RETURN NULL; END $$; "
            "CREATE TRIGGER take_time AFTER INSERT ON books.tender "
            "FOR EACH STATEMENT EXECUTE FUNCTION public.take_time()"
        )
        try:
            yield
        finally:
            self.ask("DROP FUNCTION public.take_time() CASCADE")

    def is_booking(self) -> bool:
        """Whether such a sale is being booked at this moment."""
        return bool(self.ask("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'"))

    @contextmanager
    def failing_sales(self) -> Iterator[None]:
        """Books whose database fails in the middle of each sale, so that nobody knows what became of it."""
        self.ask(
            "CREATE FUNCTION public.break_down() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$; "
            "CREATE TRIGGER break_down AFTER INSERT ON books.tender "
            "FOR EACH STATEMENT EXECUTE FUNCTION public.break_down()"
        )
        try:
            yield
        finally:
            self.ask("DROP FUNCTION public.break_down() CASCADE")

    @contextmanager
    def price(self, product_id: int, minor: int) -> Iterator[None]:
        """Another price of a product while the block lasts."""
        (before,) = self.ask(
            "SELECT amount_minor FROM catalog.price JOIN catalog.product ON id = product_id "
            f"AND price.version = price_version WHERE id = {product_id}"
        )[0]
        self._set_price(product_id, minor)
        try:
            yield
        finally:
            self._set_price(product_id, before)

    @contextmanager
    def archived(self, product_id: int) -> Iterator[None]:
        """A product off sale while the block lasts."""
        self.ask(f"UPDATE catalog.product SET archived_at = now() WHERE id = {product_id}")
        try:
            yield
        finally:
            self.ask(f"UPDATE catalog.product SET archived_at = NULL WHERE id = {product_id}")

    def _set_price(self, product_id: int, minor: int) -> None:
        self.ask(
            "WITH dear AS (INSERT INTO catalog.price (product_id, version, amount_minor) "
            f"SELECT product_id, max(version) + 1, {minor} FROM catalog.price "
            f"WHERE product_id = {product_id} GROUP BY product_id RETURNING *) "
            "UPDATE catalog.product SET price_version = dear.version FROM dear WHERE id = dear.product_id"
        )


@pytest.fixture(scope="session")
def suite() -> Iterator[Suite]:
    """The whole suite, seeded."""
    with fresh_suite() as mercato:
        mercato.up()
        url = {service.network_name: service.url(mercato.offset) for service in MERCATO.services}
        yield Suite(mercato, url["cashier"], url["api"], url["dashboard"], url["store-service"])


_WINDOW = pytest.StashKey[WebDriver]()


@pytest.fixture(scope="session")
def window(request: pytest.FixtureRequest) -> Iterator[WebDriver]:
    """One browser for all tests of a process; each fixture that opens a page says how it finds it."""
    with chromium() as driver:
        request.config.stash[_WINDOW] = driver
        yield driver
        del request.config.stash[_WINDOW]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport]:
    """Say of a test that failed what its browser showed at that moment."""
    report = yield
    driver = item.config.stash.get(_WINDOW, None)
    if report.failed and driver is not None:
        report.sections.append(("what the browser showed", _shown(driver)))
    return report


def _shown(driver: WebDriver) -> str:
    try:
        words = driver.execute_script("return document.body.innerText")
        return f"{driver.current_url}\n{driver.title}\n{words}"
    except WebDriverException as error:
        return f"nothing more: {error.msg}"


@pytest.fixture(scope="session")
def goods(suite: Suite) -> dict[str, int]:
    """The ids of document 003's three, by their code."""
    return dict(
        suite.ask("SELECT code, id FROM catalog.product WHERE code IN ('PEN', 'TSHIRT', 'MUG')")
    )


@pytest.fixture
def put_in(window: WebDriver, goods: dict[str, int]) -> Callable[[str, int], None]:
    """Puts so many of a product into the basket whose page the browser shows."""

    def put(code: str, quantity: int) -> None:
        refused = window.execute_async_script(_PUT_IN, goods[code], quantity)
        assert not refused, refused

    return put


@pytest.fixture(scope="session")
def signed_in() -> dict[str, list[dict[str, Any]]]:
    """The cookies of whoever stands at a till, by the till."""
    return {}


@pytest.fixture
def open_till(
    window: WebDriver, suite: Suite, signed_in: dict[str, list[dict[str, Any]]]
) -> Callable[..., Till]:
    """Opens a till in a browser that has forgotten everything but who is there, for as long as that holds."""

    def opened(till_id: str = "SMKT001-1") -> Till:
        resize(window, 1280)
        window.get(f"{suite.cashier}/ping")
        window.execute_script("localStorage.clear(); sessionStorage.clear()")
        forget_everybody(window)
        for cookie in signed_in.get(till_id, ()):
            window.add_cookie(cookie)
        till = Till(window, suite.cashier)
        window.get(f"{suite.cashier}/till")
        if till_id in signed_in and till.is_at("/till"):
            return till.shown()
        till = TillChoice(window, suite.cashier).open().choose(till_id)
        signed_in[till_id] = window.get_cookies()
        return till

    return opened


@pytest.fixture
def till(open_till: Callable[..., Till]) -> Till:
    """Till 1 of the Market Hall with an empty basket."""
    return open_till()
