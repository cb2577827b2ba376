"""Asks an owner for a chain, question by question; an answer that is wrong stays in the line to be put right."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from api_service.importer import answers
from api_service.importer.founding import MOST_BRANCHES
from api_service.importer.places import usual
from api_service.people.errors import WeakPassword
from api_service.people.models.passwords import check_password

Check = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: where its answer belongs, how it is asked, what makes it right."""

    part: str
    key: str
    words: str
    check: Check


_COMPANY = (
    Question("company", "name", "Company", answers.name),
    Question("company", "address", "Address, on one line", answers.address),
    Question("company", "vat_id", "VAT id, empty without one", answers.vat_id),
    Question("company", "time_zone", "Time zone", answers.time_zone),
    Question("company", "currency", "Currency", answers.currency),
)
_OWNER = (
    Question("owner", "name", "Your name", answers.name),
    Question("owner", "email", "Your e-mail", answers.email),
)
_RATES = "VAT rates in percent, the standard rate first"


def ask(told: dict[str, Any]) -> dict[str, Any]:
    """Ask for what is not told yet, and show all of it until the owner agrees.

    Raises:
        typer.Abort: the owner gave up; nothing was changed.
    """
    typer.echo("A chain of your own. Enter takes what stands in brackets; Ctrl-C gives up.\n")
    for question in _COMPANY:
        part = told.setdefault("company", {})
        if question.key not in part:
            part[question.key] = _answer(question, _usual(question, part))
    if "vat_rates" not in told:
        told["vat_rates"] = _asked(
            _RATES, answers.vat_rates, usual(told["company"]["time_zone"]).vat
        )
    if not told.get("branches"):
        told["branches"] = []
        told["branches"].append(_branch(told, 0))
        while len(told["branches"]) < MOST_BRANCHES and typer.confirm("Another branch?"):
            told["branches"].append(_branch(told, len(told["branches"])))
    for question in _OWNER:
        part = told.setdefault("owner", {})
        if question.key not in part:
            part[question.key] = _answer(question, "")
    _agree(told)
    return told


def ask_password(told: dict[str, Any]) -> str:
    """The owner's password, typed twice without being shown; empty: a link is wanted instead."""
    about = (told["owner"]["name"], told["owner"]["email"], told["company"]["name"])
    while True:
        typed = str(
            typer.prompt(
                "Your password, 8 characters or more (empty: make a link to set it later)",
                default="",
                show_default=False,
                hide_input=True,
            )
        )
        if not typed:
            return ""
        try:
            check_password(typed, about=about)
        except WeakPassword as weak:
            typer.echo(f"  {weak.detail}.")
            continue
        if typed == typer.prompt("The same again", default="", show_default=False, hide_input=True):
            return typed
        typer.echo("  These were two different passwords.")


def _agree(told: dict[str, Any]) -> None:
    while True:
        places = list(_lines(told))
        typer.echo()
        for number, (words, answer, _) in enumerate(places, start=1):
            typer.echo(f"{number:>3}  {words:<47} {answer}")
        chosen = _typed("\nEnter founds this chain, a number changes that line", "").strip()
        if not chosen:
            return
        if chosen.isdecimal() and 1 <= int(chosen) <= len(places):
            places[int(chosen) - 1][2]()
        else:
            typer.echo(f"  {chosen!r} is no line from 1 to {len(places)}.")


def _lines(told: dict[str, Any]) -> Iterator[tuple[str, str, Callable[[], None]]]:
    """Every answer with its words, and how it is asked for again."""

    def again(question: Question) -> Callable[[], None]:
        part = told[question.part]
        return lambda: part.update({question.key: _answer(question, str(part[question.key]))})

    def rates() -> None:
        told["vat_rates"] = _asked(_RATES, answers.vat_rates, _written_rates(told["vat_rates"]))

    def branch_again(place: int) -> Callable[[], None]:
        return lambda: told["branches"].__setitem__(place, _branch(told, place))

    def one_more() -> None:
        told["branches"].append(_branch(told, len(told["branches"])))

    for question in _COMPANY:
        yield question.words, str(told["company"][question.key]), again(question)
    yield _RATES, _written_rates(told["vat_rates"]), rates
    for place, branch in enumerate(told["branches"]):
        number = int(branch.get("tills", 1))
        words = f"{number} till{'' if number == 1 else 's'}"
        zone = branch.get("time_zone") or told["company"]["time_zone"]
        yield "Branch", f"{branch['name']}: {words}, {zone}", branch_again(place)
    yield "One more branch", "", one_more
    for question in _OWNER:
        yield question.words, str(told["owner"][question.key]), again(question)


def _branch(told: dict[str, Any], place: int) -> dict[str, str]:
    """The branch of this place, asked for with what is known of it."""
    branches = told["branches"]
    known = branches[place] if place < len(branches) else {}
    others = {each["name"].casefold() for each in branches if each is not known}

    def new_name(text: str) -> str:
        if text.casefold() in others:
            raise ValueError(f"there is a branch {text!r} already")
        return answers.name(text)

    words = "Name of the first branch" if place == 0 else "Name of the branch"
    label = _asked(words, new_name, known.get("name", ""))
    zone = known.get("time_zone") or told["company"]["time_zone"]
    return {
        "name": label,
        "tills": _asked(f"  Tills in {label}", answers.tills, str(known.get("tills", 1))),
        "time_zone": _asked(f"  Time zone of {label}", answers.time_zone, zone),
        "address": _asked(
            f"  Address of {label}, empty without", answers.address, known.get("address", "")
        ),
    }


def _usual(question: Question, company: dict[str, Any]) -> str:
    if question.key == "time_zone":
        return _zone_of_this_machine()
    if question.key == "currency":
        return usual(str(company.get("time_zone", ""))).currency
    return ""


def _answer(question: Question, default: str) -> str:
    return _asked(question.words, question.check, default)


def _asked(words: str, check: Check, default: str) -> str:
    """An answer that is right, as the check writes it where that is text."""
    typed = ""
    while True:
        typed = _typed(words, default, begun=typed).strip()
        try:
            right = check(typed)
        except ValueError as error:
            typer.echo(f"  {words.strip()}: {error}.")
            continue
        return right if isinstance(right, str) else typed


def _typed(words: str, default: str, *, begun: str = "") -> str:
    with _in_the_line(begun):
        return str(typer.prompt(words, default=default, show_default=bool(default)))


@contextmanager
def _in_the_line(text: str) -> Iterator[None]:
    """Let what was typed before stand there to be put right, where the terminal can."""
    try:
        import readline
    except ImportError:
        yield
        return
    readline.set_startup_hook(lambda: readline.insert_text(text))
    try:
        yield
    finally:
        readline.set_startup_hook(None)


def _written_rates(told: Any) -> str:
    return told if isinstance(told, str) else " ".join(str(rate["percent"]) for rate in told)


def _zone_of_this_machine() -> str:
    """The machine's own time zone, by the file that it is a link to; none where that is a server's UTC."""
    _, _, zone = str(Path("/etc/localtime").resolve()).partition("zoneinfo/")
    try:
        found = answers.time_zone(zone)
    except ValueError:
        return ""
    return "" if "UTC" in found else found
