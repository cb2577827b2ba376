"""What is on offer: the list, a new one, changing one, and ending one."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from common.access import MANAGERS_IN_PERSON, allow
from common.errors import PreconditionFailed, ServiceError
from common.web import collaborators
from store_service.collaborators import OFFICE, Collaborators
from store_service.errors import CodeTaken, WrongDetails
from store_service.payloads import offers as payloads
from store_service.payloads.office import seen_version
from store_service.use_cases import offers

blueprint = Blueprint("office_offers", __name__, url_prefix=f"{OFFICE}/offers")

Answer = AnyResponse | tuple[str, int]


@blueprint.get("")
@allow(MANAGERS_IN_PERSON)
def listed() -> Answer:
    """Every offer that was not ended, and the forms for another."""
    return _list({}, {}, 200)


@blueprint.post("")
@allow(MANAGERS_IN_PERSON)
def begin() -> Answer:
    """Begin one; tills and baskets have it with their next look at the catalogue."""
    shop = collaborators(Collaborators)
    typed = request.form.to_dict()
    try:
        offer = payloads.read_offer(typed, shop.editions.current().company.time_zone)
        offers.begin(shop, offer)
    except (WrongDetails, CodeTaken) as wrong:
        return _list(typed, _errors(wrong), wrong.status)
    flash(f"“{offer.name}” is entered.", "good")
    return redirect(url_for("office_offers.listed"), 303)


@blueprint.get("/<int:promotion_id>")
@allow(MANAGERS_IN_PERSON)
def show(promotion_id: int) -> Answer:
    """One of them, to change."""
    return _one(promotion_id, None, {}, 200)


@blueprint.post("/<int:promotion_id>")
@allow(MANAGERS_IN_PERSON)
def change(promotion_id: int) -> Answer:
    """Put a new version in its place; whoever looked at an older one is told, and keeps what was typed."""
    shop = collaborators(Collaborators)
    typed = request.form.to_dict()
    try:
        offer = payloads.read_offer(typed, shop.editions.current().company.time_zone)
        offers.change(shop, promotion_id, seen_version(typed), offer)
    except (WrongDetails, CodeTaken, PreconditionFailed) as wrong:
        return _one(promotion_id, typed, _errors(wrong), wrong.status)
    flash(f"“{offer.name}” is saved. What was sold before keeps the offer as it was.", "good")
    return redirect(url_for("office_offers.listed"), 303)


@blueprint.post("/<int:promotion_id>/end")
@allow(MANAGERS_IN_PERSON)
def end(promotion_id: int) -> Answer:
    """End one at once, unless it has become another since it was looked at."""
    try:
        offers.end(collaborators(Collaborators), promotion_id, seen_version(request.form))
    except PreconditionFailed as late:
        return _list({}, {}, late.status)
    flash("The offer has ended. What was sold under it stays as it was.", "good")
    return redirect(url_for("office_offers.listed"), 303)


def _list(form: Mapping[str, str], errors: Mapping[str, str], status: int) -> tuple[str, int]:
    shop = collaborators(Collaborators)
    page = render_template(
        "office/offers.html",
        offers=offers.running(shop),
        edition=shop.editions.current(),
        now=shop.clock.now(),
        form=form,
        errors=errors,
        late=status == PreconditionFailed.status,
    )
    return page, status


def _one(
    promotion_id: int,
    typed: Mapping[str, str] | None,
    errors: Mapping[str, str],
    status: int,
) -> tuple[str, int]:
    shop = collaborators(Collaborators)
    edition = shop.editions.current()
    running = offers.find(shop, promotion_id)
    written = payloads.written(running.rule, running.codes, edition)
    page = render_template(
        "office/offer.html",
        offer=running.rule,
        edition=edition,
        written=written,
        # what it does stays: another kind is another offer
        form=written if typed is None else {**typed, "kind": written["kind"]},
        errors=errors,
        late=status == PreconditionFailed.status,
    )
    return page, status


def _errors(wrong: ServiceError) -> dict[str, str]:
    return {each.pointer.strip("/"): each.detail for each in wrong.errors}
