"""The team of a till as the books know it: who may take over, by which PIN, and who is there."""

import uuid
from collections.abc import Sequence
from typing import Any, Protocol

from cashier_service.models.team import Member
from common.service_client import ServiceClient
from common.sessions import people
from common.sessions.people import Begun


class Team(Protocol):
    """Whoever keeps the team's sessions. Every call may raise NeighbourUnavailable, and Refusal with their problem."""

    def open(self, till_id: str) -> Begun:
        """Make the manager's session the team's, at one till."""

    def members(self) -> Sequence[Member]:
        """Who may take over at the till of the session at hand."""

    def switch(self, account_id: uuid.UUID, pin: str) -> Begun:
        """Let one of them take over."""

    def lock(self) -> Begun:
        """Let nobody be at the till until one of them types a PIN."""


class HttpTeam:
    """The team as api-service keeps it."""

    def __init__(self, client: ServiceClient, *, service: str) -> None:
        """`client` carries the session at hand."""
        self._client = client
        self._service = service

    def open(self, till_id: str) -> Begun:
        """The manager's session becomes the team's."""
        return self._begun("/internal/team-till", {"till_id": till_id})

    def members(self) -> Sequence[Member]:
        """The staff of the till's branch."""
        read = self._client.get("/internal/team").content
        return [
            Member(uuid.UUID(each["id"]), each["name"], has_pin=each["has_pin"])
            for each in read["cashiers"]
        ]

    def switch(self, account_id: uuid.UUID, pin: str) -> Begun:
        """A new token for who takes over; the one before dies."""
        return self._begun("/internal/team/switch", {"account_id": str(account_id), "pin": pin})

    def lock(self) -> Begun:
        """A new token for nobody; the one before dies."""
        return self._begun("/internal/team/lock", {})

    def _begun(self, path: str, body: dict[str, Any]) -> Begun:
        return people.begun(self._client.post(path, body).content, service=self._service)
