"""Calls to another service: its answers, its refusals, and its silences."""

import json
import socket
import threading
import time
import uuid
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from common import deadlines, metrics, request_ids
from common.breakers import Breaker
from common.errors import NeighbourFailed, NeighbourNotAsked, NeighbourUnavailable
from common.service_client import Refusal, ServiceClient


class Neighbour(BaseHTTPRequestHandler):
    """Answers by path: /status/<n>, /slow, /cut, /redirect; anything else echoes what came.

    What a test puts into `ahead` is answered first, whatever the path.
    """

    def do_GET(self):
        self.server.calls.append(self.path)
        self.server.headers.append(dict(self.headers))
        if self.server.ahead:
            self.path = self.server.ahead.pop(0)
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

    def do_PUT(self):
        self.do_POST()

    def do_DELETE(self):
        self.do_GET()

    def _answer(self, status, body):
        written = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(written)))
        self.send_header("ETag", '"one"')
        self.end_headers()
        with suppress(BrokenPipeError):  # who asked has gone
            self.wfile.write(written)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def neighbour():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    server.calls, server.headers, server.ahead = [], [], []
    server.released = threading.Event()
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


@pytest.mark.parametrize("path", ["/status/502", "/status/503", "/slow", "/cut"])
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


@pytest.fixture
def patient(neighbour):
    """A client with time for repeats."""
    return ServiceClient(
        f"The books {uuid.uuid4()}", f"http://127.0.0.1:{neighbour.server_port}", timeout_seconds=5
    )


@pytest.mark.parametrize("first", ["/status/502", "/status/503", "/status/504", "/cut"])
def test_what_the_caller_wants_repeated_is_repeated_under_one_key(patient, neighbour, first):
    neighbour.ahead = [first] * 3

    reply = patient.post("/charge", {}, idempotency_key="k", repeat=True)

    assert reply.status == 200
    assert neighbour.calls == ["/charge"] * 4
    assert {each["Idempotency-Key"] for each in neighbour.headers} == {"k"}
    assert len({each[deadlines.HEADER] for each in neighbour.headers}) == 1


def test_repeats_end(patient, neighbour):
    neighbour.ahead = ["/cut"] * 9

    with pytest.raises(NeighbourUnavailable):
        patient.post("/charge", {}, idempotency_key="k", repeat=True)

    assert len(neighbour.calls) == 4


@pytest.mark.parametrize("status", [409, 422, 500])
def test_what_would_go_the_same_way_again_is_not_repeated(patient, neighbour, status):
    neighbour.ahead = [f"/status/{status}"]

    with pytest.raises((Refusal, NeighbourUnavailable)):
        patient.post("/charge", {}, idempotency_key="k", repeat=True)

    assert len(neighbour.calls) == 1


@pytest.mark.parametrize(
    ("answer", "failed"), [("500", True), ("501", False), ("503", False), ("504", False)]
)
def test_a_mistake_over_the_request_is_told_apart_from_being_away(
    client, neighbour, answer, failed
):
    neighbour.ahead = [f"/status/{answer}"]

    with pytest.raises(NeighbourUnavailable) as told:
        client.post("/charge", {})

    assert isinstance(told.value, NeighbourFailed) is failed


def test_a_repeat_without_a_key_is_a_mistake(patient):
    with pytest.raises(ValueError, match="key"):
        patient.post("/charge", {}, repeat=True)


def test_repeats_take_no_longer_than_the_caller_waits(client, neighbour):
    neighbour.ahead = ["/slow"] * 9
    began = time.monotonic()

    with pytest.raises(NeighbourUnavailable) as told:
        client.post("/charge", {}, idempotency_key="k", repeat=True)

    assert time.monotonic() - began < 1
    assert len(neighbour.calls) == 1
    assert not isinstance(told.value, NeighbourNotAsked)


def test_after_one_attempt_nobody_is_told_that_nothing_was_sent(patient, neighbour):
    patient._breaker = Breaker("opens-in-between", failures=1)
    neighbour.ahead = ["/cut"]

    with pytest.raises(NeighbourUnavailable) as told:
        patient.post("/charge", {}, idempotency_key="k", repeat=True)

    assert neighbour.calls == ["/charge"]
    assert not isinstance(told.value, NeighbourNotAsked)


@pytest.mark.parametrize("ask", ["put", "delete"])
def test_a_state_that_is_asked_for_may_be_repeated_too(patient, neighbour, ask):
    neighbour.ahead = ["/cut"]
    body = ({},) if ask == "put" else ()

    assert getattr(patient, ask)("/pin", *body, repeat=True).status == 200
    neighbour.ahead = ["/cut"]
    with pytest.raises(NeighbourUnavailable):
        getattr(patient, ask)("/pin", *body)

    assert len(neighbour.calls) == 3


def test_a_reading_that_was_cut_is_repeated(patient, neighbour):
    neighbour.ahead = ["/cut", "/cut"]

    assert patient.get("/products").status == 200


def test_the_neighbour_is_told_until_when_its_answer_is_of_use(client, neighbour):
    client.get("/")
    with deadlines.within(0.1):
        client.get("/")
    usual, short = (float(each[deadlines.HEADER]) - time.time() for each in neighbour.headers)

    assert 0.1 < usual <= 0.3
    assert short <= 0.1


def test_who_has_no_time_left_asks_nobody(client, neighbour):
    with deadlines.within(0), pytest.raises(NeighbourNotAsked):
        client.get("/")

    assert neighbour.calls == []


def test_a_neighbour_that_fails_again_and_again_is_left_alone_and_then_tried_once(
    client, neighbour
):
    client._breaker = Breaker("books-of-this-test", failures=3, seconds=0.3)
    neighbour.ahead = ["/status/503"] * 4
    for _ in range(3):
        with pytest.raises(NeighbourUnavailable):
            client.get("/")
    with pytest.raises(NeighbourNotAsked):
        client.get("/")
    assert len(neighbour.calls) == 3
    assert 'neighbour_open{neighbour="books-of-this-test"} 1.0' in metrics.exposition().decode()

    time.sleep(0.31)
    for error in (NeighbourUnavailable, NeighbourNotAsked):
        with pytest.raises(error):
            client.get("/")
    assert len(neighbour.calls) == 4

    time.sleep(0.31)
    assert [client.get("/").status for _ in range(2)] == [200, 200]
    assert 'neighbour_open{neighbour="books-of-this-test"} 0.0' in metrics.exposition().decode()


@pytest.mark.parametrize("status", [404, 409, 500])
def test_a_neighbour_that_says_no_is_not_one_that_fails(client, neighbour, status):
    client._breaker = Breaker("says-no", failures=2)
    for _ in range(4):
        with pytest.raises((Refusal, NeighbourUnavailable)):
            client.post(f"/status/{status}", {})

    assert len(neighbour.calls) == 4


def test_a_neighbour_that_was_given_little_time_is_not_to_blame(client):
    client._breaker = Breaker("hurried", failures=1)
    with deadlines.within(0.1), pytest.raises(NeighbourUnavailable):
        client.get("/slow")

    assert client.get("/").status == 200
