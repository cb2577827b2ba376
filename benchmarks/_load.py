"""A client that costs little beside what it measures: prepared requests over plain sockets, one thread each."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles

#: Makes the whole request, headers included, for the number of a request.
Maker = Callable[[int], bytes]


@dataclass
class Round:
    """What one round of load gave: answers by status, and how long each took in seconds."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Answers per second."""
        return len(self.times) / self.seconds

    @property
    def median_ms(self) -> float:
        """The time, in milliseconds, that every other request exceeds."""
        return median(self.times) * 1000

    @property
    def p95_ms(self) -> float:
        """The time, in milliseconds, that one request in twenty exceeds."""
        return quantiles(self.times, n=20)[18] * 1000

    @property
    def p99_ms(self) -> float:
        """The time, in milliseconds, that one request in a hundred exceeds."""
        return quantiles(self.times, n=100)[98] * 1000


def drive(port: int, make: Maker, *, clients: int, seconds: float) -> Round:
    """Send requests to a port of 127.0.0.1 from so many connections for so long, each as fast as it is answered.

    Raises:
        OSError: nobody listens there.
    """
    connections = [_connect(port) for _ in range(clients)]
    result, lock = Round(), threading.Lock()
    begin = threading.Barrier(clients + 1)
    until = [0.0]

    def client(number: int, connection: socket.socket) -> None:
        statuses: dict[int, int] = {}
        times: list[float] = []
        begin.wait()
        count = 0
        while (started := time.perf_counter()) < until[0]:
            connection.sendall(make(number * 10_000_000 + count))
            status = _read(connection)
            times.append(time.perf_counter() - started)
            statuses[status] = statuses.get(status, 0) + 1
            count += 1
        connection.close()
        with lock:
            result.times += times
            for status, amount in statuses.items():
                result.statuses[status] = result.statuses.get(status, 0) + amount

    threads = [threading.Thread(target=client, args=each) for each in enumerate(connections)]
    for thread in threads:
        thread.start()
    started = time.perf_counter()
    until[0] = started + seconds
    begin.wait()
    for thread in threads:
        thread.join()
    result.seconds = time.perf_counter() - started
    return result


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _read(connection: socket.socket) -> int:
    """Read one answer off the connection; its status."""
    received = connection.recv(65536)
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            length = int(line[15:])
    while len(body) < length:
        body += connection.recv(65536)
    return int(head[9:12])
