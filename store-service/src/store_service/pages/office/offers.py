"""What is on offer: the list, a new one, and ending one."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from common.access import MANAGERS_IN_PERSON, allow
from common.web import collaborators
from store_service.collaborators import OFFICE, Collaborators
from store_service.errors import WrongDetails
from store_service.payloads import office as payloads
from store_service.use_cases import office

blueprint = Blueprint("office_offers", __name__, url_prefix=f"{OFFICE}/offers")

Answer = AnyResponse | tuple[str, int]


@blueprint.get("")
@allow(MANAGERS_IN_PERSON)
def listed() -> Answer:
    """Every offer that was not ended, and the form for another."""
    return _page({"kind": "multi_buy"}, {}, 200)


@blueprint.post("")
@allow(MANAGERS_IN_PERSON)
def begin() -> Answer:
    """Begin one; tills and baskets have it with their next look at the catalogue."""
    shop = collaborators(Collaborators)
    typed = request.form.to_dict()
    try:
        offer = payloads.read_offer(typed, shop.editions.current().company.time_zone)
        office.begin_offer(shop, offer)
    except WrongDetails as wrong:
        errors = {each.pointer.strip("/"): each.detail for each in wrong.errors}
        return _page(typed, errors, wrong.status)
    flash(f"“{offer.name}” is entered.", "good")
    return redirect(url_for("office_offers.listed"), 303)


@blueprint.post("/<int:promotion_id>/end")
@allow(MANAGERS_IN_PERSON)
def end(promotion_id: int) -> Answer:
    """End one at once."""
    office.end_offer(collaborators(Collaborators), promotion_id)
    flash("The offer has ended. What was sold under it stays as it was.", "good")
    return redirect(url_for("office_offers.listed"), 303)


def _page(form: Mapping[str, str], errors: Mapping[str, str], status: int) -> tuple[str, int]:
    shop = collaborators(Collaborators)
    edition = shop.editions.current()
    now = shop.clock.now()
    page = render_template(
        "office/offers.html",
        offers=office.offers(shop),
        edition=edition,
        now=now,
        form=form,
        errors=errors,
    )
    return page, status
