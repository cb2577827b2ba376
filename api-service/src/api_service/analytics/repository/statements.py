"""The SQL files, read once."""

from pathlib import Path

from sqlalchemy import TextClause, text

_FOLDER = Path(__file__).parents[1] / "sql"


def statement(name: str) -> TextClause:
    """The statement in `sql/<name>.sql`."""
    return text((_FOLDER / f"{name}.sql").read_text())
