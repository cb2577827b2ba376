"""The company as its owner keeps it: receipts' head, VAT rates, shops and tills."""

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from common.access import OWNERS_IN_PERSON, allow
from common.errors import PreconditionFailed
from common.web import collaborators
from store_service.collaborators import OFFICE, Collaborators
from store_service.errors import CodeTaken, WrongDetails
from store_service.payloads import places as payloads
from store_service.payloads.office import seen_version
from store_service.use_cases import places

blueprint = Blueprint("office_places", __name__, url_prefix=f"{OFFICE}/company")

Answer = AnyResponse | tuple[str, int]


@blueprint.get("")
@allow(OWNERS_IN_PERSON)
def show() -> Answer:
    """All of it."""
    return _page({}, {}, 200)


@blueprint.post("")
@allow(OWNERS_IN_PERSON)
def change_company() -> Answer:
    """What stands on receipts from now on."""

    def act(shop: Collaborators, typed: Mapping[str, str]) -> str:
        wanted = payloads.read_company(typed)
        places.change_company(shop, payloads.seen_company(typed), wanted)
        return "The company is saved."

    return _done(act)


@blueprint.post("/rates")
@allow(OWNERS_IN_PERSON)
def add_rate() -> Answer:
    """Another VAT rate."""

    def act(shop: Collaborators, typed: Mapping[str, str]) -> str:
        rate = payloads.read_rate(typed)
        places.add_vat_rate(shop, rate)
        return f"Goods can have {rate.name} now."

    return _done(act)


@blueprint.post("/rates/<code>")
@allow(OWNERS_IN_PERSON)
def change_rate(code: str) -> Answer:
    """Another name or share of a rate."""

    def act(shop: Collaborators, typed: Mapping[str, str]) -> str:
        rate = payloads.read_rate(typed, code)
        places.change_vat_rate(shop, code, seen_version(typed), rate)
        return f"{rate.name} is saved. Receipts keep the rate that they were sold at."

    return _done(act)


@blueprint.post("/branches")
@allow(OWNERS_IN_PERSON)
def add_branch() -> Answer:
    """Another shop."""

    def act(shop: Collaborators, typed: Mapping[str, str]) -> str:
        name, address = payloads.read_branch(typed)
        places.add_branch(shop, name, address)
        return f"{name} is open. Give it a till, and staff at the dashboard."

    return _done(act)


@blueprint.post("/branches/<branch_id>")
@allow(OWNERS_IN_PERSON)
def change_branch(branch_id: str) -> Answer:
    """Another name or address."""

    def act(shop: Collaborators, typed: Mapping[str, str]) -> str:
        wanted = payloads.read_branch(typed)
        places.change_branch(shop, branch_id, payloads.seen_branch(typed), wanted)
        return f"{wanted[0]} is saved."

    return _done(act)


@blueprint.post("/branches/<branch_id>/archive")
@allow(OWNERS_IN_PERSON)
def archive_branch(branch_id: str) -> Answer:
    """Close a shop."""

    def act(shop: Collaborators, _: Mapping[str, str]) -> str:
        places.archive_branch(shop, branch_id, archived=True)
        return "The shop is closed. Its numbers stay, and it can open again."

    return _done(act)


@blueprint.post("/branches/<branch_id>/restore")
@allow(OWNERS_IN_PERSON)
def restore_branch(branch_id: str) -> Answer:
    """Open it again."""

    def act(shop: Collaborators, _: Mapping[str, str]) -> str:
        places.archive_branch(shop, branch_id, archived=False)
        return "The shop is open again."

    return _done(act)


@blueprint.post("/web-orders")
@allow(OWNERS_IN_PERSON)
def choose_sender() -> Answer:
    """Let another shop send what the web sells."""

    def act(shop: Collaborators, typed: Mapping[str, str]) -> str:
        branch_id, seen = payloads.read_sender(typed)
        places.let_send(shop, branch_id, seen)
        return "Web orders that come from now on are sent from there."

    return _done(act)


@blueprint.post("/branches/<branch_id>/tills")
@allow(OWNERS_IN_PERSON)
def add_till(branch_id: str) -> Answer:
    """Another till."""

    def act(shop: Collaborators, typed: Mapping[str, str]) -> str:
        name, prefix = payloads.read_till(typed)
        places.add_till(shop, branch_id, name, prefix)
        return f"{name} is ready. Its receipts begin with {prefix}."

    return _done(act)


@blueprint.post("/tills/<till_id>/archive")
@allow(OWNERS_IN_PERSON)
def archive_till(till_id: str) -> Answer:
    """Take a till away."""

    def act(shop: Collaborators, _: Mapping[str, str]) -> str:
        places.archive_till(shop, till_id, archived=True)
        return "The till is gone. Its receipts stay."

    return _done(act)


@blueprint.post("/tills/<till_id>/restore")
@allow(OWNERS_IN_PERSON)
def restore_till(till_id: str) -> Answer:
    """Put it back."""

    def act(shop: Collaborators, _: Mapping[str, str]) -> str:
        places.archive_till(shop, till_id, archived=False)
        return "The till is back, and numbers on where it stopped."

    return _done(act)


def _done(act: Callable[[Collaborators, Mapping[str, str]], str]) -> Answer:
    typed = request.form.to_dict()
    try:
        words = act(collaborators(Collaborators), typed)
    except (WrongDetails, CodeTaken, PreconditionFailed) as wrong:
        errors = {each.pointer.strip("/"): each.detail for each in wrong.errors}
        return _page(typed, errors, wrong.status)
    flash(words, "good")
    return redirect(url_for("office_places.show"), 303)


def _page(form: Mapping[str, str], errors: Mapping[str, str], status: int) -> tuple[str, int]:
    chain = places.chain(collaborators(Collaborators))
    page = render_template(
        "office/company.html", chain=chain, form=form, errors=errors, late=status == 412
    )
    return page, status
