"""The file `.env`, from which Compose takes the secrets of its containers, and whether they run a demo."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from suite.home import explained, setup_code, write_private


def _secret() -> str:
    return secrets.token_urlsafe(24)


#: What is made, and how; `docker-compose.yml` takes no other variable without a default.
SECRETS: Mapping[str, Callable[[], str]] = {
    "POSTGRES_PASSWORD": _secret,
    "MIGRATOR_PASSWORD": _secret,
    "API_PASSWORD": _secret,
    "IMPORTER_PASSWORD": _secret,
    "STORE_PASSWORD": _secret,
    "SECRET_KEY": _secret,
    "SERVICE_KEY": _secret,
    "METRICS_TOKEN": _secret,
    "SETUP_CODE": setup_code,
}
DEMO = "MERCATO_DEMO"


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the file."""

    file: Path
    added: tuple[str, ...]
    """The names that it did not have yet."""
    demo: bool
    """Whether the containers run a demo."""


def write(root: Path, *, demo: bool) -> Written:
    """Write `.env`, readable by its owner alone; of an existing file only what is missing is added.

    Raises:
        SuiteError: the file cannot be read or written.
    """
    file = root / ".env"
    with explained(file):
        text = file.read_text() if file.exists() else ""
        known = _values(text)
        missing = {name: make() for name, make in SECRETS.items() if not known.get(name)}
        if DEMO not in known:
            missing[DEMO] = "1" if demo else "0"
        if missing and text and not text.endswith("\n"):
            text += "\n"
        if missing:
            text += "".join(f"{name}={value}\n" for name, value in missing.items())
            write_private(file, text, durable=True)
        return Written(file, tuple(missing), (known | missing)[DEMO] not in ("", "0"))


def _values(text: str) -> dict[str, str]:
    lines = (line.partition("=") for line in text.splitlines())
    return {name.strip(): value.strip() for name, is_set, value in lines if is_set}
