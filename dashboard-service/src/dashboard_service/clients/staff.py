"""The books' list of those who work here, and the invitations that let them in."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from common.access import Role
from common.service_client import Refusal, ServiceClient
from dashboard_service.models.staff import Draft, Invitation, Member, Ticket


class Staff(Protocol):
    """Whoever keeps the list. Every call may raise NeighbourUnavailable, and Refusal with the reason."""

    def members(self) -> Sequence[Member]:
        """Everybody whom the person at hand may see."""

    def member(self, member_id: uuid.UUID) -> Member | None:
        """One of them with the etag of what was read; None if there is none, or none they may see."""

    def invite(self, draft: Draft, key: str) -> Ticket:
        """Enter somebody new; the key makes a repeat harmless."""

    def change(self, member: Member, draft: Draft, *, disabled: bool, etag: str) -> None:
        """Make a member this, if nobody has changed it since the etag."""

    def sign_out(self, member_id: uuid.UUID) -> int:
        """End all of their sessions; how many there were."""

    def reset(self, member_id: uuid.UUID) -> Ticket:
        """Take password, PIN and second factor away, and give the way to new ones."""

    def look(self, token: str) -> Invitation | None:
        """What an invitation is for; None if it was used, has ended, or never was."""

    def accept(self, token: str, password: str, pin: str | None) -> str:
        """Take an invitation up; where the person signs in from now on."""


class HttpStaff:
    """The list as api-service serves it."""

    def __init__(self, client: ServiceClient) -> None:
        """`client` reaches api-service."""
        self._client = client

    def members(self) -> Sequence[Member]:
        """Everybody."""
        return [_member(each) for each in self._client.get("/api/v1/staff").content["staff"]]

    def member(self, member_id: uuid.UUID) -> Member | None:
        """One of them."""
        try:
            reply = self._client.get(f"/api/v1/staff/{member_id}")
        except Refusal as refusal:
            if refusal.status == 404:
                return None
            raise
        return _member(reply.content, reply.etag)

    def invite(self, draft: Draft, key: str) -> Ticket:
        """Enter somebody new."""
        body = {
            "name": draft.name,
            "email": draft.email,
            "role": draft.role.value,
            "branch_id": draft.branch_id,
        }
        reply = self._client.post("/api/v1/staff/invitations", body, idempotency_key=key)
        return _ticket(reply.content)

    def change(self, member: Member, draft: Draft, *, disabled: bool, etag: str) -> None:
        """Make a member this."""
        body = {
            "name": draft.name,
            "role": draft.role.value,
            "branch_id": draft.branch_id,
            "disabled": disabled,
        }
        self._client.put(f"/api/v1/staff/{member.id}", body, etag=etag)

    def sign_out(self, member_id: uuid.UUID) -> int:
        """End their sessions."""
        ended: int = self._client.post(f"/api/v1/staff/{member_id}/sign-out", {}).content["ended"]
        return ended

    def reset(self, member_id: uuid.UUID) -> Ticket:
        """Give the way to a new password."""
        return _ticket(self._client.post(f"/api/v1/staff/{member_id}/reset", {}).content)

    def look(self, token: str) -> Invitation | None:
        """What an invitation is for."""
        try:
            read = self._client.post("/internal/invitations/look", {"token": token}).content
        except Refusal as refusal:
            if refusal.status in (404, 422):
                return None
            raise
        return Invitation(
            read["name"],
            read["email"],
            Role(read["role"]),
            read["branch_name"],
            datetime.fromisoformat(read["ends_at"]),
        )

    def accept(self, token: str, password: str, pin: str | None) -> str:
        """Take it up."""
        body = {"token": token, "password": password, "pin": pin}
        where: str = self._client.post("/internal/invitations/accept", body).content["redirect"]
        return where


def _member(read: Mapping[str, Any], etag: str | None = None) -> Member:
    seen = read["last_seen_at"]
    return Member(
        id=uuid.UUID(read["id"]),
        name=read["name"],
        email=read["email"],
        role=Role(read["role"]),
        branch_id=read["branch_id"],
        has_pin=read["has_pin"],
        has_second_factor=read["has_second_factor"],
        is_disabled=read["disabled"],
        is_invited=read["invited"],
        last_seen_at=datetime.fromisoformat(seen) if seen else None,
        etag=etag,
    )


def _ticket(read: Mapping[str, Any]) -> Ticket:
    return Ticket(read["token"], datetime.fromisoformat(read["ends_at"]))
