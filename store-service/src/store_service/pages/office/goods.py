"""The shop's goods: the list, one of them, a new one, its cover and its first units."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from common.access import MANAGERS_IN_PERSON, allow, caller
from common.errors import NeighbourUnavailable, PreconditionFailed, ServiceError
from common.service_client import Refusal
from common.web import collaborators
from store_service.collaborators import OFFICE, Collaborators
from store_service.errors import CodeTaken, CoverRefused, WrongDetails
from store_service.models.goods import Product
from store_service.models.shelf import PAGE, Shelf
from store_service.payloads import office as payloads
from store_service.use_cases import office

blueprint = Blueprint("office_goods", __name__, url_prefix=f"{OFFICE}/goods")

Answer = AnyResponse | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a form came back."""

    errors: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    status: int = 200


@blueprint.get("")
@allow(MANAGERS_IN_PERSON)
def listed() -> str:
    """By name; `q` searches, `archived=1` shows what left the shelves."""
    shop = collaborators(Collaborators)
    asked = Shelf.asked(f"{OFFICE}/goods", request.args)
    archived = request.args.get("archived") == "1"
    products, stock, count = office.products(shop, asked.stems, archived=archived, page=asked.page)
    return render_template(
        "office/goods.html",
        products=products,
        stock=stock,
        count=count,
        asked=asked,
        archived=archived,
        last_page=max(1, -(-count // PAGE)),
    )


@blueprint.get("/new")
@allow(MANAGERS_IN_PERSON)
def ask() -> Answer:
    """The form for a new product."""
    return _new_page({}, Trouble())


@blueprint.post("/new")
@allow(MANAGERS_IN_PERSON)
def add() -> Answer:
    """Put it on the shelves, with its first units if some were typed."""
    shop = collaborators(Collaborators)
    typed = request.form.to_dict()
    try:
        draft = payloads.read_draft(typed, _currency(shop), _vat_codes(shop))
        opening = payloads.read_opening(typed, needed=False)
        product_id = office.add(shop, draft)
    except (WrongDetails, CodeTaken) as wrong:
        return _new_page(typed, _trouble(wrong))
    flash(f"{draft.name} is on the shelves.", "good")
    if opening:
        _open(shop, product_id, *opening)
    return redirect(url_for("office_goods.show", product_id=product_id), 303)


@blueprint.get("/<int:product_id>")
@allow(MANAGERS_IN_PERSON)
def show(product_id: int) -> Answer:
    """One product."""
    return _page(product_id, None, Trouble())


@blueprint.post("/<int:product_id>")
@allow(MANAGERS_IN_PERSON)
def change(product_id: int) -> Answer:
    """Save it; whoever looked at an older version is told, and keeps what was typed."""
    shop = collaborators(Collaborators)
    typed = request.form.to_dict()
    try:
        draft = payloads.read_draft(typed, _currency(shop), _vat_codes(shop))
        office.change(shop, product_id, payloads.seen_version(request.form), draft)
    except (WrongDetails, CodeTaken, PreconditionFailed) as wrong:
        return _page(product_id, typed, _trouble(wrong))
    flash(f"{draft.name} is saved.", "good")
    return redirect(url_for("office_goods.show", product_id=product_id), 303)


@blueprint.post("/<int:product_id>/archive")
@allow(MANAGERS_IN_PERSON)
def archive(product_id: int) -> Answer:
    """Take it off the shelves."""
    return _archive(product_id, archived=True)


@blueprint.post("/<int:product_id>/restore")
@allow(MANAGERS_IN_PERSON)
def restore(product_id: int) -> Answer:
    """Put it back."""
    return _archive(product_id, archived=False)


@blueprint.post("/<int:product_id>/cover")
@allow(MANAGERS_IN_PERSON)
def cover(product_id: int) -> Answer:
    """Another picture."""
    sent = request.files.get("cover")
    try:
        # one byte more than is taken tells a file that is too large
        content = sent.stream.read(office.MOST_BYTES + 1) if sent else b""
        version = payloads.seen_version(request.form)
        office.set_cover(collaborators(Collaborators), product_id, version, content)
    except (CoverRefused, PreconditionFailed) as wrong:
        return _page(product_id, None, _trouble(wrong))
    flash("The new cover is in the shop.", "good")
    return redirect(url_for("office_goods.show", product_id=product_id), 303)


@blueprint.post("/<int:product_id>/opening")
@allow(MANAGERS_IN_PERSON)
def opening(product_id: int) -> Answer:
    """The first units on a shop's shelves."""
    shop = collaborators(Collaborators)
    typed = request.form.to_dict()
    try:
        asked = payloads.read_opening(typed, needed=True)
    except WrongDetails as wrong:
        return _page(product_id, None, _trouble(wrong), typed)
    if asked:
        _open(shop, product_id, *asked)
    return redirect(url_for("office_goods.show", product_id=product_id), 303)


def _open(shop: Collaborators, product_id: int, branch_id: str, quantity: int) -> None:
    try:
        office.open_stock(shop, product_id, branch_id, quantity)
    except NeighbourUnavailable:
        flash("Its first units are not booked: the books do not answer. Book them below.", "warn")
    except Refusal as refusal:
        flash(f"Its first units are not booked: {refusal.detail}.", "warn")
    else:
        flash(f"{quantity} units are booked.", "good")


def _archive(product_id: int, *, archived: bool) -> Answer:
    try:
        office.archive(
            collaborators(Collaborators),
            product_id,
            payloads.seen_version(request.form),
            archived=archived,
        )
    except PreconditionFailed as late:
        return _page(product_id, None, _trouble(late))
    flash("It is off the shelves." if archived else "It is back on the shelves.", "good")
    return redirect(url_for("office_goods.show", product_id=product_id), 303)


def _new_page(typed: Mapping[str, str], trouble: Trouble) -> tuple[str, int]:
    shop = collaborators(Collaborators)
    page = render_template(
        "office/new.html",
        form=typed,
        trouble=trouble,
        rates=office.vat_rates(shop),
        departments=shop.editions.current().departments,
        branches=_branches(shop),
    )
    return page, trouble.status


def _page(
    product_id: int,
    typed: Mapping[str, str] | None,
    trouble: Trouble,
    opening_typed: Mapping[str, str] | None = None,
) -> tuple[str, int]:
    shop = collaborators(Collaborators)
    desk = office.desk(shop, product_id)
    reach = caller()
    page = render_template(
        "office/product.html",
        desk=desk,
        product=desk.product,
        form=typed if typed is not None else _written(desk.product),
        trouble=trouble,
        rates=office.vat_rates(shop),
        departments=shop.editions.current().departments,
        unopened=[each for each in desk.unopened if reach.reaches(each[0])],
        opening=opening_typed or {},
    )
    return page, trouble.status


def _written(product: Product) -> dict[str, str]:
    """A product as its form shows it."""
    names = ("code", "barcode", "name", "department", "unit", "artist", "genre", "year", "vat_code")
    told = {each: str(getattr(product, each) or "") for each in names}
    return told | {"price": str(product.price.decimal)}


def _trouble(error: ServiceError) -> Trouble:
    errors = {each.pointer.strip("/"): each.detail for each in error.errors}
    words = "" if errors else error.detail
    return Trouble(errors, words, error.status)


def _branches(shop: Collaborators) -> list[tuple[str, str]]:
    """The shops that whoever asks may open stock in."""
    who = caller()
    return [each for each in shop.editions.current().branches.items() if who.reaches(each[0])]


def _currency(shop: Collaborators) -> str:
    return shop.editions.current().company.currency


def _vat_codes(shop: Collaborators) -> set[str]:
    return {each.code for each in office.vat_rates(shop)}
