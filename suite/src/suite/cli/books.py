"""Commands about the data in the books: seed, import, demo-data, reset."""

import shutil
import subprocess
import sys
from typing import Annotated

import typer

from suite.cli import context
from suite.errors import SuiteError

_PANEL = "Fill the books"


#: api-service's own commands: what they take and say is written there, and only handed on here.
_HANDED_ON = {
    "seed": "Fill the books with the demo chain; what is there already is not added again.",
    "import": "Take over data of another system.",
    "demo-data": "Fill the books with made-up purchases, consistently and fast.",
    "sign-in-link": "Make a link for somebody who cannot sign in any more, an owner for instance.",
}
_AS_THEY_ARE = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for name, meaning in _HANDED_ON.items():
        app.command(name, help=meaning, rich_help_panel=_PANEL, context_settings=_AS_THEY_ARE)(
            _hand_on
        )
    app.command(
        "audit",
        help="Say whether the books balance: exit code 0 if so, 1 if not, 2 if nobody could say.",
        rich_help_panel=_PANEL,
        context_settings=_AS_THEY_ARE,
    )(audit)
    app.command(rich_help_panel=_PANEL)(reset)


#: Commands about people work as the books themselves do; the others as the importer.
_AS = {"sign-in-link": "api", "audit": "api"}

#: The auditor's exit code where it could not ask.
_NO_VERDICT = 2

#: Commands that only a demo knows, because they fill the books with what never happened.
_OF_A_DEMO = {"seed", "demo-data"}


def _hand_on(call: typer.Context) -> None:
    from suite import kinds

    home, name = context.home(), str(call.info_name)
    asks_for_help = not {"--help", "-h"}.isdisjoint(call.args)
    if name in _OF_A_DEMO and not asks_for_help and kinds.is_chain(home):
        raise SuiteError(
            f"{home.path} holds a chain of your own, and made-up purchases would spoil its books. "
            "Nothing was added.\n"
            "To try things out, take another home:  MERCATO_HOME=FOLDER ./mercato up --port-offset 100"
        )
    _api_service(name, *call.args)


def audit(call: typer.Context) -> None:
    """Run the auditor; whatever keeps it from running is no verdict, and has its exit code."""
    from suite.tables import show_problem

    try:
        _api_service("audit", *call.args)
    except SuiteError as problem:
        show_problem(problem)
        raise typer.Exit(_NO_VERDICT) from None


def reset(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Stop the suite and delete its database, and what services keep beside it."""
    from suite import control, kinds
    from suite.state import State
    from suite.tables import console

    settings, home = context.settings(), context.home()
    state = State.read(home.state_file)
    if settings.database_url or (state and not state.own_database):
        raise SuiteError(
            "DATABASE_URL names a server that is not the suite's own; reset leaves it alone.\n"
            "To empty it, drop and create the database there, then run ./mercato up."
        )
    if not yes:
        whose = "your chain's books" if kinds.is_chain(home) else "the database"
        typer.confirm(f"Delete {whose} in {home.postgres}?", abort=True)
    control.stop(home)
    for folder in (home.postgres, home.stores):
        if folder.exists():
            shutil.rmtree(folder)
    home.logins_file.unlink(missing_ok=True)
    kinds.forget(home)
    console.print(
        "The database is deleted. The next ./mercato up starts with a fresh demo, "
        "./mercato init with a chain of your own.",
        soft_wrap=True,
    )


def _api_service(*words: str) -> None:
    """Run a command of api-service on this terminal, under the role of the database that it needs.

    Raises:
        typer.Exit: with its exit code.
        SuiteError: no database runs.
    """
    from suite import kinds
    from suite.database_url import DatabaseUrl
    from suite.environment import Environments
    from suite.state import State

    settings, home = context.settings(), context.home()
    command = [sys.executable, "-m", "api_service.cli", *words]
    if not {"--help", "-h"}.isdisjoint(words) or words == ("import",):
        subprocess.run([*command, "--help"], check=False)  # needs no database
        return
    state = State.read(home.state_file)
    url = state.database_url if state and state.is_running else settings.database_url
    if not url:
        raise SuiteError("The database does not run. Start it first:  ./mercato up --detach")
    home.make()
    environments = Environments(
        settings,
        context.topology(),
        home,
        home.secrets(),
        DatabaseUrl.parse(url),
        state.port_offset if state else 0,
        demo=not kinds.is_chain(home),
    )
    role = _AS.get(words[0], "importer")
    done = subprocess.run(command, env=environments.command(role), check=False)
    raise typer.Exit(done.returncode)
