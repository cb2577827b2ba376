"""The file `.env`, from which Compose takes the secrets of its containers."""

import secrets
from collections.abc import Sequence
from pathlib import Path

from suite.errors import SuiteError
from suite.home import write_private

NAMES = (
    "POSTGRES_PASSWORD",
    "MIGRATOR_PASSWORD",
    "API_PASSWORD",
    "IMPORTER_PASSWORD",
    "SECRET_KEY",
)


def write(root: Path) -> tuple[Path, Sequence[str]]:
    """Write `.env` with fresh secrets, readable by its owner alone; hand back which were new.

    What is there stays, because containers use it: only a name that is missing is added.

    Raises:
        SuiteError: the file cannot be read or written.
    """
    file = root / ".env"
    try:
        kept = file.read_text() if file.exists() else ""
        present = {line.partition("=")[0].strip() for line in kept.splitlines()}
        missing = [name for name in NAMES if name not in present]
        if missing:
            if kept and not kept.endswith("\n"):
                kept += "\n"
            made = "".join(f"{name}={secrets.token_urlsafe(24)}\n" for name in missing)
            write_private(file, kept + made, durable=True)
    except (OSError, ValueError) as error:
        raise SuiteError(f"Cannot use {file}: {error}.") from error
    return file, missing
