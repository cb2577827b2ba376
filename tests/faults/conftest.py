"""Suites to be broken, on ports of their own.

A drill whose services have stores of their own says in `STORES` of which kind they are in the ordinary run; in the long
one it is done on both kinds.
"""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from suite.driving import Mercato, Stores, fresh_suite
from suite.selling import port_of
from suite.truth import Truth, inside

# below 17,336, so that PostgreSQL's port is none that the system gives to whoever connects to somebody
_OFFSET = 16_000
_WHOLE_OFFSET = 16_600

#: The auditor waits a minute before it judges a web order; here, where everybody stops in the end, not so long.
_REST_SECONDS = 5


@pytest.fixture(scope="module")
def mercato():
    """The books and their database, seeded, with nothing else running."""
    with fresh_suite(_OFFSET) as mercato:
        mercato.up("api-service")
        yield mercato


def pytest_generate_tests(metafunc):
    if "stores" in metafunc.fixturenames:
        usual = metafunc.module.STORES
        others = [pytest.param(each, marks=pytest.mark.long) for each in Stores if each != usual]
        metafunc.parametrize("stores", [usual, *others], ids=str, indirect=True, scope="session")


@pytest.fixture(scope="session")
def stores(request):
    """What the services of this drill keep their own in."""
    return request.param


@dataclass(frozen=True)
class Shop:
    """A whole suite, what its services keep their own in, and the file that names where its processes die."""

    mercato: Mercato
    stores: Stores
    plan: Path

    def port(self, service):
        return port_of(self.mercato.topology_url(service))

    def die_at(self, words):
        """Whoever next passes there ends as by kill -9, and takes the file away."""
        written = self.plan.with_suffix(".new")
        written.write_text(words)
        written.replace(self.plan)

    @property
    def has_died(self):
        return not self.plan.exists()

    def spare(self):
        self.plan.unlink(missing_ok=True)

    def in_stock(self, at_least):
        """Products of which the branch that fulfils has so many available."""
        rows = self.mercato.ask(
            "SELECT product_id FROM books.level "
            "WHERE branch_id = (SELECT min(id) FROM catalog.branch WHERE kind = 'shop') "
            f"AND quantity - reserved >= {at_least} ORDER BY product_id"
        )
        return [row[0] for row in rows]

    def truth(self, since=None):
        return Truth.of(self.mercato, since=since)

    def settles(self, since, bought, *, seconds=60):
        """Wait until everything is as these shoppers were told; in the end, what is not."""
        deadline = time.monotonic() + seconds
        while (
            wrongs := (truth := self.truth(since)).wrongs(bought)
        ) and time.monotonic() < deadline:
            time.sleep(0.2)
        if wrongs:
            waiting = inside(self.mercato, "order-service", "GET", "/api/v1/facts/outbox")
            print("\n".join([*truth.story(wrongs), f"the orders' outbox: {waiting}"]))
        return wrongs


@pytest.fixture(scope="session")
def _whole(stores):
    with tempfile.TemporaryDirectory(prefix="mercato-faults-") as folder:
        plan = Path(folder) / "plan"
        with fresh_suite(
            _WHOLE_OFFSET,
            stores=stores,
            MERCATO_FAULTS=f"@{plan}",
            AUDIT_REST_SECONDS=str(_REST_SECONDS),
        ) as mercato:
            mercato.up()
            assert mercato.home.stores.exists() is (stores is Stores.SQLITE)
            yield Shop(mercato, stores, plan)


@pytest.fixture
def shop(_whole):
    """Everything, seeded; what another test bought there is none of this one's business."""
    yield _whole
    _whole.spare()
