"""Whether there is a chain yet, and its founding."""

from common.errors import NeighbourUnavailable
from common.service_client import Refusal
from dashboard_service.collaborators import Collaborators
from dashboard_service.models.founding import Chain


def is_needed(desk: Collaborators) -> bool:
    """Whether there is no chain yet; books that do not say count as founded, and the pages tell that they are away."""
    try:
        return desk.founding.is_needed()
    except (NeighbourUnavailable, Refusal):
        return False


def found(desk: Collaborators, chain: Chain) -> str:
    """Found the chain; where its owner signs in."""
    return desk.founding.found(chain)
