"""The one history of the PostgreSQL schema: a folder for each of its two schemas, one line of revisions through both.

Run by the role that owns every table. A service never migrates; it waits until the schema is the one it was made for.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

if TYPE_CHECKING:
    from alembic.config import Config

_HERE = Path(__file__).parent
_FOLDERS = ("catalog", "books")

#: Serialises two migrations that start at once; any number that nobody else uses would do.
_LOCK = 7_420_001


@cache
def head() -> str:
    """The newest revision in the code."""
    from alembic.script import ScriptDirectory

    found = ScriptDirectory.from_config(_config()).get_current_head()
    if found is None:
        raise RuntimeError("there is no migration in the code")
    return found


def revision(connection: Connection) -> str | None:
    """The revision that a database is at; None when it was never migrated."""
    exists = connection.execute(text("SELECT to_regclass('migrations.alembic_version')")).scalar()
    if exists is None:
        return None
    found = connection.execute(text("SELECT version_num FROM migrations.alembic_version")).scalar()
    return None if found is None else str(found)


def upgrade(connection: Connection) -> bool:
    """Bring a database to the newest revision; False when it was there already.

    The connection belongs to the owning role and to a transaction that the caller commits: all of it, or nothing.
    """
    from alembic import command

    if revision(connection) == head():
        return False
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if revision(connection) == head():
        return False  # another process migrated while this one waited
    connection.execute(text("CREATE SCHEMA IF NOT EXISTS migrations"))
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return True


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("path_separator", "newline")
    folders = [str(_HERE / "versions" / folder) for folder in _FOLDERS]
    config.set_main_option("version_locations", "\n".join(folders))
    return config
