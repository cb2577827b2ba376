"""An answer that comes drop by drop: a call is over when its time is, and no later."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from common import deadlines
from common.breakers import Breaker
from common.errors import NeighbourUnavailable
from common.service_client import ServiceClient

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 30\r\n"
_BEFORE = {"/head": _HEAD + b"X-Long: ", "/body": _HEAD + b"\r\n"}


class Dripping(BaseHTTPRequestHandler):
    """Gives a letter of its head, or of its body, every tenth of a second for three seconds; elsewhere all at once."""

    def do_GET(self):
        self.wfile.write(_BEFORE.get(self.path, _BEFORE["/body"]))
        for _ in range(30):
            if self.path in _BEFORE:
                self.server.released.wait(0.1)
            try:
                self.wfile.write(b"1")
            except OSError:  # who asked has gone
                return

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def neighbour():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    server.released = threading.Event()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


def client_of(neighbour, *, seconds):
    return ServiceClient(
        "The books", f"http://127.0.0.1:{neighbour.server_port}", timeout_seconds=seconds
    )


@pytest.mark.parametrize("path", ["/head", "/body"])
def test_drops_get_no_longer_than_an_answer_that_does_not_come(neighbour, path):
    client = client_of(neighbour, seconds=0.3)
    began = time.monotonic()

    with pytest.raises(NeighbourUnavailable):
        client.get(path)

    assert time.monotonic() - began < 1.5
    assert client.get("/").status == 200


def test_an_answer_in_pieces_is_heard_in_its_time(neighbour):
    threading.Timer(0.3, neighbour.released.set).start()

    assert client_of(neighbour, seconds=20).get("/body").content == int("1" * 30)


@pytest.mark.parametrize("path", ["/head", "/body"])
def test_a_neighbour_that_was_given_little_time_is_not_to_blame_amid_its_answer(neighbour, path):
    client = client_of(neighbour, seconds=2)
    client._breaker = Breaker("hurried-amid-its-answer", failures=1)

    with deadlines.within(0.15), pytest.raises(NeighbourUnavailable):
        client.get(path)

    assert client.get("/").status == 200
