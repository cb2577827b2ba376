"""The steps of `./mercato test`: style, types, the borders between packages, then the tests."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path

from suite.tables import console

_TOOLS = Path(sys.executable).parent
_BROWSER = {"chromium": "chromium", "chromedriver": "chromium-driver"}
_NOTHING_COLLECTED = 5


class Extent(Enum):
    """How much is tested: what needs the machine for itself, as an expression of pytest's markers."""

    FAST = ""
    USUAL = "(faults or timed) and not long"
    LONG = "faults or timed or long"


#: What may run side by side, and of that what needs a browser: much of its time is spent waiting.
_TOGETHER = "not faults and not timed and not long"
_WITHOUT_BROWSER, _IN_BROWSERS = f"{_TOGETHER} and not e2e", f"{_TOGETHER} and e2e"

#: What tells a developer within two minutes whether the last change broke something.
_QUICK = f"{_WITHOUT_BROWSER} and not integration and not contract"
#: Folders that hold nothing of it are not even read.
_LEFT_OUT = [
    f"--ignore-glob=*/{each}" for each in ("contract", "e2e", "faults", "guards", "integration")
]


def run_all(root: Path, extent: Extent) -> int:
    """Run every step, the later ones also when an earlier one failed; 0 when all passed."""
    failed = []
    began = time.monotonic()
    for title, command in _steps(root, extent):
        console.rule(f"[bold]{title}", align="left", style="dim")
        code = subprocess.run(command, cwd=root, check=False).returncode
        if code and not (title.startswith("pytest") and code == _NOTHING_COLLECTED):
            failed.append(title)
    console.rule(style="dim")
    seconds = f"{time.monotonic() - began:.0f} s"
    if failed:
        console.print(f"[red]Failed after {seconds}:[/red] {', '.join(failed)}")
    else:
        console.print(f"[green]All passed in {seconds}.[/green]")
    return 1 if failed else 0


def run_pytest(root: Path, words: Sequence[str]) -> int:
    """Run pytest alone, with these words; its exit code."""
    return subprocess.run([*_pytest(), *words], cwd=root, check=False).returncode


def _steps(root: Path, extent: Extent) -> Iterator[tuple[str, Sequence[str | Path]]]:
    packages = sorted(file.parent.name for file in root.glob("*/src/*/__init__.py"))
    yield "ruff check", [_TOOLS / "ruff", "check", "--quiet", "."]
    yield "ruff format", [_TOOLS / "ruff", "format", "--check", "--quiet", "."]
    yield "mypy", [_TOOLS / "mypy", *(word for name in packages for word in ("-p", name))]
    yield "import contracts", [_TOOLS / "lint-imports", "--no-cache"]
    # One file stays in one process: tests of a file share what they started. A third process uses what two leave of
    # two cores while they wait for the database.
    spread = ("--dist", "loadfile", "-n")
    chosen: tuple[str, ...] = (*_LEFT_OUT, "-m", _QUICK)
    if extent is not Extent.FAST:
        chosen = ("-m", _WITHOUT_BROWSER)
    yield "pytest, side by side", [*_pytest(), "-q", *spread, "3", *chosen]
    if extent is not Extent.FAST:
        _ensure_browser()
        yield "pytest, in browsers", [*_pytest(), "-q", *spread, "2", "-m", _IN_BROWSERS]
        yield "pytest, one by one", [*_pytest(), "-q", "-m", extent.value]


def _pytest() -> list[str]:
    return [sys.executable, "-m", "pytest"]


def _ensure_browser() -> None:
    """Install Chromium where we may; otherwise say how, and let the browser tests fail."""
    if all(shutil.which(program) for program in _BROWSER):
        return
    packages = list(_BROWSER.values())
    if shutil.which("apt-get") and os.geteuid() == 0:
        console.print(f"Installing {' and '.join(packages)} for the browser tests")
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    else:
        console.print("The browser tests need Chromium. On Debian and Ubuntu, type:")
        console.print(f"  sudo apt install {' '.join(packages)}")
