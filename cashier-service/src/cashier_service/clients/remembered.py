"""The catalogue as this process remembers it, so that a scan never waits for the books."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

from cashier_service.clients.books import Books
from cashier_service.models.catalogue import Catalogue
from common.clock import Clock
from common.errors import NeighbourUnavailable
from common.service_client import Refusal

#: How old the memory may be before the books are asked whether it still holds.
_FRESH = timedelta(seconds=2)

#: How long a cashier may wait for their word before the remembered catalogue has to do.
_PATIENCE = timedelta(seconds=0.25)


@dataclass(frozen=True, slots=True)
class Remembered:
    """A catalogue, when the books last vouched for it, and whether they are away now."""

    catalogue: Catalogue
    vouched_at: datetime
    away: bool


class RememberedCatalogue:
    """The newest catalogue that the books gave this process; asks them again when somebody looks and it is due.

    A thread of its own asks. Whoever looks waits for it a moment at most, then gets what is remembered: a shop sells
    on while its books are away.
    """

    def __init__(self, books: Books, clock: Clock) -> None:
        """Empty; nothing is asked yet, and no thread made, so that the process may still be forked."""
        self._books = books
        self._clock = clock
        self._kept: Remembered | None = None
        self._asked_at: datetime | None = None
        self._question: Future[None] | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._choosing = Lock()
        self._asking = Lock()

    def look(self) -> Remembered:
        """The catalogue, as fresh as can be had at once.

        Raises:
            NeighbourUnavailable: the books are away, and this process never saw a catalogue.
        """
        question, asked_at = self._ask_if_due()
        if self._kept is None:
            wait([question])
            return self._known()
        patience = _PATIENCE - max(self._clock.now() - asked_at, timedelta(0))
        wait([question], timeout=max(patience.total_seconds(), 0))
        kept = self._known()
        return kept if question.done() else replace(kept, away=True)

    def renew(self) -> Remembered:
        """The catalogue as the books have it at this moment, or as remembered where they are away.

        Raises:
            NeighbourUnavailable: as for `look`.
        """
        self._ask()
        return self._known()

    def _known(self) -> Remembered:
        if self._kept is None:
            raise NeighbourUnavailable(
                "The books do not answer, and this till has not seen the catalogue yet",
                headers={"Retry-After": "1"},
            )
        return self._kept

    def _ask_if_due(self) -> tuple[Future[None], datetime]:
        """The last question put to the books and its time; it is put now if it is time for one."""
        with self._choosing:
            now = self._clock.now()
            question, asked_at = self._question, self._asked_at
            # in the future, it was before the clock was put right
            fresh = asked_at is not None and timedelta(0) <= now - asked_at < _FRESH
            if question is None or asked_at is None or (question.done() and not fresh):
                if self._threads is None:
                    self._threads = ThreadPoolExecutor(1, thread_name_prefix="catalogue")
                question, asked_at = self._threads.submit(copy_context().run, self._ask), now
                self._question, self._asked_at = question, asked_at
            return question, asked_at

    def _ask(self) -> None:
        with (
            self._asking
        ):  # one after the other, so that an older answer never replaces a newer one
            kept, asked_at = self._kept, self._clock.now()
            try:
                found = self._books.catalogue(kept.catalogue.version if kept else None)
            except (NeighbourUnavailable, Refusal):
                self._kept = replace(kept, away=True) if kept else None
                return
            if found is not None:
                self._kept = Remembered(found, asked_at, away=False)
            elif kept is not None:
                self._kept = Remembered(kept.catalogue, asked_at, away=False)
