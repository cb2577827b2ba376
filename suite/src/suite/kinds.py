"""What a home is: a demo with made-up people, or a chain of somebody's own. The home remembers it."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from suite.errors import SuiteError
from suite.home import Home, explained, write_private


class Kind(StrEnum):
    """Whose books a home holds."""

    DEMO = "demo"
    CHAIN = "chain"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a home remembers of its kind."""

    kind: Kind
    by_page: bool = False
    """The chain is founded on a page in the browser, not on the command line."""
    server: str = ""
    """The server with a chain's books, when it is not the home's own."""


def of(home: Home) -> Mark | None:
    """The home's mark; None before its first start.

    Raises:
        SuiteError: the file cannot be read. Nobody may guess then: a chain taken for a demo would open its books.
    """
    with explained(home.kind_file):
        try:
            told = json.loads(home.kind_file.read_text())
        except FileNotFoundError:
            return None
        try:
            return Mark(Kind(told["kind"]), bool(told["by_page"]), str(told["server"]))
        except (KeyError, TypeError) as error:
            raise ValueError(error) from None


def remember(home: Home, mark: Mark) -> None:
    """Keep the home's mark, through a power cut too."""
    with explained(home.kind_file):
        write_private(home.kind_file, json.dumps(asdict(mark), indent=2) + "\n", durable=True)


def forget(home: Home) -> None:
    """Make the home as fresh as before its first start."""
    with explained(home.kind_file):
        home.kind_file.unlink(missing_ok=True)


def is_chain(home: Home) -> bool:
    """Whether `./mercato init` made this home."""
    mark = of(home)
    return mark is not None and mark.kind is Kind.CHAIN


def check_server(mark: Mark | None, server: str) -> None:
    """See that a chain's home is started on the server that holds its books.

    Raises:
        SuiteError: it is another one; an empty database would take the chain's place.
    """
    if mark is None or mark.kind is Kind.DEMO or mark.server == server:
        return
    if mark.server:
        raise SuiteError(
            f"This home's chain keeps its books on {mark.server}, and DATABASE_URL names "
            f"{server or 'no server'}. Nothing was started.\n"
            "Set DATABASE_URL to that server, or name another home in MERCATO_HOME."
        )
    raise SuiteError(
        "This home's chain keeps its books in the home, and DATABASE_URL names another server. "
        "Nothing was started.\nUnset DATABASE_URL, or name another home in MERCATO_HOME."
    )
