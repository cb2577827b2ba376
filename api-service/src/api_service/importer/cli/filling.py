"""Filling the books: seed, import, demo-data, and how their reports look."""

import csv
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api_service.config import Settings
from api_service.importer.errors import ImportRefused
from common.errors import ServiceError

if TYPE_CHECKING:
    from rich.console import Console

    from api_service.importer.models import Booked, Progress, Refusal, Report

#: More wrong rows than this are only counted on the screen.
_MOST_SHOWN = 50


def register(app: typer.Typer) -> None:
    """Add these commands to api-service's command line."""
    imports = typer.Typer(no_args_is_help=True, help="Take over data of another system.")
    imports.command("purchases")(import_purchases)
    imports.command("products")(import_products)
    app.command()(seed)
    app.add_typer(imports, name="import")
    app.command("demo-data")(demo_data)


def seed() -> None:
    """Fill empty books with the demo's chain, its people and its history up to now."""
    from api_service.importer import use_cases
    from api_service.importer.demo_people import demo_people

    settings = _settings_of_a_demo()
    people = demo_people(settings.secret_key.get_secret_value())
    with _explained():
        booked = use_cases.seed(settings.database_url, people=people)
    if booked is None:
        _console().print("The books have a chain already; nothing was added.")
    else:
        _show_booked(booked, "added")


def import_purchases(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, show_default=False)],
    products: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Names and prices that the file uses."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check and report.")] = False,
    report: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write every wrong row to this CSV file.")
    ] = None,
) -> None:
    """Take a CSV file of purchases into the books: all of it, or nothing when a row is wrong."""
    from api_service.importer import use_cases

    with _explained(), _Refusals(report) as refusals, _progress() as progress:
        done = use_cases.import_purchases(
            Settings.from_env().database_url,
            file,
            products=products,
            dry_run=dry_run,
            refuse=refusals.add,
            progress=progress,
        )
    refusals.show()
    _refuse_wrong(done)
    _show_report(done, dry_run=dry_run)


def import_products(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, show_default=False)],
    stock: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="How many units each branch begins with."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check and report.")] = False,
    report: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write every wrong row to this CSV file.")
    ] = None,
) -> None:
    """Take a CSV file of products into the catalogue: all of it, or nothing when a row is wrong."""
    from api_service.importer import use_cases

    with _explained(), _Refusals(report) as refusals:
        done = use_cases.import_products(
            Settings.from_env().database_url,
            file,
            stock=stock,
            dry_run=dry_run,
            refuse=refusals.add,
        )
    refusals.show()
    _refuse_wrong(done)
    _console().print(
        f"{_count(len(done.products), 'product')} {'would be added' if dry_run else 'added'}."
    )
    if known := done.rows - len(done.products):
        _console().print(f"{_count(known, 'product')} of the file: in the catalogue already.")
    _show_differing(done)
    _show_end(done, dry_run=dry_run)


def demo_data(
    purchases: Annotated[int, typer.Option(min=1, help="How many to make up.")],
    seed: Annotated[int, typer.Option(help="The same numbers make the same data.")] = 1,
    days: Annotated[int, typer.Option(min=1, max=10_000, help="Over how many days.")] = 730,
    customers: Annotated[
        int | None, typer.Option(min=1, help="By how many buyers; a tenth of the purchases.")
    ] = None,
) -> None:
    """Fill the books with made-up purchases, consistently and fast."""
    from api_service.importer import use_cases
    from api_service.importer.demo import Plan

    settings = _settings_of_a_demo()
    plan = Plan(purchases, seed, days, customers or max(1, purchases // 10))
    with _explained(), _progress() as progress:
        booked = use_cases.make_demo_data(settings.database_url, plan, progress=progress)
    _show_booked(booked, "added")


def _settings_of_a_demo() -> Settings:
    """The settings, where the books are a demo's: nothing made up belongs into a chain's own."""
    settings = Settings.from_env()
    if not settings.demo:
        typer.echo(
            "Only a demo is filled with what never happened, and MERCATO_DEMO is not set. Nothing was added.",
            err=True,
        )
        raise typer.Exit(1)
    return settings


class _Refusals:
    """Keeps the first wrong rows for the screen, and writes all of them to the report where one is wanted."""

    def __init__(self, report: Path | None) -> None:
        self._report = report
        self._shown: list[Refusal] = []
        self._number = 0
        self._writer: Any = None
        self._open = ExitStack()

    def __enter__(self) -> "_Refusals":
        if self._report is not None:
            file = self._report.open("w", encoding="utf-8", newline="")
            self._writer = csv.writer(self._open.enter_context(file), lineterminator="\n")
            self._writer.writerow(("file", "line", "reason"))
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, refusal: "Refusal") -> None:
        """Take in one more."""
        self._number += 1
        if self._number <= _MOST_SHOWN:
            self._shown.append(refusal)
        if self._writer is not None:
            self._writer.writerow((refusal.file, refusal.line, refusal.reason))

    def show(self) -> None:
        """Print the first, and how many more there are."""
        for refusal in self._shown:
            place = f"{refusal.file}, line {refusal.line}: "
            _console().print(place + refusal.reason, markup=False, soft_wrap=True)
        more = self._number - len(self._shown)
        where = f"all are in {self._report}" if self._report else "--report FILE writes them all"
        if more:
            _console().print(f"and {more:,} more; {where}", markup=False, soft_wrap=True)


@contextmanager
def _explained() -> Iterator[None]:
    """Turn what went wrong into a sentence and an exit code."""
    from psycopg2.errors import InsufficientPrivilege
    from sqlalchemy.exc import ProgrammingError

    try:
        yield
    except ProgrammingError as error:
        if not isinstance(error.orig, InsufficientPrivilege):
            raise
        typer.echo("The role in DATABASE_URL may not import; use <database>_importer.", err=True)
        raise typer.Exit(1) from None
    except (ImportRefused, ServiceError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@contextmanager
def _progress() -> Iterator["Progress"]:
    """A bar for people, a line for every stage otherwise."""
    if not sys.stderr.isatty():
        stages: set[str] = set()

        def tell(stage: str, _share: float | None) -> None:
            if stage not in stages:
                stages.add(stage)
                typer.echo(stage, err=True)

        yield tell
        return

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=None)

        def draw(stage: str, share: float | None) -> None:
            total = None if share is None else 1.0
            bar.update(task, description=stage, completed=share or 0.0, total=total)

        yield draw


def _refuse_wrong(done: "Report") -> None:
    if done.refused:
        verb = "is" if done.refused == 1 else "are"
        _console().print(f"{_count(done.refused, 'row')} {verb} wrong, so nothing was imported.")
        raise typer.Exit(1)


def _show_report(report: "Report", *, dry_run: bool) -> None:
    console = _console()
    _show_booked(report.booked, "would be added" if dry_run else "added")
    if report.known:
        console.print(f"{report.known:,} of {_count(report.rows, 'row')}: in the books already.")
    for product in report.products:
        console.print(
            f'New product "{product.name}" at {product.price}: code {product.code}, department '
            f"{product.department}, {product.vat_code} VAT rate. Look these over in the catalogue.",
            markup=False,
            soft_wrap=True,
        )
    _show_differing(report)
    _show_end(report, dry_run=dry_run)


def _show_differing(report: "Report") -> None:
    for price in report.differing:
        _console().print(
            f'"{price.name}" costs {price.current} here and {price.told} in the file. Its price stays; '
            "purchases of the file keep theirs.",
            markup=False,
            soft_wrap=True,
        )


def _show_end(report: "Report", *, dry_run: bool) -> None:
    if report.ignored_columns:
        _console().print("Columns not used: " + ", ".join(report.ignored_columns), markup=False)
    if dry_run:
        _console().print("This was a dry run; nothing was changed.")


def _show_booked(booked: "Booked", verb: str) -> None:
    from rich.table import Table

    console = _console()
    purchases = _count(booked.purchases, "purchase")
    console.print(f"{purchases} {verb}, {_count(booked.customers, 'new customer')}.")
    if not booked.branches:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column("branch")
    for heading in ("purchases", "total"):
        table.add_column(heading, justify="right")
    for heading in ("from", "to"):
        table.add_column(heading)
    for branch in booked.branches:
        numbers = f"{branch.purchases:,}", f"{branch.total.decimal:,} {branch.total.currency}"
        table.add_row(branch.branch_id, *numbers, str(branch.first), str(branch.last))
    console.print(table)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _console() -> "Console":
    from rich.console import Console

    return Console(highlight=False)
