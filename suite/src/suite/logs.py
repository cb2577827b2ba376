"""The log files of a home: written by the processes themselves, kept small, read at their end.

Processes append to their file directly, not through the supervisor, so that they can log when it is gone.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

#: A file's content is moved aside at this size, and three such files are kept.
_LARGEST_BYTES = 8 * 2**20
_KEPT = 3
_TYPICAL_LINE_BYTES = 400


def rotate(file: Path, *, largest: int = _LARGEST_BYTES) -> None:
    """Move a large file's content aside, to `.1`; what was there goes to `.2` and so on.

    The writers keep their file open, so its content is copied and the file emptied; lines written in the instant
    between are lost. That costs less than passing every line through the supervisor.

    Raises:
        OSError: there is no room for the copy. Of what was kept only the oldest is gone, whose time has come anyway,
            however often this is tried.
    """
    if _size(file) < largest:
        return
    kept = [file.with_name(f"{file.name}.{number}") for number in range(1, _KEPT + 1)]
    copy = file.with_name(f"{file.name}.new")
    kept[-1].unlink(missing_ok=True)
    try:
        shutil.copyfile(file, copy)
    except OSError:
        copy.unlink(missing_ok=True)
        raise
    for newer, older in reversed(list(pairwise(kept))):
        if newer.exists():
            newer.replace(older)
    copy.replace(kept[0])
    os.truncate(file, 0)


def last_lines(file: Path, count: int) -> list[str]:
    """The last lines of a log file; none when it does not exist."""
    try:
        with file.open("rb") as content:
            size = content.seek(0, os.SEEK_END)
            content.seek(max(0, size - _TYPICAL_LINE_BYTES * count))
            return content.read().decode(errors="replace").splitlines()[-count:]
    except FileNotFoundError:
        return []


class Follower:
    """Reads what is added to log files from now on."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        """Start at the present end of each file; a file may also appear later."""
        self._files = dict(files)
        self._read = {name: _size(file) for name, file in self._files.items()}
        self._begun = dict.fromkeys(self._files, b"")

    def new_lines(self) -> Iterator[tuple[str, str]]:
        """The lines completed since the last call, each with the name of its file."""
        for name, file in self._files.items():
            size = _size(file)
            if size < self._read[name]:  # its content was moved aside
                self._read[name] = 0
            if size == self._read[name]:
                continue
            with file.open("rb") as content:
                content.seek(self._read[name])
                added = content.read(size - self._read[name])
            self._read[name] += len(added)
            *lines, self._begun[name] = (self._begun[name] + added).split(b"\n")
            for line in lines:
                yield name, line.decode(errors="replace")


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
