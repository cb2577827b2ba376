"""What is done to the list of those who work here, and how an invited person comes in."""

import uuid

from dashboard_service.collaborators import Collaborators
from dashboard_service.errors import NoSuchMember
from dashboard_service.models.staff import Draft, Invitation, Member, Ticket, in_order


def members(desk: Collaborators) -> list[Member]:
    """Everybody whom the person at hand may see."""
    return in_order(desk.staff.members())


def member(desk: Collaborators, member_id: uuid.UUID) -> Member:
    """One of them.

    Raises:
        NoSuchMember: there is none of this id, or none that they may see.
    """
    found = desk.staff.member(member_id)
    if found is None:
        raise NoSuchMember
    return found


def invite(desk: Collaborators, draft: Draft, key: str) -> Ticket:
    """Enter somebody new; the same key again enters nobody twice."""
    return desk.staff.invite(draft, key)


def change(desk: Collaborators, seen: Member, draft: Draft, etag: str) -> None:
    """Make a member what the form says, unless somebody changed it since the form was shown."""
    desk.staff.change(seen, draft, disabled=seen.is_disabled, etag=etag)


def shut(desk: Collaborators, seen: Member, etag: str) -> None:
    """Disable an account: it ends at its next request, and can be opened again."""
    desk.staff.change(seen, seen.draft, disabled=True, etag=etag)


def open_again(desk: Collaborators, seen: Member, etag: str) -> None:
    """Let a disabled account sign in again."""
    desk.staff.change(seen, seen.draft, disabled=False, etag=etag)


def sign_out(desk: Collaborators, member_id: uuid.UUID) -> int:
    """End all sessions of a member; how many there were."""
    return desk.staff.sign_out(member_id)


def reset(desk: Collaborators, member_id: uuid.UUID) -> Ticket:
    """Take password, PIN and second factor away, and give the way to new ones."""
    return desk.staff.reset(member_id)


def look(desk: Collaborators, token: str) -> Invitation | None:
    """What an invitation is for; None if it is over."""
    return desk.staff.look(token)


def accept(desk: Collaborators, token: str, password: str, pin: str | None) -> str:
    """Take an invitation up; where the person signs in from now on."""
    return desk.staff.accept(token, password, pin)
