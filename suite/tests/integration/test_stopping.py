"""How a suite ends: in order, in time, with nothing left."""

import os
import signal
import subprocess
import threading
import time

import psutil
import pytest
import requests

from suite.driving import wait_for
from suite.ports import is_free


@pytest.fixture
def mercato(make_suite):
    suite = make_suite()
    suite.up()
    return suite


def test_a_request_in_flight_is_answered_before_the_end(mercato):
    answers = []
    url = mercato.url("api-service") + "/slow?seconds=1.5"
    asking = threading.Thread(target=lambda: answers.append(_ask(url)))
    asking.start()
    time.sleep(0.5)  # long enough to be accepted, which nothing outside the service can see

    mercato("down")
    asking.join()

    assert answers == ["done"]


def test_everything_ends_within_ten_seconds_whatever_it_does(mercato):
    status = mercato.status()
    pids = [service["pid"] for service in status["services"]] + [status["database"]["pid"]]
    os.kill(pids[1], signal.SIGSTOP)  # it can obey no signal but the last one
    began = time.monotonic()

    mercato("down")

    assert time.monotonic() - began < 10
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert all(is_free(port + mercato.offset) for port in (8000, 8001, 15432))
    assert not mercato.home.state_file.exists()


def test_a_database_that_is_slow_to_shut_down_gets_the_time_that_is_left(mercato):
    """With force it would have to recover at its next start."""
    server = psutil.Process(mercato.status()["database"]["pid"])
    checkpointer = next(each for each in server.children() if "checkpointer" in each.cmdline()[0])
    checkpointer.suspend()
    threading.Timer(4, checkpointer.resume).start()

    mercato("down")

    said = mercato.home.log("postgres").read_text()
    assert "database system is shut down" in said
    assert "immediate shutdown" not in said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_foreground_stops_everything(make_suite, number):
    mercato = make_suite()
    command = mercato.command("up", f"--port-offset={mercato.offset}")
    # tests that were themselves started to outlive their terminal would hand that wish on
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    attached = subprocess.Popen(
        command, env=mercato.full_environment(), stdout=subprocess.PIPE, text=True
    )
    signal.signal(signal.SIGHUP, before)
    shown = wait_for(lambda: _until_ready(attached.stdout))
    pid, url = mercato.service("api-service")["pid"], mercato.url("cashier-service")

    attached.send_signal(number)
    rest = attached.communicate(timeout=10)[0]

    assert url in shown
    assert "api-service: stopped" in rest
    assert attached.returncode == 0
    assert not psutil.pid_exists(pid)


def test_nothing_running_is_no_mistake(make_suite):
    mercato = make_suite()

    stopped = mercato("down")

    assert "Nothing runs" in stopped.stdout
    assert mercato("status", check=False).returncode == 1


def _ask(url):
    return requests.get(url, timeout=20).text  # noqa: TID251  # no client of a service


def _until_ready(stream):
    shown = []
    for line in stream:
        shown.append(line)
        if "Ctrl-C stops it" in line:
            return "".join(shown)
    return None
