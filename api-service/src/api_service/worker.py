"""The thread of each worker process that folds new purchases into the rollups."""

import threading

from sqlalchemy.exc import SQLAlchemyError

from api_service.analytics.use_cases.folding import fold, folding_database
from common import logs
from common.database import Database
from common.errors import DatabaseUnavailable

log = logs.get(__name__)


class Folder(threading.Thread):
    """Folds every so many seconds until it is stopped or its process ends; a server that is away is waited for.

    Every worker has one: the watermark's lock lets one of them fold at a time, and whoever is left goes on.
    """

    def __init__(self, database: Database, *, seconds: float) -> None:
        """Nothing is opened before `start`."""
        super().__init__(name="folder", daemon=True)
        self._database = database
        self._seconds = seconds
        self._stopped = threading.Event()

    def run(self) -> None:
        """Wait, fold, wait: a first start finds no schema yet, and nothing to fold either."""
        while not self._stopped.wait(self._seconds):
            self._fold()
        self._database.close()

    def stop(self) -> None:
        """Let the fold that runs end, and no other begin."""
        self._stopped.set()

    def _fold(self) -> None:
        try:
            fold(self._database)
        except DatabaseUnavailable as error:
            log.warning("fold waits", reason=error.detail)
        except SQLAlchemyError:
            # a schema that is still being made, for one; answers stay exact meanwhile, and only get slower
            log.exception("fold failed")


def start(url: str, *, seconds: float) -> Folder:
    """Start the thread of this process."""
    folder = Folder(folding_database(url), seconds=seconds)
    folder.start()
    return folder
