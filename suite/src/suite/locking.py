"""Turns the members' dependencies into the two lock files."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from suite.errors import SuiteError
from suite.topology import Topology

_COMPILE = (
    *("--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"),
    *("--no-emit-index-url", "--no-header"),
)
#: What every service needs besides itself.
_ALWAYS = {"common", "suite"}


def compile_locks(root: Path, topology: Topology) -> tuple[Path, Path]:
    """Write both lock files anew.

    requirements.lock has what the services, `common` and `suite` need to run; requirements-dev.lock has the same
    versions, what the other members need, and the tools of development.

    Raises:
        SuiteError: the requirements cannot be met; uv has said why.
    """
    members = sorted(file.parent.name for file in root.glob("*/pyproject.toml"))
    running = _ALWAYS | {service.name for service in topology.services}
    run_time, development = root / "requirements.lock", root / "requirements-dev.lock"
    _compile(root, [member for member in members if member in running], run_time)
    _compile(root, members, development, "-c", run_time.name, "--group", "pyproject.toml:dev")
    return run_time, development


def _compile(root: Path, members: Sequence[str], output: Path, *more: str) -> None:
    files = [f"{member}/pyproject.toml" for member in members]
    command = [sys.executable, "-m", "uv", "pip", "compile", *_COMPILE, *more, *files]
    done = subprocess.run([*command, "-o", output.name], cwd=root, check=False)
    if done.returncode:
        raise SuiteError(f"{output.name} was left as it is.")
