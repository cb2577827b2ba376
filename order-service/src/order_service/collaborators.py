"""What use cases are handed: everything that a test may want to replace."""

from dataclasses import dataclass

from common.clock import Clock, SystemClock
from common.service_client import ServiceClient
from common.service_tokens import ServiceTokens
from common.sessions.door import Door
from common.sessions.people import People
from order_service.config import Settings

#: Where the pages of those who run the shop are.
OFFICE = "/admin"


@dataclass(frozen=True, slots=True)
class Collaborators:
    """The orders' surroundings, one set per application."""

    settings: Settings
    clock: Clock
    door: Door
    office_door: Door
    """Of those who pack and send."""
    tokens: ServiceTokens

    @classmethod
    def of(
        cls,
        settings: Settings,
        *,
        people: People | None = None,
        clock: Clock | None = None,
    ) -> "Collaborators":
        """The real ones, but for what is handed in; nothing is opened yet."""
        tokens = ServiceTokens(settings.service_key.get_secret_value(), service=settings.service)
        asked = ServiceClient("The books", settings.api_url, audience="api-service", tokens=tokens)
        domain = settings.shop_cookie_domain
        of_shoppers = people or People(asked, service=settings.service, application="shop")
        of_staff = people or People(asked, service=settings.service, application="admin")
        return cls(
            settings=settings,
            clock=clock or SystemClock(),
            door=Door(settings, of_shoppers, application="shop", cookie_domain=domain),
            office_door=Door(settings, of_staff, application="admin", path=OFFICE),
            tokens=tokens,
        )
