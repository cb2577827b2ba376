"""Keeps the last report where every worker finds it, and lets one process audit at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, text

from api_service.audit.models.results import Report

#: The lock's number among PostgreSQL's advisory locks; it is no row's, so that nobody who sells ever meets it.
_LOCK = 7_420_014

_REPORT = TypeAdapter(Report)


@contextmanager
def turn(connection: Connection) -> Iterator[bool]:
    """Whether it is ours to audit until the block ends; a process that dies gives its turn back."""
    mine = bool(
        connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _LOCK}).scalar_one()
    )
    try:
        yield mine
    finally:
        if mine:
            _give_back(connection)


def _give_back(connection: Connection) -> None:
    """End the turn, and with it the session if need be: kept in the pool, it would hold the turn for ever."""
    try:
        connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})
    except BaseException:
        connection.invalidate()
        raise


def keep(connection: Connection, report: Report) -> None:
    """Put a report in the place of the last one."""
    connection.execute(
        text(
            "INSERT INTO books.audit_report (ran_at, report) "
            "VALUES (:ran_at, CAST(:report AS jsonb)) "
            "ON CONFLICT (only_one) DO UPDATE SET ran_at = excluded.ran_at, report = excluded.report"
        ),
        {"ran_at": report.ran_at, "report": _REPORT.dump_json(report).decode()},
    )


def last(connection: Connection) -> Report | None:
    """The last report, if there was one of this release."""
    found = connection.execute(
        text("SELECT report::text FROM books.audit_report")
    ).scalar_one_or_none()
    try:
        return None if found is None else _REPORT.validate_json(found)
    except ValidationError:
        return None
