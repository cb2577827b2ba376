"""The auditor on a command line: a table for people, JSON for programs, an exit code for both."""

from typing import Annotated

import typer

from api_service.audit.models.results import Report, Result, Verdict

#: What the exit code says.
_CODES = {Verdict.CLEAN: 0, Verdict.VIOLATED: 1, Verdict.UNKNOWN: 2}

_WORDS = {Verdict.CLEAN: "ok", Verdict.VIOLATED: "WRONG", Verdict.UNKNOWN: "unknown"}

_HEADLINES = {
    Verdict.CLEAN: "The books balance.",
    Verdict.VIOLATED: "The books do not balance.",
    Verdict.UNKNOWN: "Nothing wrong was found, and not everything could be asked.",
}


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(audit)


def audit(
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Price every line ever sold again, not only the newest."),
    ] = False,
) -> None:
    """Say whether the books balance: exit code 0 if they do, 1 if not, 2 if it is not known."""
    from api_service.audit.collaborators import Auditing
    from api_service.audit.payloads import audit_answer
    from api_service.audit.use_cases import auditing
    from api_service.config import Settings
    from common.errors import ServiceError

    try:
        surroundings = Auditing.of(Settings.from_env(), everything=everything)
        report = auditing.run_now(surroundings, everything=everything)
    except ServiceError as failure:
        typer.echo(failure.detail or failure.title, err=True)
        raise typer.Exit(_CODES[Verdict.UNKNOWN]) from None
    if json:
        typer.echo(audit_answer(report).model_dump_json(indent=2))
    else:
        _show(report)
    raise typer.Exit(_CODES[report.verdict])


def _show(report: Report) -> None:
    typer.echo(_HEADLINES[report.verdict])
    typer.echo()
    width = max(len(result.sentence) for result in report.results)
    for result in report.results:
        typer.echo(f"{_WORDS[result.verdict]:<8} {result.sentence:<{width}}  {_rows(result)}")
        if result.first:
            typer.echo(f"{'':8} {result.first.row}: {result.first.says}")
            if result.wrong > 1:
                typer.echo(f"{'':8} and {result.wrong - 1} more like it")
        if result.why:
            typer.echo(f"{'':8} {result.why}")
    typer.echo()
    when = report.ran_at.astimezone()
    typer.echo(f"{when:%Y-%m-%d %H:%M:%S}, {report.checked} rows in {report.seconds:.1f} s.")


def _rows(result: Result) -> str:
    words = [f"{result.checked} checked"]
    if result.before:
        words.append(f"{result.before} before")
    if result.pending:
        words.append(f"{result.pending} pending")
    return ", ".join(words)
