"""Connections to a neighbour whose timeout holds for a whole answer, in however many pieces it comes."""

import io
import math
import socket
import time
from http.client import HTTPResponse
from typing import Any

from requests import Response
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection


class WholeAnswers(HTTPAdapter):
    """How requests reaches a neighbour. Its own timeout begins anew with each piece."""

    def init_poolmanager(self, *how: Any, **more: Any) -> None:
        """Make connections of our kind."""
        super().init_poolmanager(*how, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}

    def send(self, *what: Any, **how: Any) -> Response:
        """Of the two times, the second is for everything: to connect, to ask, and to hear all of the answer."""
        connecting, everything = how["timeout"]
        how["timeout"] = Timeout(connect=connecting, total=everything)
        return super().send(*what, **how)


class _Until(io.RawIOBase):
    """What a socket receives within the timeout that it has at first."""

    def __init__(self, received: io.RawIOBase, connection: socket.socket) -> None:
        """Begin to count."""
        self._received = received
        self._connection = connection
        patience = connection.gettimeout()
        self._ends_at = math.inf if patience is None else time.monotonic() + patience

    def readable(self) -> bool:
        """As every file that is read from."""
        return True

    def readinto(self, piece: Any) -> int | None:
        """Wait for the next piece no longer than is left for all of them."""
        if self._ends_at < math.inf:
            left = self._ends_at - time.monotonic()
            if left <= 0:
                raise TimeoutError("timed out")
            self._connection.settimeout(left)
        return self._received.readinto(piece)

    def close(self) -> None:
        """Let the socket go."""
        self._received.close()
        super().close()


class _Answer(HTTPResponse):
    def __init__(self, connection: socket.socket, *how: Any, **more: Any) -> None:
        super().__init__(connection, *how, **more)
        self.fp = io.BufferedReader(_Until(self.fp.detach(), connection))


class _Connection(HTTPConnection):
    response_class = _Answer


class _TlsConnection(HTTPSConnection):
    response_class = _Answer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection
