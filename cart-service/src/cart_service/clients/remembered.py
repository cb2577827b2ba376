"""The catalogue as this process remembers it, so that no basket waits for the shop."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Protocol

from cart_service.clients import reading
from cart_service.clients.shop import Shop
from cart_service.errors import NoPricesYet
from cart_service.models.catalogue import Catalogue
from common import logs
from common.clock import Clock
from common.errors import DatabaseUnavailable, NeighbourUnavailable
from common.service_client import Refusal

#: How old the memory may be before the shop is asked whether it still holds.
_FRESH = timedelta(seconds=2)

#: How long a shopper may wait for its word before the remembered catalogue has to do.
_PATIENCE = timedelta(seconds=0.25)

#: How often it is written down that the shop still vouches for what was kept.
_WRITTEN_EVERY = timedelta(minutes=5)

log = logs.get(__name__)


class KeptCatalogue(Protocol):
    """Where the last catalogue outlives this process."""

    def read(self) -> tuple[dict[str, Any], datetime] | None:
        """What was kept, and when the shop last vouched for it."""

    def keep(self, content: dict[str, Any], vouched_at: datetime) -> None:
        """Keep this one."""

    def vouch(self, version: str, vouched_at: datetime) -> None:
        """Note that the shop still vouches for it."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A catalogue, when the shop last vouched for it, and whether it is away now."""

    catalogue: Catalogue
    vouched_at: datetime
    away: bool


class RememberedCatalogue:
    """The newest catalogue that this service saw; asks the shop again when somebody looks and it is due.

    A thread of its own asks. Whoever looks waits for it a moment at most, then gets what is remembered: baskets are
    shown and changed while the shop is away, and after a restart too.
    """

    def __init__(self, shop: Shop, kept: KeptCatalogue, clock: Clock) -> None:
        """Empty; nothing is asked yet, and no thread made, so that the process may still be forked."""
        self._shop = shop
        self._outlives = kept
        self._clock = clock
        self._kept: Remembered | None = None
        self._is_the_shops = False
        self._unkept: dict[str, Any] | None = None
        self._written_at: datetime | None = None
        self._asked_at: datetime | None = None
        self._question: Future[None] | None = None
        self._threads: ThreadPoolExecutor | None = None
        self._choosing = Lock()

    def look(self) -> Remembered:
        """The catalogue, as fresh as can be had at once.

        Raises:
            NoPricesYet: the shop is away, and was never seen.
        """
        question = self._ask_if_due()
        if self._kept is None:
            wait([question])
        else:
            wait([question], timeout=_PATIENCE.total_seconds())
        if self._kept is None:
            raise NoPricesYet(headers={"Retry-After": "2"})
        return self._kept if question.done() else replace(self._kept, away=True)

    def doubt(self) -> None:
        """Somebody knows of another price: the next look asks the shop, however fresh this memory is."""
        with self._choosing:
            self._asked_at = None

    def _ask_if_due(self) -> Future[None]:
        """The last question put to the shop; it is put now if it is time for one."""
        with self._choosing:
            now = self._clock.now()
            fresh = _is_within(_FRESH, self._asked_at, now)
            if self._question is None or (self._question.done() and not fresh):
                if self._threads is None:
                    self._threads = ThreadPoolExecutor(1, thread_name_prefix="catalogue")
                    self._from_before()
                self._question, self._asked_at = self._threads.submit(self._ask), now
            return self._question

    def _from_before(self) -> None:
        def read() -> None:
            if found := self._outlives.read():
                content, vouched_at = found
                self._kept = Remembered(reading.catalogue(content), vouched_at, away=True)

        _if_it_can_be_kept(read)

    def _ask(self) -> None:
        kept, asked_at = self._kept, self._clock.now()
        try:
            # what is from before this process may be another shop's: its revision says nothing to this one
            known = kept.catalogue.version if kept and self._is_the_shops else None
            found = self._shop.catalogue(known)
            read = reading.catalogue(found) if found is not None else None
        except (NeighbourUnavailable, Refusal) as error:
            if kept and not kept.away:
                log.warning("shop is away", reason=str(error))
            self._kept = replace(kept, away=True) if kept else None
            return
        except Exception:  # whatever it is, nobody else would hear of it from this thread
            log.exception("the shop's catalogue cannot be read")
            self._kept = replace(kept, away=True) if kept else None
            return
        if found is not None and read is not None:
            self._kept = Remembered(read, asked_at, away=False)
            self._is_the_shops, self._unkept = True, found
        elif kept is not None:
            self._kept = Remembered(kept.catalogue, asked_at, away=False)
        self._write_down(asked_at)

    def _write_down(self, at: datetime) -> None:
        """Keep what is new, and vouch now and then for what is kept; what fails is tried again at the next answer."""
        new, kept = self._unkept, self._kept
        if new is not None:
            if _if_it_can_be_kept(lambda: self._outlives.keep(new, at)):
                self._unkept, self._written_at = None, at
        elif kept is not None and not _is_within(_WRITTEN_EVERY, self._written_at, at):
            version = kept.catalogue.version
            if _if_it_can_be_kept(lambda: self._outlives.vouch(version, at)):
                self._written_at = at


def _is_within(length: timedelta, since: datetime | None, now: datetime) -> bool:
    """Whether less than that has passed; what lies in the future was before the clock was put right."""
    return since is not None and timedelta(0) <= now - since < length


def _if_it_can_be_kept(act: Callable[[], None]) -> bool:
    """Whether it was; baskets are shown from memory too, and the shop is asked for it again."""
    try:
        act()
    except DatabaseUnavailable as error:
        log.warning("the catalogue cannot be kept", reason=error.detail)
    except Exception:  # as above
        log.exception("the catalogue cannot be kept")
    else:
        return True
    return False
