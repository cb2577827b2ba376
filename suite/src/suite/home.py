"""The folder that holds all state of one suite: data, secrets, logs, and the lock that keeps it to one suite."""

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import IO

from suite.errors import HomeBusy, SuiteError


def _secret() -> str:
    return secrets.token_urlsafe(24)


def setup_code() -> str:
    """A code that a person copies once, without signs that are taken for each other: K7QM-3XWD-R9TB."""
    signs = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
    return "-".join("".join(secrets.choice(signs) for _ in range(4)) for _ in range(3))


@dataclass(frozen=True, slots=True)
class Secrets:
    """Passwords and keys of one home, made when they are first needed and never changed."""

    postgres_password: str = field(default_factory=_secret)
    migrator_password: str = field(default_factory=_secret)
    api_password: str = field(default_factory=_secret)
    importer_password: str = field(default_factory=_secret)
    store_password: str = field(default_factory=_secret)
    secret_key: str = field(default_factory=_secret)
    service_key: str = field(default_factory=_secret)
    metrics_token: str = field(default_factory=_secret)
    setup_code: str = field(default_factory=setup_code)

    def of_roles(self) -> dict[str, str]:
        """The passwords of the database's roles."""
        return {
            "migrator": self.migrator_password,
            "api": self.api_password,
            "importer": self.importer_password,
            "store": self.store_password,
        }


@dataclass(frozen=True, slots=True)
class Home:
    """MERCATO_HOME and what lies where in it."""

    path: Path

    @property
    def state_file(self) -> Path:
        """What runs now, written by the supervisor alone."""
        return self.path / "state.json"

    @property
    def secrets_file(self) -> Path:
        """Readable by the owner alone."""
        return self.path / "secrets.json"

    @property
    def kind_file(self) -> Path:
        """Whether the home is a demo or a chain's; see `suite.kinds`."""
        return self.path / "kind.json"

    @property
    def logins_file(self) -> Path:
        """The demo's people with their passwords, readable by the owner alone."""
        return self.path / "logins.json"

    @property
    def postgres(self) -> Path:
        """The folder of the suite's own PostgreSQL."""
        return self.path / "postgres"

    @property
    def logs(self) -> Path:
        """A file per part of the suite."""
        return self.path / "logs"

    def log(self, part: str) -> Path:
        """The log file of a service, of `postgres`, `prepare` or `supervisor`."""
        return self.logs / f"{part}.log"

    @property
    def stores(self) -> Path:
        """What services keep beside the database, each in a file of its own."""
        return self.path / "stores"

    def store(self, service: str) -> Path:
        """The file in which a service keeps what is its own."""
        return self.stores / f"{service}.db"

    def metrics(self, service: str) -> Path:
        """Where a service's processes share their metrics while they run."""
        return self.path / "run" / "metrics" / service

    def make(self) -> None:
        """Make the folder where it is missing.

        Raises:
            SuiteError: it cannot be made or written.
        """
        with explained(self.path):
            if not self.path.exists():
                self.path.mkdir(parents=True)
                # PostgreSQL's account must pass through to its own folder when root runs the suite.
                self.path.chmod(0o711 if os.geteuid() == 0 else 0o700)
            self.logs.mkdir(mode=0o700, exist_ok=True)

    def secrets(self) -> Secrets:
        """The home's secrets; missing ones are made now.

        Raises:
            SuiteError: the file cannot be read or written.
        """
        with explained(self.secrets_file):
            known: dict[str, str] = {}
            if self.secrets_file.exists():
                known = json.loads(self.secrets_file.read_text())
            names = {each.name for each in fields(Secrets)}
            found = Secrets(**{name: known[name] for name in names & known.keys()})
            if asdict(found) != known:
                text = json.dumps(asdict(found), indent=2) + "\n"
                # A database whose passwords were lost in a power cut would be locked for ever.
                write_private(self.secrets_file, text, durable=True)
            return found

    @contextmanager
    def held(self, *, patience: float = 0.5) -> Iterator[None]:
        """Keep every other suite off this home while the block runs, or until this process dies.

        Raises:
            HomeBusy: another suite runs on it.
        """
        with explained(self.path):
            lock = (self.path / "suite.lock").open("a")
        with lock:  # Python closes its files in child processes, so nobody inherits the lock
            deadline = time.monotonic() + patience
            while not _locked(lock):
                if time.monotonic() > deadline:
                    raise HomeBusy(self.path)
                time.sleep(0.05)  # somebody may only be asking is_held
            yield

    def is_held(self) -> bool:
        """Whether a supervisor runs on this home."""
        if not self.path.exists():
            return False
        try:
            with self.held(patience=0):
                return False
        except HomeBusy:
            return True


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def write_private(path: Path, text: str, *, durable: bool = False) -> None:
    """Replace a file in one step; only its owner may read it. A durable one survives a power cut."""
    new = path.with_name(f".{path.name}.new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:  # noqa: PTH123  # Path.open cannot set the mode
        file.write(text)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    new.replace(path)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the system says about this file or folder into advice.

    Raises:
        SuiteError: the block met an OSError, or content that cannot be read.
    """
    try:
        yield
    except OSError as error:
        raise SuiteError(
            f"Cannot use {error.filename or path}: {error.strerror}.\n"
            "All state lives in MERCATO_HOME; name a folder that you may write, with room on its disk."
        ) from error
    except ValueError as error:
        raise SuiteError(f"{path} is damaged ({error}). Restore it from a backup.") from error
