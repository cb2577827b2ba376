"""What the auditor is handed: everything that a test may want to replace."""

from dataclasses import dataclass
from datetime import timedelta

from api_service.audit.clients import HttpStores, Stores
from api_service.audit.models.facts import Source
from api_service.config import Settings
from common.clock import Clock, SystemClock
from common.database import Database
from common.service_tokens import ServiceTokens

#: No count of a usual run may take longer; what does is unknown, and said to be.
_USUAL_SECONDS = 60

#: Nor of a run over everything, which somebody asked for and waits for.
_EVERYTHING_SECONDS = 1800


@dataclass(frozen=True, slots=True)
class Auditing:
    """The auditor's surroundings, one set per process."""

    database: Database
    stores: Stores
    clock: Clock
    most: int
    """So many purchases are priced again in a usual run."""
    rest: timedelta
    """So long nothing must have happened to a web order before it is judged."""

    @classmethod
    def of(
        cls,
        settings: Settings,
        *,
        everything: bool = False,
        clock: Clock | None = None,
        stores: Stores | None = None,
    ) -> "Auditing":
        """The real ones, but for what is handed in; with `everything` statements may take their time."""
        tokens = ServiceTokens(settings.service_key.get_secret_value(), service=settings.service)
        urls = {
            Source.LEDGER: settings.gateway_url,
            Source.ORDERS: settings.order_url,
            Source.CHECKOUTS: settings.cart_url,
        }
        return cls(
            database=Database(
                settings.database_url,
                application="api-service-audit",
                # one for the turn, one for the snapshot
                pool_size=2,
                statement_seconds=_EVERYTHING_SECONDS if everything else _USUAL_SECONDS,
            ),
            stores=stores or HttpStores(urls, tokens),
            clock=clock or SystemClock(),
            most=settings.audit_purchases,
            rest=timedelta(seconds=settings.audit_rest_seconds),
        )
