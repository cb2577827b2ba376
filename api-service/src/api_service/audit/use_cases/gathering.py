"""Asks every store for its facts; one that does not answer is noted, and the others are asked all the same."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from api_service.audit.clients import CouldNotAsk, Stores
from api_service.audit.models.facts import Outbox, Source
from api_service.audit.models.flows import Facts

Fact = TypeVar("Fact")


def gather(stores: Stores, now: datetime, currency: str, rest: timedelta) -> Facts:
    """Ask all of them, before the books are counted: what happens meanwhile is too young to be judged anyway.

    Nothing is judged that changed within `rest`.
    """
    missing: dict[Source, str] = {}

    def ask(source: Source, question: Callable[[], list[Fact]]) -> list[Fact]:
        if source in missing:
            return []
        try:
            return question()
        except CouldNotAsk as reason:
            missing[source] = str(reason)
            return []

    def outbox(source: Source) -> list[Outbox]:
        found = stores.outbox(source)
        return [found] if found else []

    return Facts(
        asked_at=now,
        currency=currency,
        rest=rest,
        orders=ask(Source.ORDERS, stores.orders),
        checkouts=ask(Source.CHECKOUTS, stores.checkouts),
        entries=ask(Source.LEDGER, stores.ledger),
        outboxes=[
            *ask(Source.ORDERS, lambda: outbox(Source.ORDERS)),
            *ask(Source.CHECKOUTS, lambda: outbox(Source.CHECKOUTS)),
        ],
        missing=missing,
    )
