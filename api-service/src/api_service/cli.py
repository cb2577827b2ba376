"""What is done to the books from a command line, by `./mercato` and in a container: prepare, fill, import."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api_service.audit import cli as audit
from api_service.config import PrepareSettings, Settings
from api_service.importer import cli as importer
from common.config import ConfigurationError
from common.errors import ServiceError

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__
)
importer.register(app)
audit.register(app)


@app.callback()
def books() -> None:
    """Prepare and fill the books."""


@app.command()
def prepare(
    seed: Annotated[
        bool, typer.Option(help="In a demo, also fill an empty chain with the demo's.")
    ] = False,
    logins: Annotated[
        Path | None, typer.Option(help="In a demo, write its people's passwords to this file.")
    ] = None,
) -> None:
    """Wait for PostgreSQL, make database and roles, migrate; nothing to do is done quickly."""
    import psycopg2

    from common.migrations import bootstrap

    settings = PrepareSettings.from_env()
    server = bootstrap.Server.of(settings.admin_database_url, settings.passwords())
    try:
        bootstrap.prepare(server)
    except bootstrap.NotAllowed as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(2) from None
    except psycopg2.OperationalError as error:
        where = server.admin._replace(drivername="postgresql", password=None)
        typer.echo(f"{where} cannot be used: {error}", err=True)
        raise typer.Exit(2) from None
    if settings.demo:
        _prepare_demo(server.url("importer"), settings, seed=seed, logins=logins)


def _prepare_demo(url: str, settings: PrepareSettings, *, seed: bool, logins: Path | None) -> None:
    """See that the books are a demo's, and get it its people; a chain of somebody's own is never opened as one."""
    from api_service.importer import demo_people, use_cases

    if not use_cases.may_be_a_demo(url):
        typer.echo(
            "These books hold a chain that is no demo, and a demo lets everybody in. Nothing was changed.\n"
            "Start it as what it is:  ./mercato init --page  (or MERCATO_DEMO=0 in .env).",
            err=True,
        )
        raise typer.Exit(2)
    people = demo_people.demo_people(settings.secret_key.get_secret_value())
    if seed:
        use_cases.seed(url, people=people)
    if logins is not None:
        demo_people.write_logins(logins, people)


@app.command()
def fold(
    rebuild: Annotated[
        bool,
        typer.Option(
            help="Anew from the first purchase on, as after a branch changed its time zone."
        ),
    ] = False,
) -> None:
    """Take the newest purchases into the rollups now; the service does so every few seconds."""
    from api_service.analytics.use_cases import folding

    database = folding.folding_database(Settings.from_env().database_url)
    steps = folding.rebuild(database) if rebuild else folding.fold(database)
    typer.echo(f"Folded in {steps} step{'' if steps == 1 else 's'}.")


@app.command("sign-in-link")
def sign_in_link(
    email: Annotated[str, typer.Argument(help="Of somebody who works here, the owner for one.")],
) -> None:
    """A link, good once, with which somebody who cannot sign in any more sets a new password."""
    from api_service.collaborators import Collaborators
    from api_service.people.use_cases.invitations import recovery_ticket

    settings = Settings.from_env()
    try:
        ticket = recovery_ticket(Collaborators.of(settings), email)
    except ServiceError as refusal:
        typer.echo(refusal.detail, err=True)
        raise typer.Exit(1) from None
    base = settings.dashboard_public_url.rstrip("/")
    typer.echo(f"Until {ticket.ends_at:%Y-%m-%d %H:%M} UTC, once:")
    typer.echo(f"{base}/invitations/{ticket.token}")


if __name__ == "__main__":
    try:
        app(prog_name="./mercato")
    except ConfigurationError as error:
        sys.exit(str(error))
