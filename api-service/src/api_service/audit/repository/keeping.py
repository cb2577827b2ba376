"""Keeps the last report where every worker finds it, and lets one process audit at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from sqlalchemy import Connection, text

from api_service.audit.models.results import Report, Result, Wrong

#: The lock's number among PostgreSQL's advisory locks; it is no row's, so that nobody who sells ever meets it.
_LOCK = 7_420_014


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
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})


def keep(connection: Connection, report: Report) -> None:
    """Put a report in the place of the last one."""
    from psycopg2.extras import Json

    written = {
        "seconds": report.seconds,
        "everything": report.everything,
        "results": [asdict(result) for result in report.results],
    }
    connection.exec_driver_sql(
        "INSERT INTO books.audit_report (ran_at, report) VALUES (%(ran_at)s, %(report)s) "
        "ON CONFLICT (only_one) DO UPDATE SET ran_at = excluded.ran_at, report = excluded.report",
        {"ran_at": report.ran_at, "report": Json(written)},
    )


def last(connection: Connection) -> Report | None:
    """The last report, if there was one of this release."""
    row = connection.execute(text("SELECT ran_at, report FROM books.audit_report")).one_or_none()
    if row is None:
        return None
    try:
        results = [
            Result(**{**each, "first": Wrong(**each["first"]) if each["first"] else None})
            for each in row.report["results"]
        ]
    except TypeError:
        return None
    return Report(row.ran_at, row.report["seconds"], row.report["everything"], results)
