"""What use cases are handed: everything that a test may want to replace."""

from dataclasses import dataclass

from common.clock import Clock, SystemClock
from dashboard_service.clients.books import Books, HttpBooks
from dashboard_service.clients.kept import Kept
from dashboard_service.config import Settings


@dataclass(frozen=True, slots=True)
class Collaborators:
    """The dashboard's surroundings, one set per application."""

    books: Books
    clock: Clock
    min_purchases: int
    words: Kept
    """Small answers that all pages share: the marker, the branches, the definitions."""
    views: Kept
    """What pages show, for each choice of filters. Only two are worked out at a time, so that the books' threads stay
    free for those who sell."""

    @classmethod
    def of(
        cls, settings: Settings, *, books: Books | None = None, clock: Clock | None = None
    ) -> "Collaborators":
        """The real ones, but for what is handed in; nothing is opened yet."""
        return cls(
            books=books or HttpBooks(settings.api_url),
            clock=clock or SystemClock(),
            min_purchases=settings.min_purchases,
            words=Kept(most=3, at_once=3),
            views=Kept(most=64, at_once=2),
        )
