"""What the owner asks the auditor."""

from dashboard_service.collaborators import Collaborators
from dashboard_service.models.audit import Audit


def look(desk: Collaborators, *, now: bool) -> Audit:
    """What was found last, or with `now` at this moment."""
    return desk.auditor.now() if now else desk.auditor.last()
