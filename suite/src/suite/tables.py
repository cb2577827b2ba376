"""The tables that people see on the terminal."""

import sys
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from suite.doctor import Finding
from suite.errors import SuiteError
from suite.home import Home
from suite.report import PartReport, Report

#: Where nobody looks, in a pipe or a file, no address is cut to fit a screen.
_WIDE = 160

console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDE)
_errors = Console(stderr=True, highlight=False)


def show_problem(problem: SuiteError) -> None:
    """What happened in red, what to do about it beneath."""
    what, *advice = str(problem).splitlines() or [type(problem).__name__]
    _errors.print(Text(what, style="red"), soft_wrap=True)
    for line in advice:
        _errors.print(Text(line), soft_wrap=True)


def show_addresses(report: Report) -> None:
    """Where everything is, and who may sign in; the end of every start."""
    table = _table("service", "address")
    for service in report.services:
        table.add_row(service.name, Text(service.url, style=f"link {service.url}"))
    if report.database:
        table.add_row(report.database.name, _address(report.database))
    console.print(table)
    if report.database is None and report.demo:
        console.print(
            "\nDATABASE_URL's database is migrated and not filled unasked: [bold]./mercato seed[/bold] fills it.",
            soft_wrap=True,
        )
    _show_people(report)


def _show_people(report: Report) -> None:
    """Who may sign in to a demo, or how a chain gets its first owner."""
    if report.logins:
        logins = _table("sign in as", "e-mail", "password", "PIN")
        for login in report.logins:
            logins.add_row(login.role, login.email, login.password, login.pin)
        console.print()
        console.print(logins)
    if report.first_run:
        console.print(f"\nFound your chain at {report.first_run.url}", soft_wrap=True)
        console.print(f"with the setup code    [bold]{report.first_run.code}[/bold]")


def show_status(report: Report, home: Home) -> None:
    """Every part with its state, restarts and memory."""
    if report.phase in {"stopped", "failed"}:
        console.print(
            f"Nothing runs on {home.path}. Start it:  [bold]./mercato up[/bold]", soft_wrap=True
        )
        if report.problem:
            console.print(f"The last start failed: {report.problem}", markup=False, soft_wrap=True)
        return
    offset = f", ports moved by {report.port_offset}" if report.port_offset else ""
    console.print(f"{home.path}: [bold]{report.phase}[/bold]{offset}", soft_wrap=True)
    if report.phase == "orphaned":
        console.print("Its supervisor was killed, so nothing that dies is started again.")
        console.print(
            "[bold]./mercato up[/bold] starts afresh, [bold]./mercato down[/bold] stops it."
        )
    table = _table("service", "address", "state")
    for heading in ("restarts", "pid", "MB"):
        table.add_column(heading, justify="right")
    parts = [*report.services, *([report.database] if report.database else [])]
    for part in parts:
        numbers = (str(part.restarts), str(part.pid or ""), f"{part.pss_mb:.0f}")
        table.add_row(part.name, _address(part), _state(part), *numbers)
    table.add_section()
    table.add_row("", "", "", "", "", f"{sum(part.pss_mb for part in parts):.0f}")
    console.print(table)
    _show_people(report)


def show_findings(findings: Iterable[Finding]) -> None:
    """What the doctor found, the worst not hidden among the good."""
    marks = {"good": ("ok", "green"), "watch": ("watch", "yellow"), "wrong": ("wrong", "red")}
    for finding in findings:
        mark, style = marks[finding.verdict]
        console.print(Text(f"{mark:<6}", style), Text(finding.what), soft_wrap=True)
        for line in finding.advice.splitlines():
            console.print(Text(f"       {line}"), soft_wrap=True)


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _address(part: PartReport) -> str:
    return part.url.rpartition("@")[2]


def _state(part: PartReport) -> Text:
    if part.retry_seconds is not None:
        return Text(f"died, starts again in {part.retry_seconds:.0f} s", style="red")
    if not part.pid:
        return Text("not running", style="red")
    return Text("ready", style="green") if part.ready else Text("not ready yet", style="yellow")
