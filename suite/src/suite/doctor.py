"""What the suite needs on this machine, checked one by one, with what to do about what is missing."""

import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from suite import ports, postgres
from suite.accounts import Account
from suite.config import Settings
from suite.database_url import DatabaseUrl
from suite.errors import SuiteError
from suite.home import Home
from suite.state import State
from suite.topology import POSTGRES_PORT, Topology

if TYPE_CHECKING:
    from psycopg2.extensions import connection as PostgresConnection  # noqa: N812  # a class named like a function

_WANTED_DISK_MB = 1_000
_NEEDED_DISK_MB = 200
_WANTED_MEMORY_MB = 800


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    verdict: Literal["good", "watch", "wrong"]
    what: str
    advice: str = ""


def examine(settings: Settings, topology: Topology) -> list[Finding]:
    """Look at everything; nothing is changed, but that a missing home is made."""
    home = Home(settings.home)
    questions: list[Callable[[], Iterator[Finding]]] = [
        lambda: _python(settings.root),
        lambda: _home(home),
        _memory,
    ]
    if settings.database_url:
        questions.append(lambda: _foreign_server(settings.database_url, home))
    else:
        questions.append(lambda: _own_server(home))
    questions.append(lambda: _running(home, topology, own=not settings.database_url))
    return [finding for question in questions for finding in _asked(question)]


def _asked(question: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from question()
    except SuiteError as problem:
        what, _, advice = str(problem).partition("\n")
        yield Finding("wrong", what, advice)


def _python(root: Path) -> Iterator[Finding]:
    yield Finding("good", f"Python {platform.python_version()}")
    lock, installed = root / "requirements.lock", root / ".venv/.installed-requirements"
    if installed.exists() and installed.read_bytes() == lock.read_bytes():
        yield Finding("good", "The packages are those of requirements.lock")
    else:
        advice = "Any ./mercato command installs them."
        yield Finding("watch", "The packages are not those of requirements.lock", advice)


def _home(home: Home) -> Iterator[Finding]:
    home.make()
    free = shutil.disk_usage(home.path).free // 2**20
    what = f"{home.path} can be used; its disk has {free:,} MB free"
    if free < _NEEDED_DISK_MB:
        yield Finding("wrong", what, "Make room, or name another folder in MERCATO_HOME.")
    elif free < _WANTED_DISK_MB:
        yield Finding("watch", what, "PostgreSQL stops when the disk is full. Make room soon.")
    else:
        yield Finding("good", what)


def _memory() -> Iterator[Finding]:
    import psutil

    free = psutil.virtual_memory().available // 2**20
    verdict: Literal["good", "watch"] = "good" if free >= _WANTED_MEMORY_MB else "watch"
    advice = "" if verdict == "good" else f"The suite wants {_WANTED_MEMORY_MB} MB."
    yield Finding(verdict, f"{free:,} MB of memory are free", advice)


def _own_server(home: Home) -> Iterator[Finding]:
    programs = postgres.programs()
    account = Account.choose(home.postgres, programs)
    command = account.command([programs / "postgres", "--version"])
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        yield Finding("wrong", "PostgreSQL's programs do not run here", done.stderr.strip())
        return
    as_whom = f", run as the account {account.name}" if account.prefix else ""
    yield Finding("good", f"{done.stdout.strip()} from the wheel{as_whom}")


def _foreign_server(text: str, home: Home) -> Iterator[Finding]:
    import psycopg2

    url = DatabaseUrl.parse(text)
    try:
        with closing(psycopg2.connect(url.libpq, connect_timeout=5)) as connection:
            yield from _rights(connection, url, home)
    except psycopg2.Error as error:
        if f'database "{url.database}" does not exist' in str(error):
            yield from _missing_database(url)
        else:
            yield Finding("wrong", f"{url.without_password} cannot be used", str(error).strip())


def _missing_database(url: DatabaseUrl) -> Iterator[Finding]:
    import psycopg2

    question = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    elsewhere = replace(url, database="postgres").libpq
    try:
        with (
            closing(psycopg2.connect(elsewhere, connect_timeout=5)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(question)
            [(may_create,)] = cursor.fetchall()
    except psycopg2.Error:
        may_create = False
    if may_create:
        what = f"There is no database {url.database} yet; ./mercato up makes it"
        yield Finding("good", what)
        return
    yield Finding(
        "wrong",
        f"There is no database {url.database}, and {url.user} may not make it",
        "An administrator runs this; then ask the doctor again about the roles:\n\n"
        f'CREATE DATABASE "{url.database}" OWNER "{url.user}";\n',
    )


def _rights(connection: "PostgresConnection", url: DatabaseUrl, home: Home) -> Iterator[Finding]:
    from common.migrations import roles

    yield Finding(
        "good", f"{url.without_password} answers: PostgreSQL {connection.server_version // 10_000}"
    )
    passwords = home.secrets().of_roles()
    names = {purpose: roles.name(url.database, purpose) for purpose in passwords}
    if all(
        roles.can_sign_in(url.as_role(names[purpose], password).libpq)
        for purpose, password in passwords.items()
    ):
        yield Finding("good", "The suite's roles exist and can sign in")
    elif roles.may_create_roles(connection):
        yield Finding("good", f"{url.user} may make the suite's roles; ./mercato up does")
    else:
        statements = roles.statements(connection, url.database, passwords)
        yield Finding(
            "wrong",
            f"The suite's roles are missing, and {url.user} may not make them",
            f"An administrator runs this in the database {url.database}; it holds no readable password:\n\n"
            + "".join(f"{statement};\n" for statement in statements),
        )


def _running(home: Home, topology: Topology, *, own: bool) -> Iterator[Finding]:
    state = State.read(home.state_file)
    if state and state.is_running:
        offset = f" with ports moved by {state.port_offset}" if state.port_offset else ""
        yield Finding("good", f"A suite runs on this home{offset}; ./mercato status shows it")
        return
    yield Finding("good", "No suite runs on this home")
    wanted = {service.name: service.port for service in topology.services}
    if own:
        wanted["PostgreSQL"] = POSTGRES_PORT
    for purpose, port in wanted.items():
        yield from _asked(partial(_port, purpose, port))


def _port(purpose: str, port: int) -> Iterator[Finding]:
    ports.check_free(port, purpose)
    yield Finding("good", f"Port {port} is free for {purpose}")
