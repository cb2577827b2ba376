import errno
import json
import sys
from types import SimpleNamespace

import pytest

from suite.driving import wait_for
from suite.log_view import LogShow, Printer
from suite.logs import Follower, last_lines, rotate


def test_a_large_file_moves_aside_and_three_are_kept(tmp_path):
    file = tmp_path / "api.log"

    for number in range(5):
        file.write_text(f"{number}\n")
        rotate(file, largest=1)

    kept = [file.with_name(f"api.log.{number}").read_text() for number in (1, 2, 3)]
    assert kept == ["4\n", "3\n", "2\n"]
    assert not file.with_name("api.log.4").exists()
    assert file.read_text() == ""


def test_a_full_disk_costs_the_oldest_of_them_however_long_it_lasts(tmp_path):
    file, copy = tmp_path / "api.log", tmp_path / "api.log.new"
    for number in range(4):
        file.write_text(f"{number}\n")
        rotate(file, largest=1)
    file.write_text("4\n")

    for _ in range(3):
        copy.symlink_to("/dev/full")
        with pytest.raises(OSError, match="No space left"):
            rotate(file, largest=1)

    kept = [file.with_name(f"api.log.{number}").read_text() for number in (1, 2)]
    assert kept == ["3\n", "2\n"]
    assert file.read_text() == "4\n"
    assert not copy.exists()


def test_a_writer_goes_on_in_the_emptied_file(tmp_path):
    file = tmp_path / "api.log"
    with file.open("a") as writer:
        writer.write("before\n")
        writer.flush()
        rotate(file, largest=1)
        writer.write("after\n")

    assert file.read_text() == "after\n"


def test_a_small_file_stays(tmp_path):
    file = tmp_path / "api.log"
    file.write_text("short\n")

    rotate(file)

    assert file.read_text() == "short\n"


def test_the_last_lines_of_a_long_file(tmp_path):
    file = tmp_path / "api.log"
    file.write_text("".join(f"line {number}\n" for number in range(10_000)))

    assert last_lines(file, 2) == ["line 9998", "line 9999"]
    assert last_lines(tmp_path / "none.log", 2) == []


def test_only_whole_new_lines_are_followed(tmp_path):
    file = tmp_path / "api.log"
    file.write_text("old\n")
    follower = Follower({"api": file, "later": tmp_path / "later.log"})

    with file.open("a") as writer:
        writer.write("new\nbegun")
    first = list(follower.new_lines())
    with file.open("a") as writer:
        writer.write(" and done\n")
    (tmp_path / "later.log").write_text("here\n")
    second = list(follower.new_lines())

    assert first == [("api", "new")]
    assert second == [("api", "begun and done"), ("later", "here")]


def test_following_goes_on_after_a_file_moved_aside(tmp_path):
    file = tmp_path / "api.log"
    file.write_text("a long line before\n")
    follower = Follower({"api": file})

    rotate(file, largest=1)
    with file.open("a") as writer:
        writer.write("new\n")

    assert list(follower.new_lines()) == [("api", "new")]


def test_events_are_written_out_for_people():
    event = {
        "timestamp": "2026-03-01T09:08:07Z",
        "level": "warning",
        "event": "slow",
        "service": "api-service",
        "ms": 12,
    }

    shown = Printer(["api-service", "postgres"], colour=False).line("postgres", json.dumps(event))

    assert shown == "postgres    │ 09:08:07 WARNING slow  ms=12"


def test_other_lines_are_shown_as_they_are():
    printer = Printer(["a"], colour=False)

    assert printer.line("a", "{not json") == "a │ {not json"
    assert printer.line("a", "plain") == "a │ plain"


def test_each_name_has_its_colour():
    printer = Printer(["a", "b"], colour=True)

    assert printer.line("a", "x").startswith("\x1b[36ma │ ")
    assert printer.line("b", "x").startswith("\x1b[32mb │ ")


def test_what_is_shown_goes_on_when_a_full_disk_has_room_again(tmp_path, monkeypatch):
    """As in `./mercato up >FILE`."""
    file, shown = tmp_path / "api.log", []
    file.touch()
    full = SimpleNamespace(write=_refuse, flush=lambda: None)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", full)
        show = LogShow({"api": file}, colour=False)
        show.start()
        file.write_text("lost\n")
        wait_for(lambda: show._follower._read["api"])
        patched.setattr(sys, "stdout", SimpleNamespace(write=shown.append, flush=lambda: None))
        with file.open("a") as writer:
            writer.write("seen\n")
        show.end()

    assert shown == ["api │ seen\n"]


def test_nothing_more_is_read_when_nobody_reads_what_is_shown(tmp_path, monkeypatch):
    def broken(_text):
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    file = tmp_path / "api.log"
    file.touch()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(write=broken, flush=lambda: None))
    show = LogShow({"api": file}, colour=False)
    show.start()
    file.write_text("one\n")
    show.join(5)

    assert not show.is_alive()


def test_an_event_too_deep_to_be_read_is_shown_as_it_is():
    deep = '{"event":' + "[" * 100_000

    assert Printer(["a"], colour=False).line("a", deep) == f"a │ {deep}"


def _refuse(_text):
    raise OSError(errno.ENOSPC, "No space left on device")
