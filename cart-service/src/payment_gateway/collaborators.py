"""What use cases are handed: everything that a test may want to replace."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from prometheus_client import Counter

from common.clock import Clock, SystemClock
from common.service_tokens import ServiceTokens
from common.stores import Store, open_store
from payment_gateway.config import Settings
from payment_gateway.repository import STEPS

ENTRIES = Counter(
    "gateway_entries", "Entries written into the ledger", ["kind", "reason", "currency"]
)
MINOR = Counter("gateway_minor", "What these entries moved, in minor units", ["kind", "currency"])


@dataclass(frozen=True, slots=True)
class Collaborators:
    """The gateway's surroundings, one set per application."""

    settings: Settings
    clock: Clock
    tokens: ServiceTokens
    store: Store
    card_key: bytes
    """Without it a fingerprint tells nobody which card it was made of."""
    wait: Callable[[float], None]
    """Lets seconds pass, where a bank takes its time."""

    @classmethod
    def of(
        cls,
        settings: Settings,
        *,
        store: Store | None = None,
        clock: Clock | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> "Collaborators":
        """The real ones, but for what is handed in; nothing is opened yet."""
        secret = settings.secret_key.get_secret_value().encode()
        return cls(
            settings=settings,
            clock=clock or SystemClock(),
            tokens=ServiceTokens(settings.service_key.get_secret_value(), service=settings.service),
            store=store
            or open_store(
                settings.gateway_db_url,
                application=settings.service,
                package="payment_gateway",
                steps=STEPS,
            ),
            card_key=hashlib.blake2b(secret, digest_size=32, person=b"card").digest(),
            wait=wait,
        )
