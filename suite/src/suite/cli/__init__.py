"""The command line: `./mercato COMMAND`.

Each command reads its words, calls one function and says how it went. What only some commands need is imported inside
them, so that `status` answers at once.
"""

import sys

import typer

from suite.cli import books, development, running, setting_up
from suite.errors import SuiteError

app = typer.Typer(
    name="mercato",
    help="The software that runs a small retail chain.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for commands in (running, books, setting_up, development):
    commands.register(app)


def main() -> int:
    """Run one command; the exit code."""
    try:
        app(sys.argv[1:] or ["--help"], prog_name="./mercato")
    except SuiteError as problem:
        from suite.tables import show_problem

        show_problem(problem)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
