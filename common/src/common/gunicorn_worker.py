"""gunicorn's threads, so that a client who falls silent keeps none of them and nobody else waits for it."""

import logging
import socket
import struct
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

#: Until when a client may read its answer to the end before its unread request makes the kernel cut the line.
_FAREWELL_SECONDS = 0.5


class Worker(ThreadWorker):
    """Each thread takes leave of its own client; gunicorn's first thread would do so for all, and accept nobody."""

    def handle(self, conn: TConn) -> bool:
        """Answer one request, and tell whether the connection is used again."""
        goes_on = super().handle(conn)
        if goes_on is False:  # another sign that is no bool says: later
            _take_leave(conn.sock)
        return goes_on


def limit_silence(worker: Any, seconds: int) -> None:
    """End connections whose client sends nothing amid a request, or takes nothing of an answer, for so long.

    What is accepted inherits it from who listens. gunicorn's own `timeout` is about its first thread alone.
    """
    span = struct.pack("ll", seconds, 0)
    for listener in worker.sockets:
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, span)
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, span)
    worker.log.error_log.addFilter(_tell_shortly)


def _take_leave(connection: socket.socket) -> None:
    """Leave nothing that closing the connection would wait for."""
    with suppress(OSError):  # who is gone needs no farewell
        connection.shutdown(socket.SHUT_WR)
        ends_at = time.monotonic() + _FAREWELL_SECONDS
        with suppress(TimeoutError):
            while (left := ends_at - time.monotonic()) > 0:
                connection.settimeout(left)
                if not connection.recv(65536):
                    break
        connection.shutdown(socket.SHUT_RD)


def _tell_shortly(record: logging.LogRecord) -> bool:
    """A silent client is one line, not the stack of the thread that it was taken from."""
    if record.exc_info and isinstance(record.exc_info[1], BlockingIOError):
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.msg, record.args, record.exc_info = "A client fell silent", (), None
    return True
