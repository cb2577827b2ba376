"""Where somebody begins after a sign-in, by role."""

from api_service.collaborators import Collaborators
from api_service.people.models.accounts import HOME, Application
from common.access import Role


def home(books: Collaborators, role: Role) -> str:
    """The public address of the application where a role has its business."""
    settings = books.settings
    base = {
        Application.SHOP: settings.store_public_url,
        Application.TILL: settings.cashier_public_url,
        Application.DASHBOARD: settings.dashboard_public_url,
    }[HOME[role]]
    return f"{base.rstrip('/')}/"
