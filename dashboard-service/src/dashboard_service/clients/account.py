"""What the books keep of the person at hand: password, PIN, second factor, open sessions."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from common.access import Role
from common.service_client import Refusal, ServiceClient
from dashboard_service.models.account import Account, OpenSession, Secret


class Accounts(Protocol):
    """The account of the person at hand. Every call may raise NeighbourUnavailable, and Refusal with the reason."""

    def read(self) -> Account:
        """Who it is."""

    def sessions(self) -> Sequence[OpenSession]:
        """Where they are signed in."""

    def end_session(self, session_id: uuid.UUID) -> bool:
        """End one of those; False if it is none of them any more."""

    def change_password(self, current: str, new: str) -> int:
        """Another password; how many other sessions that ended."""

    def set_pin(self, password: str, pin: str | None) -> None:
        """Another PIN, or none."""

    def begin_second_factor(self, password: str) -> Secret:
        """A secret for an authenticator app; it counts once a code has been confirmed."""

    def confirm_second_factor(self, code: str) -> Sequence[str]:
        """Ask for a code at every sign-in from now on; the recovery codes."""

    def end_second_factor(self, password: str) -> None:
        """Ask for no code any more."""


class HttpAccounts:
    """The account as api-service serves it."""

    def __init__(self, client: ServiceClient) -> None:
        """`client` reaches api-service."""
        self._client = client

    def read(self) -> Account:
        """Who it is."""
        person = self._client.get("/internal/session").content["person"]
        return Account(
            name=person["name"],
            email=person["email"],
            role=Role(person["role"]),
            branch_id=person["branch_id"],
            has_pin=person["has_pin"],
            has_second_factor=person["has_second_factor"],
        )

    def sessions(self) -> Sequence[OpenSession]:
        """Where they are signed in."""
        return [
            OpenSession(
                id=uuid.UUID(each["id"]),
                application=each["application"],
                address=each["address"],
                agent=each["agent"],
                began_at=datetime.fromisoformat(each["began_at"]),
                seen_at=datetime.fromisoformat(each["seen_at"]),
                is_this=each["is_this"],
            )
            for each in self._client.get("/internal/sessions").content["sessions"]
        ]

    def end_session(self, session_id: uuid.UUID) -> bool:
        """End one of those."""
        try:
            self._client.post(f"/internal/sessions/{session_id}/end", {})
        except Refusal as refusal:
            if refusal.status == 404:
                return False
            raise
        return True

    def change_password(self, current: str, new: str) -> int:
        """Another password."""
        body = {"current": current, "new": new}
        ended: int = self._client.post("/internal/password", body).content["ended"]
        return ended

    def set_pin(self, password: str, pin: str | None) -> None:
        """Another PIN, or none."""
        self._client.post("/internal/pin", {"password": password, "pin": pin})

    def begin_second_factor(self, password: str) -> Secret:
        """A secret for an authenticator app."""
        read = self._client.post("/internal/second-factor", {"password": password}).content
        return Secret(read["secret"], read["uri"])

    def confirm_second_factor(self, code: str) -> Sequence[str]:
        """Ask for a code from now on."""
        reply = self._client.post("/internal/second-factor/confirm", {"code": code})
        codes: list[str] = reply.content["recovery_codes"]
        return codes

    def end_second_factor(self, password: str) -> None:
        """Ask for no code any more."""
        self._client.post("/internal/second-factor/end", {"password": password})
