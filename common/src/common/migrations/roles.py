"""The database roles: who may do what is decided in the database, not in the code that connects to it.

Role names carry the database's name, because roles belong to the whole server: two chains on one server do not meet.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg2
from psycopg2 import errors, sql
from psycopg2.extensions import connection as PsycopgConnection  # noqa: N812  # its class has a function's name
from psycopg2.extensions import encrypt_password


@dataclass(frozen=True, slots=True)
class Role:
    """One login: the last part of its name, and what it is for."""

    purpose: str
    meaning: str
    may_create: bool = False
    may_use_temporary_tables: bool = False


ROLES = (
    Role("migrator", "owns every table and runs the migrations", may_create=True),
    Role("api", "api-service: the books"),
    Role("store", "store-service: the catalogue"),
    Role("importer", "seeds, imports and founds a chain", may_use_temporary_tables=True),
)


_LOCK = 7_420_002


def name(database: str, purpose: str) -> str:
    """The full name of a role in a database: mercato_api."""
    return f"{database}_{purpose}"


def missing(admin: PsycopgConnection, database: str) -> list[Role]:
    """Which roles the server does not have yet."""
    with admin.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        known = {row[0] for row in cursor.fetchall()}
    return [role for role in ROLES if name(database, role.purpose) not in known]


def may_create_roles(admin: PsycopgConnection) -> bool:
    """Whether the connected role is allowed to make others."""
    with admin.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def statements(admin: PsycopgConnection, database: str, passwords: Mapping[str, str]) -> list[str]:
    """What an administrator runs, in order; passwords are already hashed (SCRAM), so it can be sent by mail."""
    written: list[sql.Composable] = []
    place = sql.Identifier(database)
    present = {role.purpose for role in ROLES} - {role.purpose for role in missing(admin, database)}
    for role in ROLES:
        full = name(database, role.purpose)
        verb = "ALTER" if role.purpose in present else "CREATE"
        hashed = encrypt_password(passwords[role.purpose], full, admin, "scram-sha-256")
        written.append(
            sql.SQL(f"{verb} ROLE {{}} LOGIN PASSWORD {{}}").format(
                sql.Identifier(full), sql.Literal(hashed)
            )
        )
        privileges = "CONNECT"
        privileges += ", CREATE" if role.may_create else ""
        privileges += ", TEMPORARY" if role.may_use_temporary_tables else ""
        written.append(
            sql.SQL(f"GRANT {privileges} ON DATABASE {{}} TO {{}}").format(
                place, sql.Identifier(full)
            )
        )
    written.append(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(place))
    return [statement.as_string(admin) for statement in written]


def ensure(admin: PsycopgConnection, database: str, passwords: Mapping[str, str]) -> None:
    """Make the roles, or give them these passwords.

    Raises:
        psycopg2.errors.InsufficientPrivilege: the connected role may not; `statements` says what to run.
    """
    with admin, admin.cursor() as cursor:
        # roles belong to the whole server, so two that make them at once would collide
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        for statement in statements(admin, database, passwords):
            cursor.execute(statement)


def can_sign_in(url: str) -> bool:
    """Whether a role exists with this password and may connect.

    Raises:
        psycopg2.OperationalError: the server does not answer at all.
    """
    try:
        psycopg2.connect(url, connect_timeout=3).close()
    except psycopg2.OperationalError as error:
        if isinstance(error, errors.InvalidPassword) or "authentication" in str(error):
            return False
        if "role" in str(error) and "does not exist" in str(error):
            return False
        raise
    return True
