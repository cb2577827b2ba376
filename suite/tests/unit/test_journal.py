import signal
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from suite.driving import wait_for
from suite.home import Home
from suite.journal import Journal
from suite.keeper import Keeper, Part
from suite.processes import Process
from suite.state import SUPERVISOR, PartState, State

#: Takes nothing, as a disk without room.
FULL = Path("/dev/full")

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")


@pytest.fixture
def home(tmp_path):
    made = Home(tmp_path / "home")
    made.make()
    return made


@pytest.fixture
def journal(home):
    return Journal(home, State(Process.myself(), 0, "postgresql://h/d", own_database=True))


@pytest.fixture
def full_disk(home, monkeypatch):
    """A block in which the home's disk takes nothing, where a detached suite's standard error goes as well."""

    @contextmanager
    def full():
        links = [home.log(SUPERVISOR), home.path / ".state.json.new"]
        for link in links:
            link.unlink(missing_ok=True)
            link.symlink_to(FULL)
        with FULL.open("w") as stderr, monkeypatch.context() as patched:
            patched.setattr(sys, "stderr", _Unbuffered(stderr))
            yield
        for link in links:
            link.unlink()

    return full


@pytest.fixture
def kept(home, journal):
    """A part that runs, and whose keeper tells the journal."""
    part = Part(
        name="part",
        command=lambda: ["sleep", "60"],
        is_ready=lambda _pid: True,
        environment={},
        folder=Path("/"),
        log=home.log("part"),
    )
    keeper = Keeper(part, journal.part)
    keeper.start()
    wait_for(lambda: keeper.state.ready)
    yield keeper
    keeper.stop()
    keeper.join(5)


class _Unbuffered:
    """A text file that has nothing left to write when it is closed."""

    def __init__(self, file):
        self._raw = file.buffer.raw

    def write(self, words):
        return self._raw.write(words.encode())


def test_a_part_that_dies_while_the_disk_is_full_is_started_again(kept, full_disk):
    first = kept.state.process
    with full_disk():
        kept.send(signal.SIGKILL)
        wait_for(lambda: kept.state.restarts and kept.state.ready)

        second = kept.state.process

    assert second != first
    assert second.is_alive


def test_the_state_is_written_when_there_is_room_again(home, journal, full_disk):
    changed = PartState("part", restarts=3)
    with full_disk():
        journal.part(changed, "started")
        journal.catch_up()
        kept_back = State.read(home.state_file)

    journal.catch_up()

    assert kept_back.parts == {}
    assert State.read(home.state_file).parts == {"part": changed}


def test_a_state_that_is_written_is_not_written_once_more(home, journal):
    before = home.state_file.stat().st_ino

    journal.catch_up()

    assert home.state_file.stat().st_ino == before


def test_the_end_comes_on_a_disk_that_lets_nothing_go(journal, monkeypatch, capsys):
    def refuse(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "unlink", refuse)

    journal.end(None)

    assert "state.json: Read-only file system" in capsys.readouterr().err


def test_words_that_no_encoding_can_spell_are_written_down(home, journal):
    journal.say("part", "cannot use caf\udce9")

    assert r"part: cannot use caf\udce9" in home.log(SUPERVISOR).read_text()
