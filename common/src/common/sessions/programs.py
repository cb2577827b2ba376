"""Programs that sign in with an API key at a service that is not the books: those say whose it is."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from common.access import Caller, Kind, Role
from common.errors import NotSignedIn
from common.service_client import Refusal, ServiceClient

#: For so long the books' word on a key is enough; a key that is withdrawn opens nothing after that.
BELIEVED_SECONDS = 5.0

#: What every key begins with; no other token is carried to the books.
_MARK = "mk_"

_PATIENCE_SECONDS = 1.0
_MOST_REMEMBERED = 1000


class Programs:
    """The books' answers about API keys, each remembered for a moment. Threads share it."""

    def __init__(self, client: ServiceClient, now: Callable[[], float] = time.monotonic) -> None:
        """`client` asks the books in the service's own name."""
        self._client = client
        self._now = now
        self._known: OrderedDict[bytes, tuple[float, Caller]] = OrderedDict()
        self._lock = Lock()

    def caller(self, key: str) -> Caller:
        """The program that sent a key.

        Raises:
            NotSignedIn: it is none, or was withdrawn.
            NeighbourUnavailable: the books do not say.
        """
        if not key.startswith(_MARK):
            raise NotSignedIn("The bearer token is neither an API key nor a service's token")
        name = hashlib.sha256(key.encode()).digest()
        with self._lock:
            at, known = self._known.get(name, (0.0, None))
        if known is not None and self._now() - at < BELIEVED_SECONDS:
            return known
        # from before it was asked: the answer may have taken its time
        at, found = self._now(), self._ask(key)
        with self._lock:
            self._known[name] = (at, found)
            self._known.move_to_end(name)
            if len(self._known) > _MOST_REMEMBERED:
                self._known.popitem(last=False)
        return found

    def _ask(self, key: str) -> Caller:
        try:
            read = self._client.post(
                "/internal/program", {"key": key}, timeout_seconds=_PATIENCE_SECONDS
            ).content
        except Refusal as refusal:
            # 422: no key of the books looks like that
            if refusal.status in (401, 422):
                raise NotSignedIn("The API key does not hold") from refusal
            raise
        return Caller(
            kind=Kind.PROGRAM,
            role=Role(read["role"]),
            name=read["name"],
            branch_id=read["branch_id"],
        )
