"""What is left when the supervisor itself is killed, and who clears it away."""

import os
import signal
import subprocess

import psutil
import pytest
import requests

from suite.driving import wait_for
from suite.state import PREPARATION, State


@pytest.fixture
def orphans(make_suite):
    """A suite whose supervisor was killed, and the pids of what it left running."""
    suite = make_suite()
    suite.up()
    status = suite.status()
    supervisor = suite.supervisor()
    os.kill(supervisor, signal.SIGKILL)
    wait_for(lambda: not _runs(supervisor))
    return suite, [*(each["pid"] for each in status["services"]), status["database"]["pid"]]


def test_the_services_go_on_without_it(orphans):
    suite, _pids = orphans

    answer = requests.get(suite.url("api-service") + "/readyz", timeout=5)  # noqa: TID251  # no client of a service

    assert answer.status_code == 200
    assert "Its supervisor was killed" in suite("status", check=False).stdout


def test_the_next_up_clears_away_what_it_left(orphans):
    suite, pids = orphans

    suite.up()

    assert not any(_runs(pid) for pid in pids)
    assert all(service["ready"] for service in suite.status()["services"])


def test_down_clears_away_what_it_left(orphans):
    suite, pids = orphans

    stopped = suite("down")

    assert "Stopped." in stopped.stdout
    assert not any(_runs(pid) for pid in pids)


def test_a_database_server_that_is_in_no_list_is_found_by_its_data(orphans):
    suite, pids = orphans
    for pid in pids[:-1]:
        os.killpg(pid, signal.SIGKILL)
    suite.home.state_file.unlink()

    suite.up()

    assert not _runs(pids[-1])
    assert suite.status()["database"]["ready"]


def test_a_preparation_that_was_at_work_is_cleared_away_too(make_suite):
    suite = make_suite(topology="LINGERING")
    starting = subprocess.Popen(
        suite.command("up", "--detach", f"--port-offset={suite.offset}"),
        env=suite.full_environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    preparation = wait_for(lambda: _pid_of(suite.home, PREPARATION))
    os.kill(suite.supervisor(), signal.SIGKILL)
    starting.wait(timeout=20)

    suite("down")

    assert not _runs(preparation)


def _pid_of(home, part):
    state = State.read(home.state_file)
    found = state and state.parts.get(part)
    return found and found.process and found.process.pid


def _runs(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
