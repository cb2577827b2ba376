import os
import shutil
import stat
import subprocess

import pytest

from suite.processes import Process
from suite.state import PartState, State


@pytest.fixture
def state():
    part = PartState("api-service", Process(7, "boot:3"), ready=True, restarts=2, retry_at=1.5)
    return State(Process.myself(), 100, "postgresql://h/d", own_database=True).with_part(part)


def test_what_is_written_is_read_back(state, tmp_path):
    file = tmp_path / "state.json"

    state.write(file)

    assert State.read(file) == state
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "{", "[]", '{"parts": {}}', '{"parts": {"a": {}}}'])
def test_a_damaged_file_is_as_good_as_none(content, tmp_path):
    file = tmp_path / "state.json"
    file.write_text(content)

    assert State.read(file) is None


def test_a_state_is_running_while_its_supervisor_lives(state):
    assert state.is_running


def test_a_recycled_pid_is_somebody_else():
    stranger = Process(os.getpid(), "an earlier boot:12")

    assert not stranger.is_alive


def test_a_dead_process_that_nobody_has_waited_for_is_gone():
    child = subprocess.Popen(["true"])
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

    assert Process.of(child.pid) is None
    child.wait()


def test_a_stranger_may_have_any_name(tmp_path):
    """The kernel cuts names at the fifteenth byte, which may be in the middle of a letter."""
    program = tmp_path / "fifteen-bytes-é"
    shutil.copy(shutil.which("sleep"), program)
    stranger = subprocess.Popen([program, "60"])

    assert Process.of(stranger.pid).is_alive
    stranger.kill()
    stranger.wait()


def test_orphans_are_told_from_a_running_suite(state):
    child = subprocess.Popen(["sleep", "30"])
    gone = State(Process(1, "never"), 0, "postgresql://h/d", own_database=True)

    orphaned = gone.with_part(PartState("api-service", Process.of(child.pid)))

    assert orphaned.is_orphaned
    assert not gone.is_orphaned
    assert not state.is_orphaned
    child.kill()
    child.wait()
