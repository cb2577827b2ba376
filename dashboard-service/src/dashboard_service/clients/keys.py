"""The books' API keys."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from common.access import Role
from common.service_client import Refusal, ServiceClient
from dashboard_service.models.keys import Key, KeyDraft


class Keys(Protocol):
    """Whoever keeps them. Every call may raise NeighbourUnavailable, and Refusal with the reason."""

    def all(self) -> Sequence[Key]:
        """All that were ever made, the newest first."""

    def make(self, draft: KeyDraft, password: str) -> str:
        """A new one; its text is told this once."""

    def withdraw(self, key_id: uuid.UUID) -> bool:
        """Let it open nothing any more; False if there is none."""


class HttpKeys:
    """The keys as api-service serves them."""

    def __init__(self, client: ServiceClient) -> None:
        """`client` reaches api-service."""
        self._client = client

    def all(self) -> Sequence[Key]:
        """All of them."""
        found = [
            Key(
                id=uuid.UUID(each["id"]),
                name=each["name"],
                role=Role(each["role"]),
                branch_id=each["branch_id"],
                made_at=datetime.fromisoformat(each["made_at"]),
                used_at=datetime.fromisoformat(each["used_at"]) if each["used_at"] else None,
                is_withdrawn=each["withdrawn"],
            )
            for each in self._client.get("/api/v1/keys").content["keys"]
        ]
        return sorted(found, key=lambda each: each.made_at, reverse=True)

    def make(self, draft: KeyDraft, password: str) -> str:
        """A new one."""
        body = {
            "name": draft.name,
            "role": draft.role.value,
            "branch_id": draft.branch_id,
            "password": password,
        }
        key: str = self._client.post("/api/v1/keys", body).content["key"]
        return key

    def withdraw(self, key_id: uuid.UUID) -> bool:
        """Let it open nothing any more."""
        try:
            self._client.post(f"/api/v1/keys/{key_id}/withdraw", {})
        except Refusal as refusal:
            if refusal.status == 404:
                return False
            raise
        return True
