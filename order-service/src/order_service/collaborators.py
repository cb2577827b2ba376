"""What use cases are handed: everything that a test may want to replace."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from common.clock import Clock, SystemClock
from common.errors import NeighbourUnavailable
from common.service_client import Refusal, ServiceClient
from common.service_tokens import ServiceTokens
from common.sessions.cookies import LastingCookie
from common.sessions.door import Door
from common.sessions.people import People
from common.sessions.programs import Programs
from common.stores import Store, open_store
from order_service.clients.books import Books, HttpBooks
from order_service.clients.gateway import Gateway, HttpGateway
from order_service.config import Settings
from order_service.models.links import Links
from order_service.models.order import Order
from order_service.models.parts import By
from order_service.repository.tables import STEPS

#: Where the pages of those who pack and send are.
OFFICE = "/admin"

#: How long a browser remembers which orders it opened.
_OPENED_SECONDS = 400 * 24 * 3600

#: The gateway may ask a bank, which takes its time.
_GATEWAY_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Collaborators:
    """The orders' surroundings, one set per application."""

    settings: Settings
    clock: Clock
    door: Door
    office_door: Door
    """Of those who pack and send."""
    tokens: ServiceTokens
    programs: Programs
    """Those that have an API key."""
    store: Store
    books: Books
    gateway: Gateway
    links: Links
    opened_cookie: LastingCookie

    @classmethod
    def of(
        cls,
        settings: Settings,
        *,
        people: People | None = None,
        programs: Programs | None = None,
        store: Store | None = None,
        books: Books | None = None,
        gateway: Gateway | None = None,
        clock: Clock | None = None,
    ) -> "Collaborators":
        """The real ones, but for what is handed in; nothing is opened yet."""
        secret = settings.secret_key.get_secret_value()
        tokens = ServiceTokens(settings.service_key.get_secret_value(), service=settings.service)

        def asked(
            name: str, url: str, audience: str, *, for_people: bool = False, seconds: float = 3.0
        ) -> ServiceClient:
            return ServiceClient(
                name,
                url,
                audience=audience,
                tokens=tokens,
                for_people=for_people,
                timeout_seconds=seconds,
            )

        of_people = asked("The books", settings.api_url, "api-service", for_people=True)
        domain = settings.shop_cookie_domain
        of_shoppers = people or People(of_people, service=settings.service, application="shop")
        of_staff = people or People(of_people, service=settings.service, application="admin")
        return cls(
            settings=settings,
            clock=clock or SystemClock(),
            door=Door(settings, of_shoppers, application="shop", cookie_domain=domain),
            office_door=Door(settings, of_staff, application="admin", path=OFFICE),
            tokens=tokens,
            programs=programs or Programs(asked("The books", settings.api_url, "api-service")),
            store=store
            or open_store(
                settings.order_db_url,
                application=settings.service,
                package=__package__,
                steps=STEPS,
            ),
            books=books or HttpBooks(asked("The books", settings.api_url, "api-service")),
            gateway=gateway
            or HttpGateway(
                asked(
                    "The payment gateway",
                    settings.gateway_url,
                    "payment-gateway",
                    seconds=_GATEWAY_SECONDS,
                )
            ),
            links=Links(secret),
            opened_cookie=LastingCookie.of(
                settings, "orders", seconds=_OPENED_SECONDS, domain=domain
            ),
        )

    @property
    def itself(self) -> By:
        """Order-service, where nobody else took a step."""
        return By(self.settings.service, "service")

    def now(self) -> datetime:
        """This moment, as exactly as the store keeps it."""
        now = self.clock.now()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def time_zone(self) -> ZoneInfo:
        """Where the company is; while nobody says, times are those of UTC."""
        try:
            return ZoneInfo(self.books.company().time_zone)
        except (NeighbourUnavailable, Refusal):
            return ZoneInfo("UTC")

    def branch_name(self, branch_id: str) -> str:
        """What a branch is called; while nobody says, its id."""
        try:
            return self.books.branch_name(branch_id)
        except (NeighbourUnavailable, Refusal):
            return branch_id

    def link_to(self, order: Order) -> str:
        """The address that opens this order to whoever has it."""
        base = self.settings.public_url or self.settings.order_public_url
        return f"{base.rstrip('/')}/orders/{order.id}?key={self.links.key_of(order.id)}"
