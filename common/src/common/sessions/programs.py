"""Programs that sign in with an API key at a service that is not the books: those say whose it is."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, Literal, TypeVar

from common.access import Caller, Kind, Role
from common.errors import NeighbourUnavailable, NotSignedIn
from common.service_client import Refusal, ServiceClient

#: For so long the books' word on a key is enough; a key that is withdrawn opens nothing after that.
BELIEVED_SECONDS = 5.0

#: What every key begins with; no other token is carried to the books.
_MARK = "mk_"

_HOLDS_NOT = "The API key does not hold"
_PATIENCE_SECONDS = 1.0
_MOST_REMEMBERED = 1000

Said = TypeVar("Said")


class Programs:
    """The books' answers about API keys, a no as well, each remembered for a moment. Threads share it."""

    def __init__(self, client: ServiceClient, now: Callable[[], float] = time.monotonic) -> None:
        """`client` asks the books in the service's own name."""
        self._client = client
        self._now = now
        self._known = _Memory[Caller]()
        # for itself, so that whoever makes up keys drives none that hold out of it
        self._refused = _Memory[Literal[True]]()

    def caller(self, key: str) -> Caller:
        """The program that sent a key.

        Raises:
            NotSignedIn: it is none, or was withdrawn.
            NeighbourUnavailable: the books do not say.
        """
        if not key.startswith(_MARK):
            raise NotSignedIn("The bearer token is neither an API key nor a service's token")
        name = hashlib.sha256(key.encode()).digest()
        # from before it was asked: the answer may have taken its time
        at = self._now()
        if known := self._known.of(name, at):
            return known
        if self._refused.of(name, at):
            raise NotSignedIn(_HOLDS_NOT)
        try:
            found = self._ask(key)
        except NotSignedIn:
            self._refused.keep(name, at, True)
            raise
        self._known.keep(name, at, found)
        return found

    def _ask(self, key: str) -> Caller:
        try:
            read = self._client.post(
                "/internal/program", {"key": key}, timeout_seconds=_PATIENCE_SECONDS
            ).content
        except Refusal as refusal:
            # 422: no key of the books looks like that
            if refusal.status in (401, 422):
                raise NotSignedIn(_HOLDS_NOT) from refusal
            raise NeighbourUnavailable("The books do not say whose key it is") from refusal
        return Caller(
            kind=Kind.PROGRAM,
            role=Role(read["role"]),
            name=read["name"],
            branch_id=read["branch_id"],
        )


class _Memory(Generic[Said]):
    """What was said of the last few keys, for a moment."""

    def __init__(self) -> None:
        self._said: OrderedDict[bytes, tuple[float, Said]] = OrderedDict()
        self._lock = Lock()

    def of(self, name: bytes, now: float) -> Said | None:
        with self._lock:
            at, said = self._said.get(name, (0.0, None))
        return said if now - at < BELIEVED_SECONDS else None

    def keep(self, name: bytes, at: float, said: Said) -> None:
        with self._lock:
            self._said[name] = (at, said)
            self._said.move_to_end(name)
            if len(self._said) > _MOST_REMEMBERED:
                self._said.popitem(last=False)
