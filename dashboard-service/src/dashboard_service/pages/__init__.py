"""What people see, split by noun: numbers, staff, one's own account, keys, the audit, and how a chain is founded."""

from flask import Blueprint, Flask

from dashboard_service.pages import (
    account,
    audit,
    first_run,
    invitations,
    keys,
    labels,
    numbers,
    staff,
)


def init_app(app: Flask) -> None:
    """Register the pages, and the words for days and roles that only they use."""
    pages = Blueprint("pages", __name__)
    for part in (numbers, staff, invitations, account, keys, audit, first_run):
        pages.register_blueprint(part.blueprint)
    app.register_blueprint(pages)
    app.before_request(first_run.lead_there)
    app.jinja_env.globals.update(
        labels_of=labels.labels_of,
        day_of_year=labels.day_of_year,
        weekday=labels.weekday,
        ago=labels.ago,
        role_name=labels.role_name,
        role_means=labels.role_means,
        books_stand=audit.standing,
    )
