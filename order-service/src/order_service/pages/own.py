"""The shopper's own orders."""

from flask import Blueprint, render_template

from common.access import EVERYBODY, allow

blueprint = Blueprint("own", __name__)


@blueprint.get("/")
@allow(EVERYBODY)
def listed() -> str:
    """The orders of whoever is signed in, or of this browser."""
    return render_template("orders/list.html")
