"""What use cases are handed: everything that a test may want to replace."""

from dataclasses import dataclass

from common.clock import Clock, SystemClock
from common.service_client import ServiceClient
from common.service_tokens import ServiceTokens
from common.sessions.door import Door
from common.sessions.people import People
from dashboard_service.clients.account import Accounts, HttpAccounts
from dashboard_service.clients.audit import Auditor, HttpAuditor
from dashboard_service.clients.books import Books, HttpBooks
from dashboard_service.clients.founding import Founding, HttpFounding
from dashboard_service.clients.kept import Kept
from dashboard_service.clients.keys import HttpKeys, Keys
from dashboard_service.clients.last_audit import LastAudit
from dashboard_service.clients.staff import HttpStaff, Staff
from dashboard_service.config import Settings


@dataclass(frozen=True, slots=True)
class Collaborators:
    """The dashboard's surroundings, one set per application."""

    books: Books
    staff: Staff
    accounts: Accounts
    keys: Keys
    founding: Founding
    auditor: Auditor
    last_audit: LastAudit
    door: Door
    clock: Clock
    min_purchases: int
    till_url: str
    own_url: str
    """Where browsers reach the dashboard; empty where nobody said."""
    words: Kept
    """Small answers that all pages share: the marker, the branches, the definitions."""
    views: Kept
    """What pages show, for each choice of filters. Only two are worked out at a time, so that the books' threads stay
    free for those who sell."""

    @classmethod
    def of(
        cls,
        settings: Settings,
        *,
        books: Books | None = None,
        people: People | None = None,
        staff: Staff | None = None,
        accounts: Accounts | None = None,
        keys: Keys | None = None,
        founding: Founding | None = None,
        auditor: Auditor | None = None,
        clock: Clock | None = None,
    ) -> "Collaborators":
        """The real ones, but for what is handed in; nothing is opened yet."""
        tokens = ServiceTokens(settings.service_key.get_secret_value(), service=settings.service)

        def client(seconds: float) -> ServiceClient:
            return ServiceClient(
                "api-service",
                settings.api_url,
                audience="api-service",
                tokens=tokens,
                timeout_seconds=seconds,
            )

        usual = client(3.0)
        auditor = auditor or HttpAuditor(usual, client(1.0))
        people = people or People(usual, service=settings.service, application="dashboard")
        return cls(
            books=books or HttpBooks(settings.api_url, tokens),
            staff=staff or HttpStaff(usual),
            accounts=accounts or HttpAccounts(usual),
            keys=keys or HttpKeys(usual),
            founding=founding or HttpFounding(client(1.0), client(20.0)),
            auditor=auditor,
            last_audit=LastAudit(auditor.glance),
            door=Door(settings, people, application="dashboard"),
            clock=clock or SystemClock(),
            min_purchases=settings.min_purchases,
            till_url=settings.cashier_public_url.rstrip("/"),
            own_url=(settings.dashboard_public_url or settings.public_url).rstrip("/"),
            words=Kept(most=3, at_once=3),
            views=Kept(most=64, at_once=2),
        )
