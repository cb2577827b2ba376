"""Calls to another service: its answers, its refusals, and its silences."""

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from common import request_ids
from common.errors import NeighbourUnavailable
from common.service_client import Refusal, ServiceClient


class Neighbour(BaseHTTPRequestHandler):
    """Answers by path: /status/<n>, /slow, /cut, /redirect; anything else echoes what came."""

    def do_GET(self):
        self.server.calls.append(self.path)
        if self.path.startswith("/status/"):
            return self._answer(int(self.path[8:]), {"code": "said_no", "detail": "Because."})
        if self.path == "/slow":
            self.server.released.wait(5)
            return self._answer(200, {})
        if self.path == "/cut":
            return self.connection.shutdown(socket.SHUT_RDWR)
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "http://elsewhere.invalid/")
            return self.end_headers()
        return self._answer(200, {"path": self.path, "headers": dict(self.headers)})

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def _answer(self, status, body):
        written = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(written)))
        self.send_header("ETag", '"one"')
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def neighbour():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    server.calls, server.released = [], threading.Event()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(neighbour):
    return ServiceClient(
        "The books", f"http://127.0.0.1:{neighbour.server_port}", timeout_seconds=0.3
    )


def test_an_answer_comes_with_its_etag(client):
    reply = client.get("/products", {"search": "pen"})

    assert (reply.status, reply.etag) == (200, '"one"')
    assert reply.content["path"] == "/products?search=pen"


def test_the_request_id_goes_along(client):
    request_ids.take_or_make("the-first-callers-id")

    assert client.get("/").content["headers"]["X-Request-ID"] == "the-first-callers-id"


def test_a_refusal_says_why(client):
    with pytest.raises(Refusal) as refused:
        client.post("/status/409", {})

    assert (refused.value.status, refused.value.code) == (409, "said_no")
    assert refused.value.detail == "Because."


@pytest.mark.parametrize("path", ["/status/500", "/status/503", "/slow", "/cut"])
def test_no_answer_in_time_is_told_apart_from_a_refusal(client, path):
    with pytest.raises(NeighbourUnavailable, match="The books gave no answer"):
        client.post(path, {})


@pytest.mark.parametrize("path", ["/status/503", "/slow", "/cut"])
def test_a_post_is_never_repeated_by_itself(client, neighbour, path):
    with pytest.raises(NeighbourUnavailable):
        client.post(path, {})

    assert neighbour.calls == [path]


def test_nobody_listening_is_told_apart_too():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    client = ServiceClient("The books", f"http://127.0.0.1:{port}")

    with pytest.raises(NeighbourUnavailable):
        client.get("/")


def test_a_redirect_is_not_followed(client, neighbour):
    reply = client.get("/redirect")

    assert reply.status == 302
    assert neighbour.calls == ["/redirect"]
