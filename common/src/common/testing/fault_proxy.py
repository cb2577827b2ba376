"""A small TCP proxy between two services that delays, drops and cuts what passes; the same seed does it again."""

import random
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from types import TracebackType
from typing import Self

_PIECE = 65536
_PATIENCE_SECONDS = 30.0


class Kind(Enum):
    """What becomes of one request and its answer."""

    NONE = "none"
    DELAY = "delay"
    """The answer comes later."""
    DROP = "drop"
    """The request never arrives, and the line is cut."""
    CUT = "cut"
    """The line is cut after so many bytes of the answer."""
    LOSE = "lose"
    """The whole answer was given, the line is cut, and none of it arrives."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one exchange: `seconds` to a delayed one, `size` bytes of a cut one's answer arrive."""

    kind: Kind = Kind.NONE
    seconds: float = 0.0
    size: int = 0


#: The fault of an exchange, by its number from 0.
Plan = Callable[[int], Fault]


def nothing(_number: int) -> Fault:
    """Everything passes."""
    return Fault()


def seeded(
    seed: int, shares: Mapping[Kind, float], *, seconds: float = 1.0, size: int = 200
) -> Plan:
    """A plan in which each kind strikes its share of exchanges: the same seed and number, the same fault.

    Delays last up to so many seconds, and cuts come before so many bytes.
    """

    def plan(number: int) -> Fault:
        dice = random.Random(f"{seed}.{number}")  # noqa: S311  # nothing secret, and it must come again
        thrown = dice.random()
        for kind, share in shares.items():
            if thrown < share:
                return Fault(kind, seconds=dice.uniform(0, seconds), size=dice.randrange(size))
            thrown -= share
        return Fault()

    return plan


class FaultProxy:
    """Stands on a port of 127.0.0.1 before somebody who answers requests one after the other, as HTTP/1.1 does.

    `struck` tells what became of every exchange, in the order in which they began.
    """

    def __init__(self, port: int, *, plan: Plan = nothing, host: str = "127.0.0.1") -> None:
        """`port` is whom it stands before; nothing is opened yet."""
        self.plan = plan
        self.struck: list[Fault] = []
        self._behind = (host, port)
        self._ahead: deque[Fault] = deque()
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._listener = socket.socket()
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def ahead(self, *faults: Fault) -> None:
        """Let these happen to the next exchanges, whatever the plan says."""
        with self._lock:
            self._ahead.extend(faults)

    def __enter__(self) -> Self:
        """Begin to answer."""
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(64)
        self._start(self._accept)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Cut every line and end every thread."""
        self._stopped.set()
        with suppress(OSError):  # wakes up who waits for the next connection
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(_PATIENCE_SECONDS)

    def _start(self, target: Callable[..., None], *what: object) -> None:
        thread = threading.Thread(target=target, args=what, name="fault-proxy", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._serve, client)

    def _serve(self, client: socket.socket) -> None:
        """Exchanges over one connection, until one of the two hangs up or a fault cuts the line."""
        with client, suppress(OSError), socket.create_connection(self._behind, 2) as server:
            while self._exchange(client, server):
                pass

    def _next(self) -> Fault:
        with self._lock:
            fault = self._ahead.popleft() if self._ahead else self.plan(len(self.struck))
            self.struck.append(fault)
            return fault

    def _exchange(self, client: socket.socket, server: socket.socket) -> bool:
        """One request and its answer; whether the line still holds."""
        if self._wait(client, server) is not client:
            return False  # the server ended a connection that nobody used
        fault = self._next() if client.recv(1, socket.MSG_PEEK) else Fault()
        if fault.kind is Kind.DROP or not self._hand_over(client, server):
            return False
        if fault.kind is Kind.DELAY:
            self._stopped.wait(fault.seconds)
        answer = b""
        while not _is_whole(answer):
            piece = server.recv(_PIECE)
            answer += piece
            if fault.kind is Kind.CUT:
                piece = piece[: max(0, fault.size - len(answer) + len(piece))]
            if fault.kind is not Kind.LOSE:
                client.sendall(piece)
            if not piece or (fault.kind is Kind.CUT and len(answer) >= fault.size):
                return False
        return fault.kind is not Kind.LOSE

    def _hand_over(self, client: socket.socket, server: socket.socket) -> bool:
        """Hand the request over until its answer begins; whether there is one."""
        while (speaks := self._wait(client, server)) is client:
            piece = client.recv(_PIECE)
            if not piece:
                return False
            server.sendall(piece)
        return speaks is server

    def _wait(self, client: socket.socket, server: socket.socket) -> socket.socket | None:
        """Who of the two has something to say, the client first; None when it is time to stop."""
        ends_at = time.monotonic() + _PATIENCE_SECONDS
        while not self._stopped.is_set() and time.monotonic() < ends_at:
            speaks, _, _ = select.select([client, server], [], [], 0.1)
            if speaks:
                return client if client in speaks else server
        return None


def _is_whole(answer: bytes) -> bool:
    """Whether this is an answer to its end: by its length, or by the last of its chunks."""
    head, found, body = answer.partition(b"\r\n\r\n")
    if not found:
        return False
    status = head.split(b" ", 2)[1]
    headers = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:])
    if b"chunked" in headers.get(b"transfer-encoding", b""):
        return body.endswith(b"0\r\n\r\n")
    bodiless = status in (b"204", b"304")
    return bodiless or len(body) >= int(headers.get(b"content-length", b"-1")) >= 0
