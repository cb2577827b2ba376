"""What the owner asks the auditor."""

from dashboard_service.collaborators import Collaborators
from dashboard_service.models.audit import Audit, Standing


def look(desk: Collaborators, *, now: bool) -> Audit:
    """What was found last, or with `now` at this moment."""
    found = desk.auditor.now() if now else desk.auditor.last()
    desk.last_audit.keep(found)
    return found


def standing(desk: Collaborators) -> Standing:
    """How it stands with the books, as far as is known without anybody's waiting."""
    now = desk.clock.now()
    return Standing(desk.last_audit.known(now), now)
