"""What use cases are handed: everything that a test may want to replace."""

from dataclasses import dataclass

from api_service.catalogue.repository import PriceBook
from api_service.config import Settings
from common.caching import AnswerCache
from common.clock import Clock, SystemClock
from common.cursors import Cursors
from common.database import Database
from common.service_tokens import ServiceTokens


@dataclass(frozen=True, slots=True)
class Collaborators:
    """The books' surroundings, one set per application."""

    settings: Settings
    database: Database
    clock: Clock
    prices: PriceBook
    cache: AnswerCache
    tokens: ServiceTokens

    @classmethod
    def of(cls, settings: Settings, *, clock: Clock | None = None) -> "Collaborators":
        """The real ones; nothing is opened yet."""
        return cls(
            settings=settings,
            database=Database(
                settings.database_url,
                application="api-service",
                pool_size=settings.database_pool_size,
            ),
            clock=clock or SystemClock(),
            prices=PriceBook(),
            cache=AnswerCache(),
            tokens=ServiceTokens(settings.service_key.get_secret_value(), service=settings.service),
        )

    def cursors(self, *, of: str) -> Cursors:
        """Signs the cursors of one list."""
        return Cursors(self.settings.secret_key.get_secret_value(), of=of)
