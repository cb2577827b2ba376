"""The account that PostgreSQL runs under: ours, or an unprivileged one when we are root, which PostgreSQL refuses.

As root the server is started through util-linux' setpriv. When the clone or the home lies in a folder that only
root may enter (/root, say), the account also gets the one capability that lets it read past folder permissions.
PostgreSQL looks for its own programs with access(2), which ignores capabilities unless the secure bit
no_setuid_fixup is set.
See docs/decisions/0002-postgres-as-root.md.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from suite.errors import DatabaseProblem

#: From least to most. Containers often lack the first (Docker's default set has only the second, which also writes).
_CAPABILITIES = ("dac_read_search", "dac_override")


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs PostgreSQL, and what a command needs in front to run as them."""

    uid: int
    gid: int
    name: str
    prefix: tuple[str, ...] = ()

    @classmethod
    def choose(cls, folder: Path, programs: Path) -> Self:
        """Ourselves; or, for root, the owner of `folder` where it exists, else `postgres`, else `nobody`.

        Raises:
            DatabaseProblem: root cannot step down to an account that reaches `folder` and `programs`.
        """
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), "")
        uid, gid, name = _unprivileged(folder)
        if shutil.which("setpriv") is None:
            raise DatabaseProblem(
                "PostgreSQL refuses to run as root, and setpriv, which would step down, is missing.\n"
                "Install util-linux, or run ./mercato as an ordinary user."
            )
        step_down = ("setpriv", f"--reuid={uid}", f"--regid={gid}")
        for prefix in _prefixes((*step_down, "--clear-groups")):
            if _reaches(prefix, (_nearest(folder), programs)):
                return cls(uid, gid, name, prefix)
        raise DatabaseProblem(
            f"PostgreSQL refuses to run as root, and the account {name} may not enter\n"
            f"{folder} and {programs}.\n"
            "Move the clone, or MERCATO_HOME, to a folder that everybody may enter, such as /srv."
        )

    def command(self, arguments: Sequence[str | Path]) -> list[str]:
        """The command line that runs these words as this account."""
        return [*self.prefix, *map(str, arguments)]

    def own(self, path: Path) -> None:
        """Hand a file or folder to this account."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)


def _unprivileged(folder: Path) -> tuple[int, int, str]:
    if folder.exists() and folder.stat().st_uid != 0:
        owner = folder.stat()
        name = f"number {owner.st_uid}"
        with suppress(KeyError):  # a folder from another machine may have an owner unknown here
            name = pwd.getpwuid(owner.st_uid).pw_name
        return owner.st_uid, owner.st_gid, name
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid, name
    raise DatabaseProblem(
        "PostgreSQL refuses to run as root, and there is no account postgres or nobody.\n"
        "Create one:  useradd --system postgres"
    )


def _prefixes(step_down: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    yield step_down
    for capability in _CAPABILITIES:
        keep = (f"--inh-caps=+{capability}", f"--ambient-caps=+{capability}")
        yield (*step_down, *keep, "--securebits=+no_setuid_fixup")


def _reaches(prefix: Sequence[str], folders: Iterable[Path]) -> bool:
    # The kernel knows best: permissions, access lists and capabilities all count.
    script = 'for folder do [ -x "$folder/." ] || exit 1; done'
    question = [*prefix, "sh", "-c", script, "sh", *map(str, folders)]
    return subprocess.run(question, capture_output=True, check=False).returncode == 0


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())
