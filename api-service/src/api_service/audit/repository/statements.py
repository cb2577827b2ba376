"""The SQL files, read once."""

from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "sql"


def statement(name: str) -> str:
    """The statement in `sql/<name>.sql`."""
    return (_FOLDER / f"{name}.sql").read_text()
