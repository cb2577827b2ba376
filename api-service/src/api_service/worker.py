"""The threads of each worker process: one folds new purchases into the rollups, one lets overdue reservations go."""

import threading
from abc import ABC, abstractmethod

from api_service.analytics.use_cases.folding import fold, folding_database
from api_service.collaborators import Collaborators
from api_service.stock.use_cases.reservations import expire
from common import logs
from common.clock import Clock
from common.database import Database
from common.errors import DatabaseUnavailable

log = logs.get(__name__)


class _Rounds(threading.Thread, ABC):
    """Does the same every so many seconds until it is stopped or its process ends, whatever goes wrong in a round.

    Every worker process has one of each kind; what they do lets any number of them do it at once.
    """

    def __init__(self, name: str, *, seconds: float) -> None:
        """Nothing is opened before `start`."""
        super().__init__(name=name, daemon=True)
        self._seconds = seconds
        self._stopped = threading.Event()

    def run(self) -> None:
        """Wait, act, wait: a first start finds no schema yet, and nothing to do either."""
        while not self._stopped.wait(self._seconds):
            try:
                self.act()
            except DatabaseUnavailable as error:
                log.warning("round waits", thread=self.name, reason=error.detail)
            except Exception:  # a schema that is still being made, or what nobody thought of
                log.exception("round failed", thread=self.name)
        self.end()

    def stop(self) -> None:
        """Let the round that runs end, and no other begin."""
        self._stopped.set()

    @abstractmethod
    def act(self) -> None:
        """One round."""

    def end(self) -> None:
        """Give back what the thread alone uses."""


class Folder(_Rounds):
    """Folds. The watermark's lock lets one of them fold at a time, and whoever is left goes on.

    Answers stay exact while it cannot, and only get slower.
    """

    def __init__(self, database: Database, *, seconds: float) -> None:
        """The database is the thread's own."""
        super().__init__("folder", seconds=seconds)
        self._database = database

    def act(self) -> None:
        """Fold all that is ripe."""
        fold(self._database)

    def end(self) -> None:
        """Close its database."""
        self._database.close()


class Expirer(_Rounds):
    """Lets overdue reservations go; one that it has not come to yet counts as lapsed all the same."""

    def __init__(self, database: Database, clock: Clock, *, seconds: float) -> None:
        """The database is the application's."""
        super().__init__("expirer", seconds=seconds)
        self._database = database
        self._clock = clock

    def act(self) -> None:
        """Let all go that are overdue."""
        expired = expire(self._database, now=self._clock.now())
        if expired:
            log.info("reservations expired", reservations=expired)


def start(books: Collaborators) -> tuple[Folder, Expirer]:
    """Start the threads of this process."""
    settings = books.settings
    folder = Folder(folding_database(settings.database_url), seconds=settings.fold_seconds)
    expirer = Expirer(books.database, books.clock, seconds=settings.expire_seconds)
    folder.start()
    expirer.start()
    return folder, expirer
