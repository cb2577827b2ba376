"""The auditor on the tests' small shop, other stores that tell what a test says, and a way to break the books."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from api_service.audit.clients import CouldNotAsk
from api_service.audit.collaborators import Auditing
from api_service.audit.models.facts import Checkout, Entry, Order, Outbox, Source
from api_service.audit.models.results import Report, Result
from api_service.audit.use_cases import auditing
from api_service.audit.worker import Auditor
from api_service.config import Settings
from common.migrations.bootstrap import Server
from common.testing.fakes import FrozenClock


@dataclass
class ToldStores:
    """Stores that tell what they were given; those in `away` do not answer."""

    entries: list[Entry] = field(default_factory=list)
    found: list[Order] = field(default_factory=list)
    open: list[Checkout] = field(default_factory=list)
    outboxes: dict[Source, Outbox] = field(default_factory=dict)
    away: set[Source] = field(default_factory=set)

    def ledger(self) -> list[Entry]:
        return self._told(Source.LEDGER, self.entries)

    def orders(self) -> list[Order]:
        return self._told(Source.ORDERS, self.found)

    def checkouts(self) -> list[Checkout]:
        return self._told(Source.CHECKOUTS, self.open)

    def outbox(self, source: Source) -> Outbox | None:
        return self._told(source, self.outboxes.get(source))

    def _told(self, source, found):
        if source in self.away:
            raise CouldNotAsk(f"{source.value} does not answer")
        return found


@pytest.fixture
def stores() -> ToldStores:
    """The other stores, which know of no order yet."""
    return ToldStores()


@pytest.fixture
def surroundings(settings: Settings, stores: ToldStores) -> Iterator[Auditing]:
    """What the auditor is handed, on that shop."""
    made = Auditing.of(settings, stores=stores)
    yield made
    made.database.close()


@pytest.fixture
def thread(surroundings: Auditing, clock: FrozenClock) -> Auditor:
    """Who audits by that clock, not started: each round is a call."""
    return Auditor(replace(surroundings, clock=clock), seconds=30)


@pytest.fixture
def audit(surroundings: Auditing) -> Callable[..., Report]:
    """Audit now."""
    return lambda **named: auditing.run_now(surroundings, **named)


@pytest.fixture
def judged(audit: Callable[..., Report]) -> Callable[..., Result]:
    """Audit now, and give what was found about one invariant."""

    def judge(name: str, **named: bool) -> Result:
        return next(each for each in audit(**named).results if each.name == name)

    return judge


@pytest.fixture
def tamper(shop: Server) -> Iterator[Callable[..., None]]:
    """Change what nobody may: an administrator's hand in the database, with triggers and foreign keys asleep."""
    engine = create_engine(shop.admin, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("SET session_replication_role = replica"))
        yield lambda statement, **values: connection.execute(text(statement), values)
