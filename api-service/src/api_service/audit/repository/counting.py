"""Counts an invariant in SQL, and names the rows that break it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, TextClause, text
from sqlalchemy.exc import DataError, OperationalError

from api_service.audit.models.rules import ByWeight, Of, Rule
from api_service.audit.repository.statements import statement

#: Around a rule's statement, which gives rows of (subject, stored, counted); one pass, nothing is kept but the wrong.
_COUNT = """
SELECT
  count(*) AS checked,
  count(*) FILTER (WHERE wrong) AS wrong,
  (array_agg(subject) FILTER (WHERE wrong))[1] AS subject,
  (array_agg(stored) FILTER (WHERE wrong))[1] AS stored,
  (array_agg(counted) FILTER (WHERE wrong))[1] AS counted,
  {named} AS named
FROM (
  SELECT subject, stored, counted, stored IS DISTINCT FROM counted AS wrong
  FROM ({rows}) AS compared
) AS judged
"""

_NAMED = "array_agg(subject) FILTER (WHERE wrong)"

#: PostgreSQL's word for a statement that ran into its time limit.
_CANCELLED = "57014"

_DESCRIBE = {of: text(statement(f"describe_{of.value}")) for of in (Of.PURCHASE, Of.LEVEL, Of.TILL)}


class TooLong(Exception):
    """Counting took longer than a statement may."""


class Uncountable(Exception):
    """A row makes figures that PostgreSQL cannot hold; the words are its own."""


@dataclass(frozen=True, slots=True)
class Count:
    """What a statement counted, and the first wrong row with its two figures."""

    checked: int
    wrong: int
    subject: str | None
    stored: int | None
    counted: int | None
    named: Sequence[str] = ()
    """Every wrong row, where that was wanted."""


def snapshot(connection: Connection) -> None:
    """Let the transaction at hand change nothing, and begin it: every count is of this moment."""
    connection.execute(text("SET TRANSACTION READ ONLY"))


def count(
    connection: Connection, rule: Rule, *, one_by_one: bool = False, by_name: bool = False
) -> Count:
    """Count a rule over all its rows; `one_by_one` also where their weights would do.

    `by_name` every wrong row is handed out, and not only the first: their ids are all in memory then.

    Raises:
        TooLong: the statement's time ran out; the transaction goes on.
        Uncountable: figures are beyond what a number can be; it goes on likewise.
    """
    checked, spared = 0, frozenset[str]()
    if rule.by_weight and not one_by_one:
        checked, spared = _weigh(connection, rule.by_weight)
    wrong = 0
    first: Any = None
    named: list[str] = []
    for name in rule.files:
        if name in spared:
            continue
        query = _COUNT.format(rows=statement(name), named=_NAMED if by_name else "NULL")
        row = _one(connection, text(query.replace(":", "\\:")))
        checked += row.checked
        wrong += row.wrong
        named += row.named or ()
        if first is None and row.wrong:
            first = row
    if first is None:
        return Count(checked, 0, None, None, None)
    return Count(checked, wrong, first.subject, first.stored, first.counted, named)


def describe(connection: Connection, of: Of, subject: str) -> str:
    """A row's name as people know it, with the id to look it up by."""
    purchase, _, line = subject.partition("/")
    if of is Of.FIGURE:
        return subject
    if of is Of.LINE:
        return f"line {line} of {describe(connection, Of.PURCHASE, purchase)}"
    named = connection.execute(_DESCRIBE[of], {"subject": subject}).scalar_one_or_none()
    return f"{named} ({subject})" if named else f"{of.value} {subject}"


def _weigh(connection: Connection, by_weight: ByWeight) -> tuple[int, frozenset[str]]:
    """The rows that are equal by their weights, and the statements that this spares."""
    seed = secrets.randbits(63)
    row = _one(connection, text(statement(by_weight.statement)).bindparams(seed=seed))
    return (row.checked, frozenset(by_weight.spares)) if row.equal else (0, frozenset())


def _one(connection: Connection, query: TextClause) -> Any:
    # a statement that fails would take the whole transaction along, but for the savepoint
    savepoint = connection.begin_nested()
    try:
        row = connection.execute(query).one()
    except OperationalError as error:
        if getattr(error.orig, "pgcode", None) != _CANCELLED:
            raise
        savepoint.rollback()
        raise TooLong from None
    except DataError as error:
        savepoint.rollback()
        raise Uncountable(str(error.orig).splitlines()[0]) from None
    savepoint.commit()
    return row
