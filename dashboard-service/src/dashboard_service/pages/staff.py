"""The people who work here: the list, one of them, and the invitation of somebody new."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from common.access import MANAGERS_IN_PERSON, allow, caller
from common.errors import PreconditionFailed
from common.service_client import Refusal
from common.web import collaborators
from dashboard_service.collaborators import Collaborators
from dashboard_service.errors import NoSuchMember
from dashboard_service.models.staff import Member, Reach, Ticket
from dashboard_service.payloads import staff as payloads
from dashboard_service.payloads.trouble import NOTHING, TROUBLE, Told, told
from dashboard_service.use_cases import numbers
from dashboard_service.use_cases import staff as use_cases

blueprint = Blueprint("staff", __name__, url_prefix="/staff")

#: Which field the books' codes are about.
_FIELDS = {"email_taken": "email", "branch_does_not_fit": "branch_id"}


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@blueprint.get("")
@allow(MANAGERS_IN_PERSON)
def members() -> str:
    """Everybody, with what they are and when they were last seen."""
    return render_template(
        "staff/members.html", members=use_cases.members(_desk()), now=_now(), **_surroundings()
    )


@blueprint.get("/invite")
@allow(MANAGERS_IN_PERSON)
def invite_form() -> tuple[str, int]:
    """The form for somebody new."""
    return _invite_page({"role": "cashier"}, NOTHING)


@blueprint.post("/invite")
@allow(MANAGERS_IN_PERSON)
def invite() -> tuple[str, int]:
    """Enter somebody new, and show the link that lets them in."""
    try:
        draft = payloads.read_draft(request.form, Reach(caller()), _branches())
        ticket = use_cases.invite(_desk(), draft, request.form.get("key") or str(uuid.uuid4()))
    except TROUBLE as trouble:
        return _invite_page(request.form, told(trouble, _FIELDS))
    return _link_page(draft.name, ticket, is_new=True)


@blueprint.get("/<uuid:member_id>")
@allow(MANAGERS_IN_PERSON)
def member(member_id: uuid.UUID) -> tuple[str, int]:
    """One of them."""
    return _member_page(use_cases.member(_desk(), member_id))


@blueprint.post("/<uuid:member_id>")
@allow(MANAGERS_IN_PERSON)
def change(member_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Name, role and branch."""
    seen = use_cases.member(_desk(), member_id)
    form = request.form.to_dict()
    reach = Reach(caller())
    try:
        if reach.is_self(seen):  # the own role and branch are no fields of the form
            draft = replace(seen.draft, name=payloads.read_name(form))
        else:
            draft = payloads.read_draft(form, reach, _branches(), email=seen.email)
        use_cases.change(_desk(), seen, draft, request.form.get("etag", ""))
    except TROUBLE as trouble:
        return _not_changed(member_id, trouble, form)
    flash(f"{draft.name} is changed.", "good")
    return redirect(url_for("pages.staff.members"), 303)


@blueprint.post("/<uuid:member_id>/disable")
@allow(MANAGERS_IN_PERSON)
def disable(member_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Shut an account; it is out at its next click."""
    return _act(member_id, use_cases.shut, "{} is disabled, and out at the next click.")


@blueprint.post("/<uuid:member_id>/enable")
@allow(MANAGERS_IN_PERSON)
def enable(member_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Open it again."""
    return _act(member_id, use_cases.open_again, "{} can sign in again.")


@blueprint.post("/<uuid:member_id>/sign-out")
@allow(MANAGERS_IN_PERSON)
def sign_out(member_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """End all of their sessions."""

    def end(desk: Collaborators, seen: Member, _: str) -> None:
        use_cases.sign_out(desk, seen.id)

    return _act(member_id, end, "{} is signed out everywhere.")


@blueprint.post("/<uuid:member_id>/reset")
@allow(MANAGERS_IN_PERSON)
def reset(member_id: uuid.UUID) -> tuple[str, int]:
    """Take password and PIN away, and show the link to new ones."""
    seen = use_cases.member(_desk(), member_id)
    try:
        ticket = use_cases.reset(_desk(), member_id)
    except TROUBLE as trouble:
        return _not_changed(member_id, trouble, None)
    return _link_page(seen.name, ticket, is_new=False)


def _act(
    member_id: uuid.UUID, act: Callable[[Collaborators, Member, str], None], done: str
) -> AnyResponse | tuple[str, int]:
    seen = use_cases.member(_desk(), member_id)
    try:
        act(_desk(), seen, request.form.get("etag", ""))
    except TROUBLE as trouble:
        return _not_changed(member_id, trouble, None)
    flash(done.format(seen.name), "good")
    return redirect(url_for("pages.staff.member", member_id=member_id), 303)


def _not_changed(
    member_id: uuid.UUID, trouble: Exception, form: Mapping[str, str] | None
) -> tuple[str, int]:
    """The member as it is now, and beside it what was typed."""
    if isinstance(trouble, Refusal) and trouble.status == 404:
        raise NoSuchMember from trouble
    why = told(trouble, _FIELDS)
    is_late = why.status == PreconditionFailed.status
    return _member_page(use_cases.member(_desk(), member_id), form, why, is_late=is_late)


def _member_page(
    seen: Member,
    form: Mapping[str, str] | None = None,
    why: Told = NOTHING,
    *,
    is_late: bool = False,
) -> tuple[str, int]:
    reach = Reach(caller())
    page = render_template(
        "staff/member.html",
        member=seen,
        form=_form_of(seen) | dict(form or {}),
        told=why,
        is_late=is_late,
        is_self=reach.is_self(seen),
        now=_now(),
        **_surroundings(),
    )
    return page, why.status


def _invite_page(form: Mapping[str, str], why: Told) -> tuple[str, int]:
    page = render_template(
        "staff/invite.html",
        form=form,
        told=why,
        key=form.get("key") or str(uuid.uuid4()),
        **_surroundings(),
    )
    return page, why.status


def _link_page(name: str, ticket: Ticket, *, is_new: bool) -> tuple[str, int]:
    link = url_for("pages.invitations.show", token=ticket.token)
    zone = numbers.places(_desk(), caller().branch_id).zone()
    page = render_template(
        "staff/link.html",
        name=name,
        link=(_desk().own_url or request.url_root.rstrip("/")) + link,
        ends_at=ticket.ends_at.astimezone(zone),
        is_new=is_new,
        **_surroundings(),
    )
    return page, 200


def _surroundings() -> dict[str, object]:
    """What every page of the staff knows: the branches and roles that the person at hand may give."""
    places = numbers.places(_desk(), caller().branch_id)
    return {
        "places": places,
        "reach": Reach(caller()),
        "branches": [(branch.id, branch.name) for branch in places.shops],
    }


def _branches() -> dict[str, str]:
    places = numbers.places(_desk(), caller().branch_id)
    return {branch.id: branch.name for branch in places.shops}


def _form_of(seen: Member) -> dict[str, str]:
    return {"name": seen.name, "role": seen.role.value, "branch_id": seen.branch_id or ""}


def _now() -> datetime:
    zone = numbers.places(_desk(), caller().branch_id).zone()
    return _desk().clock.now().astimezone(zone)


def _desk() -> Collaborators:
    return collaborators(Collaborators)
