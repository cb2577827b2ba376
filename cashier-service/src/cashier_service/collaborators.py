"""What use cases are handed: everything that a test may want to replace."""

from dataclasses import dataclass

from cashier_service.clients.books import Books, HttpBooks
from cashier_service.clients.remembered import RememberedCatalogue
from cashier_service.config import Settings
from common.clock import Clock, SystemClock


@dataclass(frozen=True, slots=True)
class Collaborators:
    """The till's surroundings, one set per application."""

    clock: Clock
    books: Books
    catalogue: RememberedCatalogue

    @classmethod
    def of(
        cls, settings: Settings, *, books: Books | None = None, clock: Clock | None = None
    ) -> "Collaborators":
        """The real ones, but for what is handed in; nothing is opened yet."""
        books = books or HttpBooks(settings.api_url)
        clock = clock or SystemClock()
        return cls(clock=clock, books=books, catalogue=RememberedCatalogue(books, clock))
