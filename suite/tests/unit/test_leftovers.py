import os
import subprocess

import pytest

from suite import leftovers
from suite.home import Home
from suite.processes import STARTED_BY, Process, started_by
from suite.state import State

#: Once so numbered, and long gone.
KILLED = Process(7, "an earlier boot:12")


@pytest.fixture
def start():
    """Processes of a session of their own, started by somebody; those that still run are ended."""
    started = []

    def one(by):
        environment = {"PATH": os.defpath, STARTED_BY: by.mark}
        started.append(subprocess.Popen(["sleep", "60"], env=environment, start_new_session=True))
        return started[-1]

    yield one
    for each in started:
        each.kill()
        each.wait()


@pytest.fixture
def home(tmp_path):
    """Of a supervisor that was killed before it had written down anything that it started."""
    State(KILLED, 0, "postgresql://h/d", own_database=True).write(Home(tmp_path).state_file)
    return Home(tmp_path)


def test_what_was_started_and_not_written_down_is_ended_too(home, start):
    unwritten, strangers = start(by=KILLED), start(by=Process.myself())

    leftovers.clean_up(home)

    assert unwritten.wait(timeout=5) == -15
    assert strangers.poll() is None


def test_what_follows_a_leader_is_not_told_for_itself(start):
    leader = start(by=KILLED)

    assert [each.pid for each in started_by(KILLED)] == [leader.pid]
