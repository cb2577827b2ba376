"""Asks every store for its facts; one that does not answer is noted, and the others are asked all the same."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from api_service.audit.clients import CouldNotAsk, Stores
from api_service.audit.models.facts import Outbox, Source
from api_service.audit.models.flows import Facts


@dataclass(frozen=True, slots=True)
class _Told:
    """What a store answered, question by question; `why` says why it did not."""

    answers: Mapping[str, Any]
    why: str = ""


def gather(stores: Stores, now: datetime, currency: str, rest: timedelta) -> Facts:
    """Ask all of them, before the books are counted: what happens meanwhile is too young to be judged anyway.

    They are asked side by side. Nothing is judged that changed within `rest`.
    """
    began = time.monotonic()
    questions: dict[Source, dict[str, Callable[[], Any]]] = {
        Source.ORDERS: {
            "orders": stores.orders,
            "outbox": lambda: stores.outbox(Source.ORDERS),
        },
        Source.CHECKOUTS: {
            "checkouts": stores.checkouts,
            "outbox": lambda: stores.outbox(Source.CHECKOUTS),
        },
        Source.LEDGER: {"entries": stores.ledger},
    }
    with ThreadPoolExecutor(len(questions), "auditor") as beside:
        asked = {
            # the request's id and deadline go along
            source: beside.submit(copy_context().run, _ask, each)
            for source, each in questions.items()
        }
    told = {source: each.result() for source, each in asked.items()}
    outboxes: list[Outbox | None] = [each.answers.get("outbox") for each in told.values()]
    return Facts(
        asked_at=now,
        asking=timedelta(seconds=time.monotonic() - began),
        currency=currency,
        rest=rest,
        orders=told[Source.ORDERS].answers.get("orders", ()),
        checkouts=told[Source.CHECKOUTS].answers.get("checkouts", ()),
        entries=told[Source.LEDGER].answers.get("entries", ()),
        outboxes=[each for each in outboxes if each],
        missing={source: each.why for source, each in told.items() if each.why},
    )


def _ask(questions: Mapping[str, Callable[[], Any]]) -> _Told:
    answers: dict[str, Any] = {}
    try:
        for name, question in questions.items():
            answers[name] = question()
    except CouldNotAsk as reason:
        return _Told(answers, str(reason))
    return _Told(answers)
