"""How days, hours, months and roles are called, in the application's locale."""

from collections import Counter
from datetime import date, datetime, timedelta

from flask import current_app

from common.access import Role
from dashboard_service.models.figures import SalesReport
from dashboard_service.models.period import Group

_ROLES = {
    Role.CASHIER: ("Cashier", "Sells at the tills of one branch."),
    Role.MANAGER: ("Manager", "Runs one branch: its numbers, its tills and its cashiers."),
    Role.OWNER: ("Owner", "Sees and may do everything, in every branch."),
    Role.CUSTOMER: ("Customer", "Buys."),
}

#: From so many days on a label has no room for the weekday.
_MOST_WITH_WEEKDAY = 14
_DAYS_OF_A_WEEK = 7


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


def ago(moment: datetime, now: datetime) -> str:
    """When somebody was last seen, as one says it: "just now", "12 min ago", "14:20", "Monday", "1 Nov 2026".

    `now` carries the zone that the reader's clock shows.
    """
    then = moment.astimezone(now.tzinfo)
    gone = now - then
    if gone < timedelta(minutes=2):
        return "just now"
    if gone < timedelta(hours=1):
        return f"{gone // timedelta(minutes=1)} min ago"
    days = (now.date() - then.date()).days
    if days == 0:
        return f"today at {then:%H:%M}"
    if days == 1:
        return f"yesterday at {then:%H:%M}"
    return weekday(then) if days < _DAYS_OF_A_WEEK else day_of_year(then)


def role_name(role: Role) -> str:
    """What somebody is called for it."""
    return _ROLES[role][0]


def role_means(role: Role) -> str:
    """What it lets them do, in one sentence."""
    return _ROLES[role][1]


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
