"""What use cases are handed: everything that a test may want to replace."""

from dataclasses import dataclass

from common.clock import Clock, SystemClock
from common.database import Database
from common.service_client import ServiceClient
from common.service_tokens import ServiceTokens
from common.sessions.cookies import LastingCookie
from common.sessions.door import Door
from common.sessions.people import People
from store_service.clients.accounts import Accounts, HttpAccounts
from store_service.clients.baskets import Baskets, HttpBaskets
from store_service.clients.books import Books, HttpBooks
from store_service.config import Settings
from store_service.repository.catalogue import Editions

#: Where the pages of those who run the shop are.
OFFICE = "/admin"

_BASKET_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Collaborators:
    """The shop's surroundings, one set per application."""

    settings: Settings
    database: Database
    editions: Editions
    clock: Clock
    door: Door
    office_door: Door
    """Of those who run the shop."""
    tokens: ServiceTokens
    baskets: Baskets
    accounts: Accounts
    books: Books
    basket_cookie: LastingCookie

    @classmethod
    def of(
        cls,
        settings: Settings,
        *,
        people: People | None = None,
        baskets: Baskets | None = None,
        accounts: Accounts | None = None,
        books: Books | None = None,
        clock: Clock | None = None,
    ) -> "Collaborators":
        """The real ones, but for what is handed in; nothing is opened yet."""
        tokens = ServiceTokens(settings.service_key.get_secret_value(), service=settings.service)
        asked = ServiceClient("The books", settings.api_url, audience="api-service", tokens=tokens)
        cart = ServiceClient(
            "The basket", settings.cart_url, audience="cart-service", tokens=tokens
        )
        database = Database(
            settings.database_url,
            application=settings.service,
            pool_size=settings.database_pool_size,
        )
        domain = settings.shop_cookie_domain
        of_shoppers = people or People(asked, service=settings.service, application="shop")
        of_staff = people or People(asked, service=settings.service, application="admin")
        return cls(
            settings=settings,
            database=database,
            editions=Editions(database),
            clock=clock or SystemClock(),
            door=Door(settings, of_shoppers, application="shop", cookie_domain=domain),
            office_door=Door(settings, of_staff, application="admin", path=OFFICE),
            tokens=tokens,
            baskets=baskets or HttpBaskets(cart),
            accounts=accounts or HttpAccounts(asked),
            books=books or HttpBooks(asked),
            basket_cookie=LastingCookie.of(
                settings, "basket", seconds=_BASKET_SECONDS, domain=domain
            ),
        )
