"""Commands that set an installation up and look after it: init, doctor, env."""

import sys
from typing import Annotated

import typer

from suite.cli import context
from suite.errors import SuiteError

_PANEL = "Look after it"

#: What api-service's own command takes besides; its words are written there.
_AS_THEY_ARE = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.command(rich_help_panel=_PANEL, context_settings=_AS_THEY_ARE)(init)
    for command in (doctor, env):
        app.command(rich_help_panel=_PANEL)(command)


def init(call: typer.Context) -> None:
    """Found a chain of your own on a fresh home, by questions, flags, a file or a page; --help tells."""
    from suite import control, founding
    from suite.tables import console

    settings, home = context.settings(), context.home()
    if not {"--help", "-h"}.isdisjoint(call.args):
        raise typer.Exit(founding.show_help(context.topology()))
    if "--page" in call.args:
        if call.args != ["--page"]:
            raise SuiteError("--page goes alone: everything else is asked on the page.")
        founding.mark_for_a_page(settings, home)
        console.print(
            f"{home.path} is a chain's now. ./mercato up says where to found it.", soft_wrap=True
        )
        return
    try:
        code = founding.found(settings, context.topology(), home, call.args)
    except SuiteError as problem:
        raise SuiteError(control.explain(problem, home)) from None
    raise typer.Exit(code)


def doctor() -> None:
    """Check what the suite needs on this machine, and say what to do about what is missing."""
    from suite.doctor import examine
    from suite.tables import show_findings

    findings = examine(context.settings(), context.topology())
    show_findings(findings)
    raise typer.Exit(1 if any(finding.verdict == "wrong" for finding in findings) else 0)


def env(
    demo: Annotated[
        bool | None,
        typer.Option(
            "--demo/--no-demo",
            help="Containers with made-up people and an open API, or a chain of your own.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the secrets that Compose needs into .env; what an existing file has stays as it is."""
    from suite.compose_env import write
    from suite.tables import console

    if demo is None:
        demo = sys.stdin.isatty() and typer.confirm(
            "A demo with made-up people, open to everybody who reaches it?"
        )
    written = write(context.settings().root, demo=demo)
    if written.added:
        console.print(f"Wrote {', '.join(written.added)} to {written.file}.", soft_wrap=True)
        console.print("Keep it private; Compose reads it by itself.")
    else:
        console.print(f"{written.file} has every secret already.", soft_wrap=True)
    if written.demo:
        console.print("The containers run a demo.")
    else:
        console.print(
            "The containers run no demo: SETUP_CODE in the file opens http://localhost:8002/first-run, "
            "where you found your chain.",
            soft_wrap=True,
        )
