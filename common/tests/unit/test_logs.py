"""Lines of the log: one for each event, whatever stands in its facts."""

import io
import json
import logging
import sys

import pytest

from common import logs


@pytest.fixture
def written(monkeypatch):
    """Log one event of a service, and hand back the lines that it made."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level

    def write(event, **facts):
        stream = io.StringIO()
        monkeypatch.setattr(sys, "stderr", stream)
        logs.configure("test-service")
        logs.get("a test").warning(event, **facts)
        return stream.getvalue().splitlines()

    yield write
    root.handlers[:] = handlers
    root.setLevel(level)


def test_a_line_break_in_a_value_makes_no_second_line(written):
    forged = '192.0.2.1\n{"event": "signed in"}\r\u2028'

    (line,) = written("sign-in refused", address=forged)

    assert json.loads(line)["event"] == "sign-in refused"
    assert json.loads(line)["address"] == forged


def test_an_event_says_when_in_utc_and_where(written):
    (line,) = written("sign-in refused", reason="wrong_credentials")

    told = json.loads(line)
    assert told["timestamp"].endswith("Z")
    assert (told["service"], told["level"]) == ("test-service", "warning")
