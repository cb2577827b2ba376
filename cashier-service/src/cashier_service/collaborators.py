"""What use cases are handed: everything that a test may want to replace."""

from dataclasses import dataclass

from cashier_service.clients.books import Books, HttpBooks
from cashier_service.clients.remembered import RememberedCatalogue
from cashier_service.clients.team import HttpTeam, Team
from cashier_service.config import Settings
from common.clock import Clock, SystemClock
from common.service_client import ServiceClient
from common.service_tokens import ServiceTokens
from common.sessions.door import Door
from common.sessions.people import People


@dataclass(frozen=True, slots=True)
class Collaborators:
    """The till's surroundings, one set per application."""

    clock: Clock
    door: Door
    team: Team
    books: Books
    catalogue: RememberedCatalogue

    @classmethod
    def of(
        cls,
        settings: Settings,
        *,
        books: Books | None = None,
        people: People | None = None,
        team: Team | None = None,
        clock: Clock | None = None,
    ) -> "Collaborators":
        """The real ones, but for what is handed in; nothing is opened yet."""
        tokens = ServiceTokens(settings.service_key.get_secret_value(), service=settings.service)
        client = ServiceClient("The books", settings.api_url, audience="api-service", tokens=tokens)
        people = people or People(client, service=settings.service, application="till")
        books = books or HttpBooks(settings.api_url, tokens)
        clock = clock or SystemClock()
        door = Door(settings, people, application="till")
        return cls(
            clock=clock,
            door=door,
            team=team or HttpTeam(client, service=settings.service),
            books=books,
            catalogue=RememberedCatalogue(books, clock),
        )
