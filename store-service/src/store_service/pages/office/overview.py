"""The shop at a glance: how much is on sale, what runs low."""

from flask import Blueprint, render_template

from common.access import MANAGERS_IN_PERSON, allow
from common.web import collaborators
from store_service.collaborators import OFFICE, Collaborators
from store_service.use_cases import office

blueprint = Blueprint("office_overview", __name__, url_prefix=OFFICE)


@blueprint.get("/")
@allow(MANAGERS_IN_PERSON)
def show() -> str:
    """Figures of this moment."""
    figures, low = office.figures(collaborators(Collaborators))
    return render_template("office/overview.html", figures=figures, low=low)
