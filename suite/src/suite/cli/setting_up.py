"""Commands that look after an installation: doctor, env."""

import typer

from suite.cli import context

_PANEL = "Look after it"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (doctor, env):
        app.command(rich_help_panel=_PANEL)(command)


def doctor() -> None:
    """Check what the suite needs on this machine, and say what to do about what is missing."""
    from suite.doctor import examine
    from suite.tables import show_findings

    findings = examine(context.settings(), context.topology())
    show_findings(findings)
    raise typer.Exit(1 if any(finding.verdict == "wrong" for finding in findings) else 0)


def env() -> None:
    """Write the secrets that Compose needs into .env; those that it has already are kept."""
    from suite.compose_env import write
    from suite.tables import console

    file, added = write(context.settings().root)
    if added:
        console.print(f"Wrote {', '.join(added)} to {file}.", soft_wrap=True)
        console.print("Keep it private; Compose reads it by itself.")
    else:
        console.print(f"{file} has every secret already.", soft_wrap=True)
