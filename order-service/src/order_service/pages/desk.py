"""The desk of those who pack and send: figures, every order, and one of them with the steps that it may take."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from common.access import MANAGERS_IN_PERSON, allow, caller
from common.errors import NotFound, PreconditionFailed
from common.web import collaborators
from order_service.collaborators import OFFICE, Collaborators
from order_service.errors import ImpossibleStep
from order_service.models.status import Status
from order_service.models.told import LABELS, marks
from order_service.models.wanted import PAGE, Found, Wanted
from order_service.payloads.desk import Why, read_version, read_why
from order_service.payloads.viewing import viewer
from order_service.use_cases import delivering, moving, reading

blueprint = Blueprint("desk", __name__, url_prefix=OFFICE)

Answer = AnyResponse | tuple[str, int]

#: So many of the newest stand under the figures.
_NEWEST = 8


@blueprint.get("/")
@allow(MANAGERS_IN_PERSON)
def overview() -> str:
    """What came in, and what is to be done."""
    desk = collaborators(Collaborators)
    branch_id = caller().branch_id
    return render_template(
        "desk/overview.html",
        figures=reading.figures(desk, branch_id),
        newest=reading.listed(desk, Wanted(), branch_id, _NEWEST).orders,
    )


@blueprint.get("/orders")
@allow(MANAGERS_IN_PERSON)
def listed() -> Answer:
    """Every order, newest first; what is looked for stands in the address. Days that are none are refused beside it."""
    desk = collaborators(Collaborators)
    wanted = Wanted.asked(request.args)
    found = Found(())
    if not wanted.no_days:
        found = reading.listed(desk, wanted, caller().branch_id, PAGE)
    page = render_template("desk/orders.html", found=found, wanted=wanted, statuses=tuple(Status))
    return page, 422 if wanted.no_days else 200


@blueprint.get("/orders/<uuid:order_id>")
@allow(MANAGERS_IN_PERSON)
def show(order_id: uuid.UUID) -> Answer:
    """One order."""
    return _page(order_id)


@blueprint.post("/orders/<uuid:order_id>")
@allow(MANAGERS_IN_PERSON)
def move(order_id: uuid.UUID) -> Answer:
    """One step further; whoever looked at an older version is told what it is now."""
    desk = collaborators(Collaborators)
    wanted = request.form.get("status", "")
    if wanted not in set(Status):
        raise NotFound
    to, why = Status(wanted), read_why(request.form)
    if why.wrong:
        return _page(order_id, wanted=to, why=why, status=422)
    try:
        order = moving.move(
            desk,
            order_id,
            to,
            viewer(desk),
            version=read_version(request.form),
            why=why.words,
        )
    except (PreconditionFailed, ImpossibleStep) as late:
        return _page(order_id, wanted=to, why=why, status=late.status)
    flash(f"Order {order.number} is {LABELS[order.status].lower()}.", "good")
    return redirect(url_for("desk.show", order_id=order_id), 303)


@blueprint.get("/orders/<uuid:order_id>/invoice")
@allow(MANAGERS_IN_PERSON)
def invoice(order_id: uuid.UUID) -> Answer:
    """Its invoice, to print."""
    desk = collaborators(Collaborators)
    order = reading.find(desk, order_id, viewer(desk))
    if order.invoice_number is None:
        flash("An invoice comes with the payment: there is none for this order yet.", "warn")
        return redirect(url_for("desk.show", order_id=order_id), 303)
    return render_template("orders/invoice.html", order=order, marks=marks(order)), 200


@blueprint.post("/try-again")
@allow(MANAGERS_IN_PERSON)
def try_again() -> AnyResponse:
    """Have what the books or the gateway refused delivered again, as after the cause was put right."""
    freed = delivering.try_again(collaborators(Collaborators))
    flash(f"{freed} {'message goes' if freed == 1 else 'messages go'} out again.", "good")
    return redirect(url_for("desk.overview"), 303)


def _page(
    order_id: uuid.UUID, wanted: Status | None = None, why: Why | None = None, status: int = 200
) -> tuple[str, int]:
    """The order; `wanted` is what somebody wanted in vain, `why` the reason that they gave for it."""
    desk = collaborators(Collaborators)
    order = reading.find(desk, order_id, viewer(desk))
    page = render_template(
        "desk/order.html", order=order, marks=marks(order), wanted=wanted, why=why or Why()
    )
    return page, status
