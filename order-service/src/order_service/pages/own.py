"""The shopper's own orders: the list, one of them with how far it has come, and its invoice."""

import uuid
from contextlib import suppress

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from common.access import EVERYBODY, Caller, allow
from common.errors import NeighbourUnavailable, NotSignedIn
from common.web import collaborators
from order_service.collaborators import Collaborators
from order_service.errors import ImpossibleStep, NoSuchOrder
from order_service.models.order import Order
from order_service.models.told import marks
from order_service.pages.opened import opened, remember
from order_service.payloads.viewing import by, viewer
from order_service.use_cases import moving, reading
from order_service.use_cases.seeing import Viewer

blueprint = Blueprint("own", __name__)

#: Tells the page's versions from those of document 002 and of /api/v1, which have the order's number alone.
_FOLLOWED = "followed"

Answer = AnyResponse | str


@blueprint.before_request
def know_who() -> None:
    """Pages are for everybody; whoever is signed in is greeted, and is not asked to be."""
    with suppress(NotSignedIn, NeighbourUnavailable):
        collaborators(Collaborators).door.session()


@blueprint.get("/")
@allow(EVERYBODY)
def listed() -> str:
    """The orders of whoever is signed in, and those that this browser opened."""
    desk = collaborators(Collaborators)
    found = reading.of_shopper(desk, _viewer(desk).account_id, opened(desk))
    return render_template("orders/list.html", orders=found)


@blueprint.get("/orders/<uuid:order_id>")
@allow(EVERYBODY)
def show(order_id: uuid.UUID) -> Answer:
    """One's own; the key of its link opens it, and does not stay in the address.

    The page asks again and again whether the order has come further; as long as it has not, that costs next to nothing.
    """
    if led := _opened_by_link(order_id, "own.show"):
        return led
    order = _find(order_id)
    etag = f"{order.version}-{_FOLLOWED}"
    if request.if_none_match.contains(etag):
        response = Response(status=304)
    else:
        response = Response(_page("orders/order.html", order), mimetype="text/html")
    response.set_etag(etag)
    return response


@blueprint.get("/orders/<uuid:order_id>/invoice")
@allow(EVERYBODY)
def invoice(order_id: uuid.UUID) -> Answer:
    """Its invoice, to print; there is none before it is paid."""
    if led := _opened_by_link(order_id, "own.invoice"):
        return led
    order = _find(order_id)
    if order.invoice_number is None:
        flash("An invoice comes with the payment: there is none for this order yet.", "warn")
        return redirect(url_for("own.show", order_id=order_id), 303)
    return _page("orders/invoice.html", order)


@blueprint.post("/orders/<uuid:order_id>/cancel")
@allow(EVERYBODY)
def cancel(order_id: uuid.UUID) -> AnyResponse:
    """Give it up; where it is too late for that, the page says so."""
    desk = collaborators(Collaborators)
    try:
        order = moving.cancel(desk, order_id, _viewer(desk))
    except ImpossibleStep:
        flash("It is too late to cancel: the order is on its way.", "bad")
    else:
        back = " Your money goes back to your card." if order.refund else ""
        flash(f"Order {order.number} is cancelled.{back}", "good")
    return redirect(url_for("own.show", order_id=order_id), 303)


@blueprint.errorhandler(NoSuchOrder)
def missing(error: NoSuchOrder) -> tuple[str, int]:
    """Somebody looks for an order: tell how it is found."""
    return render_template("orders/missing.html"), error.status


def _opened_by_link(order_id: uuid.UUID, endpoint: str) -> AnyResponse | None:
    """Where a link's key opens the order: to the same page without it, and the browser remembers."""
    key = request.args.get("key", "")
    if not key:
        return None
    desk = collaborators(Collaborators)
    response = redirect(url_for(endpoint, order_id=order_id), 303)
    if desk.links.fits(order_id, key):
        remember(desk, response, order_id)
    return response


def _find(order_id: uuid.UUID) -> Order:
    desk = collaborators(Collaborators)
    return reading.find(desk, order_id, _viewer(desk))


def _viewer(desk: Collaborators) -> Viewer:
    """Whoever looks; while the books do not say who that is, a visitor."""
    try:
        return viewer(desk, opened(desk))
    except NeighbourUnavailable:
        return Viewer(by(Caller()), opened=frozenset(opened(desk)), links=desk.links)


def _page(template: str, order: Order) -> str:
    return render_template(template, order=order, marks=marks(order))
