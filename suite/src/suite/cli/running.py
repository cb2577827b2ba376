"""Commands that start, stop and watch the suite: up, down, status, logs."""

import json
import os
from contextlib import nullcontext
from typing import Annotated

import typer

from suite.cli import context
from suite.errors import HomeBusy, SuiteError
from suite.topology import LARGEST_OFFSET

_PANEL = "Run it"


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for command in (up, down, status, logs):
        app.command(rich_help_panel=_PANEL)(command)


def up(
    services: Annotated[
        list[str] | None, typer.Argument(metavar="SERVICE", show_default=False)
    ] = None,
    detach: Annotated[
        bool, typer.Option("--detach", "-d", help="Return when everything is ready.")
    ] = False,
    port_offset: Annotated[
        int, typer.Option(min=0, max=LARGEST_OFFSET, help="Move every port by this.")
    ] = 0,
) -> None:
    """Start everything, or only these services and what they need. Ctrl-C stops it."""
    from suite import control, kinds

    settings, home = context.settings(), context.home()
    names = [service.name for service in context.topology().with_needs(services or [])]
    kinds.check_server(kinds.of(home), settings.server)
    if not detach:
        home.make()
        if home.is_held():
            raise HomeBusy(home.path)
        command = control.supervisor_command(names, port_offset, "--foreground")
        # The process itself becomes the supervisor: signals reach it, and this command line's memory is freed.
        os.execve(command[0], command, settings.for_another_process())  # noqa: S606  # our own words, no shell
    _up_detached(names, port_offset)


def _up_detached(names: list[str], offset: int) -> None:
    from suite import control
    from suite.report import gather
    from suite.tables import console, show_addresses

    home, topology = context.home(), context.topology()
    try:
        with console.status("Starting") if console.is_terminal else nullcontext():
            control.start_detached(context.settings(), names, offset)
    except HomeBusy:
        report = gather(home, topology)
        running = {service.name for service in report.services if service.ready}
        if report.port_offset != offset or not running.issuperset(names):
            raise HomeBusy(home.path) from None
        console.print(f"It already runs on {home.path}.\n")
    except SuiteError as problem:
        raise SuiteError(control.explain(problem, home)) from None
    show_addresses(gather(home, topology))
    console.print("\nEverything is ready. Stop it:  ./mercato down")


def down() -> None:
    """Stop everything, in ten seconds at most."""
    from suite import control
    from suite.tables import console

    home = context.home()
    stopped = control.stop(home)
    console.print("Stopped." if stopped else f"Nothing runs on {home.path}.")


def status(
    as_json: Annotated[
        bool, typer.Option("--json", help="For programs: passwords included.")
    ] = False,
) -> None:
    """Show what runs, where, and how it does; exit code 1 when nothing runs."""
    from suite.report import gather

    home = context.home()
    report = gather(home, context.topology())
    if as_json:
        print(json.dumps(report.as_json(), indent=2))
    else:
        from suite.tables import show_status

        show_status(report, home)
    raise typer.Exit(0 if report.is_running else 1)


def logs(
    service: Annotated[str, typer.Argument(show_default=False)] = "",
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on with what comes.")] = False,
    lines: Annotated[int, typer.Option("-n", "--lines", min=0, help="How many of each.")] = 30,
) -> None:
    """Show the last log lines of everything, or of one service, postgres, prepare or supervisor."""
    from suite.log_view import LogShow, Printer
    from suite.logs import last_lines
    from suite.state import DATABASE_PART, PREPARATION, SUPERVISOR

    home, topology = context.home(), context.topology()
    others = (SUPERVISOR, DATABASE_PART, PREPARATION)
    if not service:
        names = [*others, *(each.name for each in topology.services)]
    else:
        names = [service if service in others else topology.named(service).name]
    files = {name: home.log(name) for name in names}
    colour = context.settings().colour
    show = LogShow(files, colour=colour)
    printer = Printer(names, colour=colour)
    for name, file in files.items():
        for line in last_lines(file, lines):
            print(printer.line(name, line))
    if follow:
        show.run()
