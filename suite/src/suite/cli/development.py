"""Commands for those who work on Mercato: test, bench, lock."""

import subprocess
import sys
from typing import Annotated

import typer

from suite.cli import context
from suite.errors import SuiteError

_PANEL = "Work on it"
#: The words after the command's own options go to another program as they are.
_PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command("test", rich_help_panel=_PANEL, context_settings=_PASS_ON)(run_tests)
    app.command(rich_help_panel=_PANEL, context_settings=_PASS_ON)(bench)
    app.command(rich_help_panel=_PANEL)(lock)


def run_tests(
    words: typer.Context,
    fast: Annotated[
        bool, typer.Option("--fast", help="In two minutes: what needs little around it.")
    ] = False,
    long: Annotated[bool, typer.Option("--long", help="Everything, long drills too.")] = False,
) -> None:
    """Check the code: style, types, contracts, tests. Other words are pytest's, and only it runs."""
    from suite.checks import Extent, run_all, run_pytest

    root = context.settings().root
    if words.args:
        raise typer.Exit(run_pytest(root, words.args))
    extent = Extent.FAST if fast else Extent.LONG if long else Extent.USUAL
    raise typer.Exit(run_all(root, extent))


def bench(
    words: typer.Context,
    name: Annotated[str, typer.Argument(show_default=False)] = "",
) -> None:
    """Measure: run a file of benchmarks/ by its name."""
    folder = context.settings().root / "benchmarks"
    file = folder / f"{name.replace('-', '_')}.py"
    if not name or not file.exists():
        known = sorted(each.stem for each in folder.glob("[!_]*.py"))
        wrong = f"There is no benchmark {name}. " if name else ""
        raise SuiteError(f"{wrong}These are: {', '.join(known) or 'none yet'}.")
    done = subprocess.run([sys.executable, str(file), *words.args], cwd=folder.parent, check=False)
    raise typer.Exit(done.returncode)


def lock() -> None:
    """Compile what the services need into requirements.lock and requirements-dev.lock."""
    from suite.locking import compile_locks
    from suite.tables import console

    for file in compile_locks(context.settings().root, context.topology()):
        console.print(f"Wrote {file}.")
