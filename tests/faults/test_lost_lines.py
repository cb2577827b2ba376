"""Lines between the basket and the gateway or the orders are slow, cut and lost: a payment is made once, or not at all.

Another basket than the suite's own shops here, with its own store, and with proxies before its neighbours.
"""

import random
import subprocess
import sys
import threading
import time
import uuid
from contextlib import ExitStack, closing
from dataclasses import dataclass

import psutil
import pytest

from common.testing.fault_proxy import Fault, FaultProxy, Kind, nothing, seeded
from suite import own_databases, probe
from suite.driving import Stores, wait_for
from suite.shopping import Shopper, Shoppers, Told
from suite.testing import free_port
from suite.truth import cancel

STORES = Stores.POSTGRESQL
_SHARES = {Kind.LOSE: 0.06, Kind.CUT: 0.04, Kind.DROP: 0.05, Kind.DELAY: 0.1}


@dataclass(frozen=True)
class Behind:
    """A basket, and what stands between it and its neighbours."""

    port: int
    gateway: FaultProxy
    orders: FaultProxy

    def heal(self):
        for proxy in (self.gateway, self.orders):
            proxy.plan = nothing


@pytest.fixture(scope="module")
def _behind(_whole, tmp_path_factory):
    with ExitStack() as stack:
        gateway = stack.enter_context(FaultProxy(_whole.port("payment-gateway")))
        orders = stack.enter_context(FaultProxy(_whole.port("order-service")))
        behind = Behind(free_port(), gateway, orders)
        stack.enter_context(closing(_Basket(_whole, behind, tmp_path_factory.mktemp("basket"))))
        yield behind


@pytest.fixture
def behind(_behind):
    yield _behind
    _behind.heal()


class _Basket:
    """One more cart-service, as the suite runs its own but for where its neighbours are."""

    def __init__(self, shop, behind, folder):
        own = psutil.Process(shop.mercato.service("cart-service")["pid"]).environ()
        changed = {
            "PORT": str(behind.port),
            "GATEWAY_URL": behind.gateway.url,
            "ORDER_URL": behind.orders.url,
            **self._store(shop, folder),
            "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
        }
        command = [sys.executable, "-m", "gunicorn", "-c", "python:common.gunicorn_conf"]
        self._log = (folder / "log").open("ab")
        self._process = subprocess.Popen(
            [*command, "cart_service.app:create_app()"],
            env=own | changed,
            stdout=self._log,
            stderr=self._log,
        )
        try:
            wait_for(lambda: probe.is_ready(behind.port, "/readyz"), seconds=60)
        except TimeoutError:
            self.close()
            raise

    def _store(self, shop, folder):
        if shop.stores is Stores.SQLITE:
            return {"CART_DB_PATH": str(folder / "cart.db")}
        own = own_databases.make(shop.mercato.database(), "another_cart_service")
        return {"CART_DB_URL": str(own)}

    def close(self):
        self._process.terminate()
        self._process.wait(timeout=20)
        self._log.close()


@pytest.mark.parametrize("kind", [Kind.LOSE, Kind.DROP], ids=lambda kind: kind.value)
@pytest.mark.parametrize("neighbour", ["gateway", "orders"])
@pytest.mark.parametrize("exchange", [0, 1])
def test_a_line_that_breaks_once_goes_unnoticed(shop, behind, neighbour, exchange, kind):
    before = shop.truth()
    getattr(behind, neighbour).ahead(*[Fault()] * exchange, Fault(kind))

    with closing(Shopper(behind.port)) as shopper:
        shopper.fill([(shop.in_stock(20)[0], 1)])
        bought = shopper.pay(seconds=60)

    assert bought.told is Told.PAID
    assert any(fault.kind is kind for fault in getattr(behind, neighbour).struck[-8:])
    assert shop.settles(before, [bought]) == []


@pytest.mark.parametrize("neighbour", ["gateway", "orders"])
def test_a_payment_that_nobody_knows_of_is_being_checked_and_settles(shop, behind, neighbour):
    """The gateway holds money that the basket never hears of; the orders have one that it does not know of."""
    before, proxy = shop.truth(), getattr(behind, neighbour)
    with closing(Shopper(behind.port)) as shopper:
        shopper.fill([(shop.in_stock(20)[0], 1)])
        proxy.plan = lambda _: Fault(Kind.DELAY, seconds=20)
        first = shopper.post_checkout("", str(uuid.uuid4()))
        began = time.monotonic()
        assert first.status == 201, first
        assert not first.content["is_over"]
        seen = shopper.ask("GET", f"/api/v1/checkouts/{first.content['id']}")
        assert (seen.status, seen.content["is_over"]) == (200, False)
        behind.heal()
        bought = shopper.follow(first.content["id"], seconds=60)

    assert bought.told in (Told.PAID, Told.FAILED)
    assert time.monotonic() - began < 60
    assert shop.settles(before, [bought]) == []


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    "seconds",
    [
        pytest.param(8, id="some seconds"),
        pytest.param(180, id="three minutes", marks=pytest.mark.long),
    ],
)
def test_on_lines_that_break_again_and_again_everybody_is_told_the_truth(
    shop, behind, request, seconds
):
    seed = request.config.getoption("--seed") or random.randrange(10**6)
    print(f"\nthe lines' seed is {seed}")
    before = shop.truth()
    behind.gateway.plan = seeded(seed, _SHARES, seconds=4)
    behind.orders.plan = seeded(seed + 1, _SHARES, seconds=4)

    shoppers = Shoppers(
        behind.port,
        shop.in_stock(50)[:40],
        seed=seed,
        cancel=lambda order_id: cancel(shop.mercato, order_id),
        threads=6,
    )
    with shoppers:
        threading.Event().wait(seconds)
    behind.heal()

    assert shoppers.problems == []
    assert [each for each in shoppers.bought if each.told is Told.NOTHING] == []
    assert sum(each.told is Told.PAID for each in shoppers.bought) >= 3
    assert shop.settles(before, shoppers.bought) == []
