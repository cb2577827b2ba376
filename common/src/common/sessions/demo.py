"""The slip on a demo's door: whom one press lets in, and where each of them works."""

from collections.abc import Mapping
from dataclasses import dataclass

from common.access import Role
from common.sessions.door import SIGN_IN


@dataclass(frozen=True, slots=True)
class DemoRole:
    """A row of the demo's slip: signs in here or, with `href`, leads to the application where that role works."""

    value: str
    name: str
    who: str
    href: str = ""


#: Whom a demo lets in by one click, and where each works.
_SLIP = (
    (Role.CASHIER, "Cashier", "Scans and takes payment at a till", "till"),
    (Role.OWNER, "Owner", "Sees every branch and every number", "dashboard"),
    (Role.MANAGER, "Manager", "Runs one branch and its team", "dashboard"),
    (Role.CUSTOMER, "Customer", "Fills a basket in the shop", "shop"),
)
#: Who has business at which application.
BUSINESS = {
    "till": {Role.CASHIER, Role.MANAGER, Role.OWNER},
    "dashboard": {Role.MANAGER, Role.OWNER},
    "shop": {Role.CUSTOMER},
    "admin": {Role.MANAGER, Role.OWNER},
}


def slip(application: str, urls: Mapping[str, str]) -> list[DemoRole]:
    """Every role that has somewhere to go: here, or in an application whose address is known."""
    here = BUSINESS[application]
    return [
        DemoRole(role.value, name, who, "" if role in here else f"{urls[elsewhere]}{SIGN_IN}")
        for role, name, who, elsewhere in _SLIP
        if role in here or urls[elsewhere]
    ]
