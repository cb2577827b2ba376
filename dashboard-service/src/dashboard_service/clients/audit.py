"""The books' auditor over HTTP."""

from datetime import datetime
from typing import Any, Protocol

from common.service_client import ServiceClient
from dashboard_service.models.audit import Audit, Invariant, Verdict

#: Counting everything anew may take a while, and only an owner who asks for it waits.
_PATIENCE_SECONDS = 30.0

#: For a word in the corner nobody waits.
_GLANCE_SECONDS = 0.5


class Auditor(Protocol):
    """Whoever audits. Every call may raise NeighbourUnavailable."""

    def last(self) -> Audit:
        """What was found last, some seconds ago."""

    def now(self) -> Audit:
        """What is found at this moment."""

    def glance(self) -> Audit:
        """What was found last, if that can be had in next to no time; may raise Refusal too."""


class HttpAuditor:
    """The auditor as api-service serves it."""

    def __init__(self, client: ServiceClient, glances: ServiceClient) -> None:
        """Both reach api-service; `glances` give up early, which is not to be held against it elsewhere."""
        self._client = client
        self._glances = glances

    def last(self) -> Audit:
        """What was found last."""
        return _audit(self._client.get("/api/v1/audit").content)

    def now(self) -> Audit:
        """What is found at this moment."""
        found = self._client.get("/api/v1/audit", {"now": 1}, timeout_seconds=_PATIENCE_SECONDS)
        return _audit(found.content)

    def glance(self) -> Audit:
        """What was found last, at once or not at all."""
        found = self._glances.get("/api/v1/audit", timeout_seconds=_GLANCE_SECONDS)
        return _audit(found.content)


def _audit(read: dict[str, Any]) -> Audit:
    return Audit(
        Verdict(read["verdict"]),
        datetime.fromisoformat(read["ran_at"]),
        read["seconds"],
        [_invariant(each) for each in read["invariants"]],
    )


def _invariant(read: dict[str, Any]) -> Invariant:
    first = read["first"] or {"row": "", "says": ""}
    return Invariant(
        name=read["name"],
        sentence=read["sentence"],
        verdict=Verdict(read["verdict"]),
        checked=read["checked"],
        before=read["before"],
        pending=read["pending"],
        wrong=read["wrong"],
        first_row=first["row"],
        first_says=first["says"],
        why=read["why"],
    )
