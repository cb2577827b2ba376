"""The command that founds a chain: from questions, from flags, from a file, or from all of them together."""

import secrets
import sys
import tomllib
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from api_service.config import Settings
from api_service.importer.answers import AnswersWrong
from common.errors import ServiceError


def register(app: typer.Typer) -> None:
    """Add this command to api-service's command line."""
    app.command()(init)


def init(
    told_in: Annotated[
        Path | None,
        typer.Option(
            "--from", exists=True, dir_okay=False, help="A TOML file; docs/own-chain.md shows one."
        ),
    ] = None,
    name: Annotated[str | None, typer.Option(help="The company.")] = None,
    address: Annotated[str | None, typer.Option(help="Its address, on one line.")] = None,
    vat_id: Annotated[str | None, typer.Option(help="Its VAT id.")] = None,
    currency: Annotated[str | None, typer.Option(help="EUR, GBP, CHF …")] = None,
    time_zone: Annotated[str | None, typer.Option(help="Europe/Amsterdam …")] = None,
    vat: Annotated[
        str | None, typer.Option(help='VAT rates in percent, the standard rate first: "21 9 0".')
    ] = None,
    branch: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME[:TILLS[:TIME ZONE]]", help="A branch; repeat it for each."),
    ] = None,
    owner_name: Annotated[str | None, typer.Option(help="The first owner.")] = None,
    owner_email: Annotated[str | None, typer.Option(help="The owner's e-mail.")] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the owner's password from the input.")
    ] = False,
    link: Annotated[
        bool, typer.Option("--link", help="Print a link on which the owner sets a password.")
    ] = False,
    page: Annotated[  # noqa: ARG001  # ./mercato acts on it; here it is only explained
        bool,
        typer.Option("--page", help="Ask on a page instead: ./mercato up says where. Goes alone."),
    ] = False,
) -> None:
    """Found a chain of your own: company, VAT rates, branches, tills and the first owner.

    What is missing is asked for on a terminal. A password is never taken from a flag or a file.
    """
    if password_stdin and link:
        _refuse("--password-stdin and --link are two ways to the same password; take one.")
    given = {
        "company": {
            "name": name,
            "address": address,
            "vat_id": vat_id,
            "currency": currency,
            "time_zone": time_zone,
        },
        "owner": {"name": owner_name, "email": owner_email},
    }
    settings = Settings.from_env()
    _refuse_a_second(settings)
    told = _read(told_in) if told_in else {}
    for part, values in given.items():
        told.setdefault(part, {}).update(
            {key: value for key, value in values.items() if value is not None}
        )
    if vat is not None:
        told["vat_rates"] = vat
    if branch:
        told["branches"] = [_branch(each) for each in branch]
    asks = sys.stdin.isatty() and not _is_complete(told)
    if asks:
        from api_service.importer.cli.asking import ask

        told = ask(told)
    _check(told)
    _found(settings, told, _password(told, password_stdin=password_stdin, link=link))


def _check(told: dict[str, Any]) -> None:
    from api_service.importer.answers import founding

    try:
        founding(told, password="")
    except AnswersWrong as error:
        _refuse(f"{error}\nNothing was founded.")


def _password(told: dict[str, Any], *, password_stdin: bool, link: bool) -> str:
    """The owner's password; empty where a link takes its place."""
    if link:
        return ""
    if password_stdin:
        typed = sys.stdin.readline().rstrip("\r\n")
        if not typed:
            _refuse("--password-stdin found no password in the input.")
        return typed
    if not sys.stdin.isatty():
        _refuse("Say how the owner gets a password: --password-stdin or --link.")
    from api_service.importer.cli.asking import ask_password

    return ask_password(told)


def _found(settings: Settings, told: dict[str, Any], password: str) -> None:
    from api_service.collaborators import Collaborators
    from api_service.importer import use_cases
    from api_service.importer.answers import founding
    from api_service.people.use_cases.invitations import recovery_ticket

    try:
        # nobody knows a password that a link is to replace
        chain = founding(told, password=password or secrets.token_urlsafe(32))
        use_cases.found_chain(settings.database_url, chain)
    except (AnswersWrong, ServiceError) as error:
        _refuse(f"{error}\nNothing was founded.")
    number = len(chain.branches)
    typer.echo(
        f"\n{chain.company.name} is founded: {number} branch{'' if number == 1 else 'es'}, "
        f"prices in {chain.company.currency}."
    )
    typer.echo("Start it:               ./mercato up --detach")
    typer.echo("Fill the catalogue:     ./mercato import products FILE")
    if password:
        typer.echo(f"Sign in as {chain.owner.email} on the dashboard.")
        return
    ticket = recovery_ticket(Collaborators.of(settings), chain.owner.email)
    base = settings.dashboard_public_url.rstrip("/")
    typer.echo(f"Set your password:      {base}/invitations/{ticket.token}")
    typer.echo(f"Should the link not do: ./mercato sign-in-link {chain.owner.email}")


def _refuse_a_second(settings: Settings) -> None:
    from api_service.importer import use_cases

    try:
        if use_cases.has_chain(settings.database_url):
            _refuse("These books have a chain already, and a chain is founded once.")
    except ServiceError as error:
        _refuse(str(error))


def _read(file: Path) -> dict[str, Any]:
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        _refuse(f"{file} is no TOML: {error}")
    if not _has_the_right_form(told):
        _refuse(f"{file} has another form than docs/own-chain.md shows.")
    if "password" in told.get("owner", {}):
        _refuse(f"{file} holds a password. Take it out, and use --password-stdin or --link.")
    return told


def _has_the_right_form(told: dict[str, Any]) -> bool:
    tables = all(isinstance(told.get(part, {}), dict) for part in ("company", "owner"))
    lists = (told.get("branches", []), told.get("vat_rates", []))
    return tables and all(
        isinstance(each, list) and all(isinstance(row, dict) for row in each) for each in lists
    )


def _branch(text: str) -> dict[str, str]:
    name, _, rest = text.partition(":")
    tills, _, zone = rest.partition(":")
    return {"name": name, "tills": tills or "1", "time_zone": zone}


def _is_complete(told: dict[str, Any]) -> bool:
    company, owner = told["company"], told["owner"]
    return (
        {"name", "currency", "time_zone"} <= company.keys()
        and {"name", "email"} <= owner.keys()
        and bool(told.get("vat_rates"))
        and bool(told.get("branches"))
    )


def _refuse(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1)
