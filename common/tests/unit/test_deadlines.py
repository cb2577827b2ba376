"""Late work is refused, and a request's deadline ends with it."""

import math
import time

import pytest

from common import deadlines
from common.deadlines import HEADER, TooLate


@pytest.fixture(autouse=True)
def _none_left_over():
    yield
    assert deadlines.after(1e9) == pytest.approx(time.time() + 1e9)


@pytest.fixture
def app():
    from flask import Flask, jsonify

    from common import web
    from common.access import EVERYBODY, Caller, allow
    from common.config import Settings

    class Own(Settings):
        service = "a-service"

    made = Flask("a-service")

    @made.get("/work")
    @allow(EVERYBODY)
    def work():
        return jsonify(seconds=deadlines.after(math.inf) - time.time())

    settings = Own(secret_key="a key for the tests", service_key="a service key for tests")
    web.init_app(made, settings, title="A service", checks={}, identify=Caller)
    return made.test_client()


def test_work_that_nobody_waits_for_is_refused(app):
    refused = app.get("/work", headers={HEADER: str(time.time() - 1)})

    assert (refused.status_code, refused.json["code"]) == (503, "too_late")


def test_work_in_time_knows_how_long_it_has(app):
    answer = app.get("/work", headers={HEADER: str(time.time() + 5)})

    assert 4 < answer.json["seconds"] <= 5


@pytest.mark.parametrize("words", ["soon", "nan", ""])
def test_a_deadline_that_cannot_be_read_is_none(app, words):
    assert app.get("/work", headers={HEADER: words}).status_code == 200


def test_a_block_has_no_more_time_than_what_is_around_it():
    with deadlines.within(2):
        with deadlines.within(60):
            assert deadlines.after(60) <= time.time() + 2
        with deadlines.within(-1), pytest.raises(TooLate):
            deadlines.refuse_if_over()
        deadlines.refuse_if_over()
