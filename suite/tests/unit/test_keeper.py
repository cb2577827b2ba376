import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from suite.driving import wait_for
from suite.errors import SuiteError
from suite.keeper import Keeper, Part


@pytest.fixture
def keep(tmp_path):
    kept = []

    def start(script, *, is_ready=lambda _pid: True, report=None):
        told = []
        part = Part(
            name="part",
            command=script if callable(script) else lambda: [sys.executable, "-c", script],
            is_ready=is_ready,
            environment={},
            folder=Path("/"),
            log=tmp_path / "part.log",
        )
        keeper = Keeper(part, report or (lambda _state, words: told.append(words)))
        kept.append(keeper)
        keeper.start()
        return keeper, told

    yield start
    for keeper in kept:
        keeper.stop()
        keeper.send(signal.SIGKILL)
        keeper.join(5)


def test_what_dies_is_started_again(keep):
    keeper, told = keep("raise SystemExit(3)")

    wait_for(lambda: keeper.state.restarts == 2)

    assert "ended with exit code 3; starting it again in 0.2 s" in told
    assert "ended with exit code 3; starting it again in 0.4 s" in told


def test_a_wait_for_the_next_start_is_told(keep):
    keeper, _told = keep("raise SystemExit(3)")

    waiting = wait_for(lambda: keeper.state if keeper.state.retry_at else None)

    assert waiting.process is None
    assert waiting.retry_at - time.time() < 1


def test_a_signal_is_told_by_its_name(keep):
    keeper, told = keep("import os; os.kill(os.getpid(), 9)")

    wait_for(lambda: keeper.state.restarts)

    assert "ended with SIGKILL; starting it again in 0.2 s" in told


def test_what_cannot_be_started_is_tried_again(keep):
    def refuse():
        raise SuiteError("the disk is full")

    keeper, told = keep(refuse)

    wait_for(lambda: keeper.state.restarts)

    assert str(keeper.problem) == "the disk is full"
    assert "the disk is full; starting it again in 0.2 s" in told


def test_stopping_ends_the_process_and_the_thread(keep):
    keeper, told = keep("import time; time.sleep(60)")
    wait_for(lambda: keeper.state.ready)

    keeper.stop()
    keeper.join(5)

    assert not keeper.is_alive()
    assert told[-1] == "stopped"


def test_stopping_does_not_wait_for_the_next_start(keep):
    keeper, _told = keep("raise SystemExit(3)")
    wait_for(lambda: keeper.state.restarts == 4)  # now it waits for 1.6 s
    began = time.monotonic()

    keeper.stop()
    keeper.join(5)

    assert time.monotonic() - began < 1


def test_it_is_ready_only_when_it_says_so(keep):
    answers = iter([False, False, True])
    keeper, _told = keep("import time; time.sleep(60)", is_ready=lambda _pid: next(answers))

    wait_for(lambda: keeper.state.ready)

    assert keeper.was_ready
    assert list(answers) == []


def test_what_nobody_thought_of_does_not_end_the_keeper(keep, capsys):
    def stumble():
        raise LookupError("strange bytes")

    keeper, told = keep(stumble)

    wait_for(lambda: keeper.state.restarts == 2)

    assert (
        "could not be looked after: LookupError('strange bytes'); starting it again in 0.2 s"
        in told
    )
    assert "in stumble" in capsys.readouterr().err


def test_what_its_keeper_stumbled_over_is_ended_before_the_next_is_started(keep):
    asked = []

    def stumble_once(pid):
        asked.append(pid)
        if len(asked) == 1:
            raise LookupError(pid)
        return not psutil.pid_exists(asked[0])

    keeper, _told = keep("import time; time.sleep(60)", is_ready=stumble_once)

    wait_for(lambda: keeper.state.ready)

    assert keeper.state.restarts == 1
    assert len(asked) == 2


def test_a_part_does_not_suffer_for_what_cannot_be_told(keep, capsys):
    def refuse(_state, words):
        raise LookupError(words)

    keeper, _told = keep("import time; time.sleep(60)", report=refuse)

    wait_for(lambda: keeper.state.ready)
    keeper.stop()
    keeper.join(5)

    assert not keeper.is_alive()
    assert keeper.state.restarts == 0
    assert "LookupError: ready" in capsys.readouterr().err
