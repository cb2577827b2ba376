"""How days, hours and months are called under a chart, in the application's locale."""

from collections import Counter
from datetime import date, datetime

from flask import current_app

from dashboard_service.models.figures import SalesReport
from dashboard_service.models.period import Group

#: From so many days on a label has no room for the weekday.
_MOST_WITH_WEEKDAY = 14


def labels_of(report: SalesReport, group: Group) -> list[str]:
    """A label for each row; of an hour that clocks repeat, the first is 2A and the second 2B."""
    starts = [row.starts_at for row in report.rows]
    if group is Group.HOUR:
        return _hours(starts)
    if group is Group.MONTH:
        pattern = "MMM" if starts[0].year == starts[-1].year else "MMM yy"
    else:
        pattern = "EEE d" if len(starts) <= _MOST_WITH_WEEKDAY and group is Group.DAY else "d MMM"
    return [_written(start, pattern) for start in starts]


def day_of_year(day: date, beside: date | None = None) -> str:
    """A day that may be of any year: "20 Nov 2026"; just "1 Nov" before another day of its year."""
    return _written(day, "d MMM" if beside and beside.year == day.year else "d MMM y")


def weekday(day: date) -> str:
    """Its name in full, in the language of the sentences around it: "Friday"."""
    return f"{day:%A}"


def _hours(starts: list[datetime]) -> list[str]:
    often = Counter(start.hour for start in starts)
    seen: Counter[int] = Counter()
    labels = []
    for start in starts:
        letter = "AB"[seen[start.hour]] if often[start.hour] > 1 else ""
        seen[start.hour] += 1
        labels.append(f"{start.hour}{letter}")
    return labels


def _written(day: date, pattern: str) -> str:
    from babel.dates import format_date

    locale = str(current_app.config["LOCALE"]).replace("-", "_")
    return format_date(day, pattern, locale=locale)
