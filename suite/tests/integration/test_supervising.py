"""What a supervisor does in the end, and now and then, seen from inside."""

import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from suite import supervisor
from suite.config import Settings
from suite.driving import wait_for
from suite.home import Home
from suite.journal import Journal
from suite.processes import Process
from suite.state import State
from suite.supervisor import Supervisor
from suite.topology import Topology


@pytest.fixture
def supervise(tmp_path):
    """Supervisors of a preparation and of nothing else, on a server of somebody else's."""

    def make(preparation):
        settings = Settings(
            root=tmp_path,
            home=tmp_path / "home",
            database_url="postgresql://postgres@127.0.0.1:1/mercato",
            topology="",
            environment={"PYTHONPATH": str(Path(__file__).parent)},
        )
        Home(settings.home).make()
        return Supervisor(settings, Topology(services=(), preparation=(preparation,)), [], 0)

    return make


def test_what_was_started_is_ended_whatever_cannot_be_written_down(supervise, monkeypatch):
    supervised = supervise("stand_in.lingers")

    def refuse(*_):
        raise RuntimeError("cannot write")

    monkeypatch.setattr(Journal, "phase", refuse)
    supervised._stop.tell()

    with pytest.raises(RuntimeError, match="cannot write"), ExitStack() as resources:
        supervised._run([], resources, foreground=False)

    assert supervised._preparation.wait(5) == -9


def test_a_state_that_a_full_disk_kept_back_is_written_once_there_is_room(
    supervise, tmp_path, monkeypatch
):
    monkeypatch.setattr(supervisor, "_ROTATE_SECONDS", 0.02)
    in_the_way = tmp_path / "home" / ".state.json.new"
    supervised = supervise("stand_in.idles")
    in_the_way.mkdir()
    with ExitStack() as resources:
        running = threading.Thread(
            target=lambda: supervised._run([], resources, foreground=False), daemon=True
        )
        running.start()
        resources.callback(running.join, 5)
        resources.callback(supervised._stop.tell)
        log = Home(tmp_path / "home").log("supervisor")
        wait_for(lambda: log.exists() and "everything is ready" in log.read_text())

        in_the_way.rmdir()
        state = wait_for(lambda: State.read(tmp_path / "home" / "state.json"), seconds=5)

    assert (state.phase, state.supervisor) == ("running", Process.myself())
    assert not running.is_alive()
