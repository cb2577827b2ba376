"""The file `.env`, from which Compose takes the secrets of its containers."""

import os
import secrets
from pathlib import Path

from suite.errors import SuiteError

NAMES = (
    "POSTGRES_PASSWORD",
    "MIGRATOR_PASSWORD",
    "API_PASSWORD",
    "IMPORTER_PASSWORD",
    "SECRET_KEY",
)


def write(root: Path) -> Path:
    """Write `.env` with fresh secrets, readable by its owner alone.

    Raises:
        SuiteError: there is one already, or the folder cannot be written.
    """
    file = root / ".env"
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SuiteError(
            f"{file} exists and was left as it is: running containers use its passwords."
        ) from None
    except OSError as error:
        raise SuiteError(f"Cannot write {file}: {error.strerror}.") from error
    with open(descriptor, "w") as content:  # noqa: PTH123  # Path.open takes no descriptor
        content.writelines(f"{name}={secrets.token_urlsafe(24)}\n" for name in NAMES)
    return file
